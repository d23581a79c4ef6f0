"""Quality in a report: what was said of each factor in dialogues, what was measured with its words, figures folded."""

from collections.abc import Sequence

from flask_babel import gettext

from app import clock
from app.passages.subjects import Ref
from app.passages.talks.queries import TalkedAbout, talked_about
from app.quality.factors.queries import AsEstablished, established_in
from app.quality.measuring.latest import Latest, latest_of
from app.quality.rights import Reader
from app.quality.subjects import FACTOR
from app.reports.putting.about import About, Lines
from app.steering.routes import term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.ui.markdown import plain
from app.writing.kinds import Brought


def quality(about: About) -> list[Brought]:
    """Give the established factors the unit has or shares, each with the latest that was measured of it."""
    today = clock.today()
    factors = established_in(about.session, about.unit.id, today)
    plural = term("critical_quality_factor", "plural")
    if not factors:
        return [
            Brought(capitalised(plural), gap=gettext("Inga %(factors)s är fastställda än.", factors=plural))
        ]
    ids = [one.id for one in factors]
    talks = talked_about(about.session, actor=about.reader, day=today, kind=FACTOR, ids=ids)
    refs = [Ref(FACTOR, number) for number in ids]
    measured = latest_of(about.session, Reader(about.reader, today), refs, about.unit.id)
    return [_factor(one, talks.get(one.id), measured.get(Ref(FACTOR, one.id), ())) for one in factors]


def _factor(factor: AsEstablished, talk: TalkedAbout | None, measured: Sequence[Latest]) -> Brought:
    found = Lines(factor.title)
    found.talked(talk)
    in_words = [one for one in measured if one.outcome.text]
    for one in [*in_words, *(one for one in measured if not one.outcome.text)]:
        _measured(found, one)
    known = {one.about.id for one in measured}
    silent = [name for number, name in factor.indicators if number not in known]
    if silent:
        found.missing.append(
            gettext("Inte mätt än: %(names)s.", names="; ".join(plain(one) for one in silent))
        )
    if not found.lines:
        found.gap = found.missing.pop() if found.missing else gettext("Inget är mätt än.")
    return found.put()


def _measured(found: Lines, one: Latest) -> None:
    outcome = one.outcome
    name = plain(one.about.name)
    values = ", ".join(f"{each.name} {each.words}".strip() for each in outcome.figures)
    source = [outcome.period_words]
    if outcome.preliminary:
        source.append(gettext("preliminärt"))
    if outcome.person:
        source.append(f"{outcome.person}, {day(outcome.at)}")
    href = url_for(
        "measuring.one", indicator_id=one.about.id, unit_id=one.unit_id, period=outcome.period.slug
    )
    figures = f"{name}: {values}" if values else ""
    if outcome.text:
        found.add(outcome.text, " · ".join([name, *source]), href, figures=figures)
    else:
        found.add(name, " · ".join([*source, gettext("inga ord om siffran än")]), href, figures=figures)
