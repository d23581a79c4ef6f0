"""Raised matters in a report: what was released upward from the unit's dialogues in the period, and what was answered."""

from flask_babel import gettext

from app import clock
from app.clock import STOCKHOLM
from app.passages.models import Passage
from app.passages.queries.listing import View, Waiting, Wanted, listed
from app.passages.rules import is_between_manager_and_employee
from app.reports.putting.about import About, Lines
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought


def raised(about: About) -> list[Brought]:
    """Give what both in a dialogue of the unit's released in the period, newest first, each with its answer after it."""
    wanted = Wanted(View.OURS, state=Waiting.ALL, unit_id=about.unit.id, year=about.year)
    found = Lines(gap=gettext("Inget har lyfts i perioden."))
    listing = listed(about.session, actor=about.reader, day=clock.today(), wanted=wanted)
    for one in listing.rows:
        if about.covers(one.released_at.astimezone(STOCKHOLM).date()) and not is_between_manager_and_employee(
            one
        ):
            _passage(found, one)
    if listing.total > len(listing.rows):
        found.missing.append(
            gettext("Här står de %(some)s senaste av %(all)s.", some=len(listing.rows), all=listing.total)
        )
    return [found.put()]


def _passage(found: Lines, one: Passage) -> None:
    href = url_for("passages.one", passage_id=one.id)
    about = gettext("Lyft %(day)s", day=day(one.released_at))
    between = gettext(
        "%(theme)s, %(rep)s och %(over)s", theme=one.theme, rep=one.rep_unit.name, over=one.over_unit.name
    )
    found.add(one.text, f"{about} · {between}", href, passage=one.id)
    if not one.answers:
        found.missing.append(gettext("Det som lyftes %(day)s är inte besvarat än.", day=day(one.released_at)))
    for answer in one.answers[-1:]:
        said = gettext("Svar %(day)s", day=day(answer.answered_at))
        found.add(answer.text, f"{said} · {answer.answered_by.name}", href, passage=one.id)
