"""What a file would change, in words: what was, what becomes of it, and from when."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from app import clock
from app.access.matrix import Role
from app.access.role_words import ROLE_WORDS
from app.organisation.planning.draft import Planned
from app.organisation.wording import DUTIES
from app.steering.routes import kind_name
from app.ui import formats
from app.ui.install import locale

HEADS: dict[str, LazyString] = {
    "unit.created": lazy_gettext("Ny enhet: %(what)s"),
    "unit.created_under": lazy_gettext("Ny enhet: %(what)s, under %(parent)s"),
    "unit.created_ahead": lazy_gettext("Ny enhet från den %(valid_from)s: %(what)s, under %(parent)s"),
    "unit.renamed": lazy_gettext("Byter namn: %(old_name)s blir %(name)s"),
    "unit.changed": lazy_gettext("Ändras: %(what)s"),
    "unit.moved": lazy_gettext("Flyttas från den %(on)s: %(what)s, från %(old_parent)s till %(parent)s"),
    "unit.closed": lazy_gettext("Avslutas från den %(valid_to)s: %(what)s"),
    "person.created": lazy_gettext("Ny person: %(what)s"),
    "person.renamed": lazy_gettext("Uppgifter ändras: %(old_name)s blir %(name)s"),
    "person.changed": lazy_gettext("Uppgifter ändras: %(what)s"),
    "appointment.created": lazy_gettext("Nytt förordnande som %(role)s från den %(valid_from)s: %(what)s"),
    "appointment.limited": lazy_gettext(
        "Nytt förordnande som %(role)s från den %(valid_from)s till och med den %(last_day)s: %(what)s"
    ),
    "appointment.changed": lazy_gettext("Förordnande som %(role)s ändras: %(what)s"),
    "appointment.ended": lazy_gettext(
        "Förordnande som %(role)s slutar den %(last_day)s (gällde %(old_until)s): %(what)s"
    ),
}

NAMES: dict[str, dict[str, LazyString]] = {
    "unit.changed": {"kind": lazy_gettext("typ"), "external_id": lazy_gettext("id i personalsystemet")},
    "unit.closed": {"valid_to": lazy_gettext("till och med")},
    "person.changed": {"email": lazy_gettext("e-post"), "external_id": lazy_gettext("id i personalsystemet")},
    "appointment.changed": {
        "title": lazy_gettext("titel"),
        "duty": lazy_gettext("uppdrag"),
        "is_deputy": lazy_gettext("tillförordnad"),
        "valid_from": lazy_gettext("från och med"),
        "valid_to": lazy_gettext("till och med"),
    },
}
"""What the facts of a change are called that are told one by one, as they were and as they become."""


def change_words(change: Planned) -> str:
    """Say what a file would change, before and after."""
    return "; ".join([str(HEADS[_head(change)]) % _filled(change), *_differences(change)])


def counted(counts: Mapping[str, int]) -> list[str]:
    """Say how many changes of each kind a file would make: what is not shown of a long plan is known too."""
    told = Counter(counts)
    told["unit.changed"] += told.pop("unit.renamed", 0)
    words = {
        "unit.created": ngettext("%(num)s ny enhet", "%(num)s nya enheter", told["unit.created"]),
        "unit.changed": ngettext("%(num)s ändrad enhet", "%(num)s ändrade enheter", told["unit.changed"]),
        "unit.moved": ngettext("%(num)s flyttad enhet", "%(num)s flyttade enheter", told["unit.moved"]),
        "unit.closed": ngettext("%(num)s avslutad enhet", "%(num)s avslutade enheter", told["unit.closed"]),
        "person.created": ngettext("%(num)s ny person", "%(num)s nya personer", told["person.created"]),
        "person.changed": ngettext(
            "ändrade uppgifter om %(num)s person",
            "ändrade uppgifter om %(num)s personer",
            told["person.changed"],
        ),
        "appointment.created": ngettext(
            "%(num)s nytt förordnande", "%(num)s nya förordnanden", told["appointment.created"]
        ),
        "appointment.changed": ngettext(
            "%(num)s ändrat förordnande", "%(num)s ändrade förordnanden", told["appointment.changed"]
        ),
        "appointment.ended": ngettext(
            "%(num)s förordnande som slutar", "%(num)s förordnanden som slutar", told["appointment.ended"]
        ),
    }
    return [said for action, said in words.items() if told[action]]


def _head(change: Planned) -> str:
    if change.action == "unit.created" and "parent" in change.names:
        return "unit.created_ahead" if _begins_ahead(change) else "unit.created_under"
    if change.action == "person.changed" and change.before.get("name") != change.after.get("name"):
        return "person.renamed"
    if change.action == "appointment.created" and change.after.get("valid_to"):
        return "appointment.limited"
    return change.action


def _begins_ahead(change: Planned) -> bool:
    """Tell whether what is new is not to be seen today, so that whoever reads the file in knows to look for it later."""
    return date.fromisoformat(str(change.after["valid_from"])) > clock.today()


def _filled(change: Planned) -> dict[str, str]:
    top = gettext("överst")
    return {
        "what": change.what,
        "name": str(change.after.get("name", "")),
        "old_name": str(change.before.get("name", "")),
        "role": _role(change.after.get("role")),
        "on": _day(change.after.get("on")),
        "valid_from": _day(change.after.get("valid_from")),
        "valid_to": _day(change.after.get("valid_to")),
        "last_day": _last_day(change.after.get("valid_to")),
        "old_until": _until(change.before.get("valid_to")),
        "parent": change.names.get("parent", top),
        "old_parent": change.names.get("old_parent", top),
    }


def _differences(change: Planned) -> Iterator[str]:
    for key, name in NAMES.get(change.action, {}).items():
        if key in change.before and change.before[key] != change.after.get(key):
            yield gettext(
                "%(name)s: %(before)s blir %(after)s",
                name=name,
                before=_said(key, change.before),
                after=_said(key, change.after),
            )


def _said(key: str, facts: Mapping[str, object]) -> str:
    value = facts.get(key)
    if key == "valid_to":
        return _last_day(value) if value else gettext("tills vidare")
    if key == "valid_from":
        return _day(value)
    if key == "is_deputy":
        return gettext("ja") if value else gettext("nej")
    if key == "duty":
        return str(DUTIES.get(str(value), value))
    if not value:
        return gettext("ingen")
    return kind_name(str(value)) if key == "kind" else str(value)


def _role(role: object) -> str:
    return str(ROLE_WORDS[Role(str(role))][0]).lower() if role in set(Role) else str(role)


def _day(day: object) -> str:
    return formats.long_day(date.fromisoformat(str(day)), locale()) if day else ""


def _last_day(end: object) -> str:
    """Say the last day of a period, which is kept by the first day without it."""
    return formats.long_day(date.fromisoformat(str(end)) - timedelta(days=1), locale()) if end else ""


def _until(end: object) -> str:
    return gettext("till och med %(day)s", day=_last_day(end)) if end else gettext("tills vidare")
