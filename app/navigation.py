"""The doors in the page head: only those that open for this person, only those whose rooms exist."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, request
from flask_babel import LazyString, lazy_gettext
from markupsafe import Markup

from app.access.actor import Actor
from app.access.guard import acting_or_none
from app.access.matrix import May, Role, reach
from app.citizens.blueprint import has_rooms
from app.deviations.routes import has_door
from app.languages import LANGUAGES, WORDS, chosen
from app.steering.in_force import profile_in_force
from app.supervision.readers import opens_for
from app.ui.addresses import url_for
from app.ui.doors import door_said


class Door(NamedTuple):
    """One entry of the main menu."""

    label: Markup | LazyString
    href: str
    current: bool
    children: tuple["Door", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Where a door leads, whom it opens for, and which addresses lie behind it; told from others by being another."""

    label: LazyString
    endpoint: str
    permission: May
    prefixes: tuple[str, ...]
    is_there: Callable[[], bool] = lambda: True
    """Whether the model in force has what lies behind it."""
    opens_for: Callable[[Actor], bool] | None = None
    """Whether it opens for somebody whose role opens it for some; None where it does for all of them."""


MAIN = (
    Way(lazy_gettext("Start"), "home.start", May.USE, ("/start",)),
    Way(lazy_gettext("Dialoger"), "dialogues.index", May.TAKE_PART, ("/dialoger", "/lyft")),
    Way(lazy_gettext("Analys & plan"), "analysis.unit", May.READ_PLANS, ("/analys", "/plan")),
    Way(lazy_gettext("Kvalitet"), "quality.unit", May.READ_QUALITY, ("/kvalitet",)),
    Way(lazy_gettext("Internkontroll"), "control.index", May.READ_CONTROL, ("/internkontroll",)),
    Way(
        lazy_gettext("Uppsikt"),
        "supervision.index",
        May.READ_OVERVIEW,
        ("/uppsikt",),
        opens_for=lambda actor: opens_for(actor, profile_in_force()),
    ),
)
MORE = (
    Way(
        lazy_gettext("Mina aktiviteter"),
        "planning.mine",
        May.READ_ACTIVITIES,
        ("/plan/mina-aktiviteter", "/plan/aktivitet"),
    ),
    Way(lazy_gettext("Ekonomi"), "economy.index", May.READ_ECONOMY, ("/ekonomi",)),
    Way(lazy_gettext("Avvikelser"), "deviations.index", May.REPORT_DEVIATIONS, ("/avvikelser",), has_door),
    Way(lazy_gettext("Invånare"), "citizens.index", May.READ_PLANS, ("/invanare",), has_rooms),
    Way(lazy_gettext("Rapporter"), "reports.index", May.READ_REPORTS, ("/rapporter",)),
    Way(lazy_gettext("Uppdrag"), "assignments.index", May.READ_ASSIGNMENTS, ("/uppdrag",)),
    Way(lazy_gettext("Årshjul"), "cycle.wheel", May.READ_CYCLE, ("/arshjul",)),
    Way(lazy_gettext("Styrdokument"), "documents.index", May.READ_DOCUMENTS, ("/styrdokument",)),
    Way(lazy_gettext("Organisation"), "organisation.tree", May.READ_ORGANISATION, ("/organisation",)),
    Way(lazy_gettext("Vision och värdegrund"), "analysis.vision", May.READ_PLANS, ("/analys/vision",)),
    Way(lazy_gettext("Vad vi begär"), "burden.asked", May.READ_BURDEN, ("/begart",)),
    Way(lazy_gettext("Rubriker för analys"), "layouts.index", May.READ_TEMPLATES, ("/analys/mallar",)),
    Way(lazy_gettext("Dialogmallar"), "templates.index", May.READ_TEMPLATES, ("/dialogmallar",)),
    Way(lazy_gettext("Konton"), "accounts.register.index", May.EDIT_ACCOUNTS, ("/konton",)),
    Way(lazy_gettext("Utskick"), "notifications.outbox", May.OVERSEE_MAIL, ("/utskick",)),
    Way(lazy_gettext("Styrmodeller"), "modelling.index", May.EDIT_MODEL, ("/modellen",)),
    Way(lazy_gettext("Brevhuvud"), "letterhead.edit", May.EDIT_LETTERHEAD, ("/brevhuvud",)),
    Way(lazy_gettext("Gallring"), "disposing.index", May.DISPOSE, ("/gallring",)),
    Way(lazy_gettext("Om modellen"), "steering.model", May.READ_MODEL, ("/om-modellen",)),
    Way(lazy_gettext("Vem får vad"), "access.who_may_do_what", May.READ_MODEL, ("/vem-far-vad",)),
)


def doors_for(actor: Actor | None) -> list[Door]:
    """Give the doors that open for `actor`; none when signed out."""
    if actor is None:
        return []
    catalogue, taken = WORDS.get_translations(), _taken(door_said(), request.path)
    ways = _open_to(frozenset(holding.role for holding in actor.holdings))
    main = [
        _door(catalogue, way, way in taken)
        for way in ways
        if way in MAIN and (way.opens_for is None or way.opens_for(actor))
    ]
    more = tuple(_door(catalogue, way, way in taken) for way in ways if way not in MAIN and way.is_there())
    if more:
        main.append(Door(lazy_gettext("Mer"), more[0].href, any(door.current for door in more), more))
    return main


@lru_cache(maxsize=256)
def _open_to(roles: frozenset[Role]) -> tuple[Way, ...]:
    """Give the ways that are open to whoever has these roles, wherever they have them."""
    return tuple(way for way in (*MAIN, *MORE) if any(reach(role, way.permission) for role in roles))


@lru_cache(maxsize=1024)
def _taken(said: str, here: str) -> frozenset[Way]:
    """Give the ways that lead to an address: the one that was said, otherwise the one that says most of it.

    The vision lies under another door than the analyses.
    """
    ways = (*MAIN, *MORE)
    if said:
        return frozenset(way for way in ways if way.endpoint == said)
    most = max(_longest(way, here) for way in ways)
    return frozenset(
        way
        for way in ways
        if (way.endpoint == "home.start" and here == "/")
        or (here.startswith(way.prefixes) and _longest(way, here) == most)
    )


def _door(catalogue: object, way: Way, current: bool) -> Door:
    return Door(_label(catalogue, way), url_for(way.endpoint), current)


# Said twice for each door of every page.
@lru_cache(maxsize=512)
def _label(_catalogue: object, way: Way) -> Markup:
    return Markup(str(way.label))  # noqa: S704  # nosec B704  our own catalogue


def _longest(way: Way, here: str) -> int:
    return max((len(prefix) for prefix in way.prefixes if here.startswith(prefix)), default=0)


def install_doors(app: Flask) -> None:
    """Put what the page head needs into every template."""

    @app.context_processor
    def head() -> dict[str, object]:
        actor = acting_or_none()
        return {
            "actor": actor,
            "doors": doors_for(actor),
            "search_url": url_for("search.index") if actor and request.endpoint != "search.index" else "",
            "languages": LANGUAGES,
            "language": chosen(),
            "demo": app.config["SETTINGS"].demo,
        }
