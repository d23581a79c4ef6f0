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
from app.reports.putting.levels_decided import Levels, levels_of, outcome_beside, unmeasured_beside
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
    levels = levels_of(about, {number for one in factors for number, _ in one.indicators})
    return [
        _factor(about, one, talks.get(one.id), measured.get(Ref(FACTOR, one.id), ()), levels)
        for one in factors
    ]


def _factor(
    about: About,
    factor: AsEstablished,
    talk: TalkedAbout | None,
    measured: Sequence[Latest],
    levels: Levels,
) -> Brought:
    found = Lines(factor.title)
    found.talked(talk)
    in_words = [one for one in measured if one.outcome.text]
    for one in [*in_words, *(one for one in measured if not one.outcome.text)]:
        _measured(found, one, levels)
    known = {one.about.id for one in measured}
    silent = [(number, name) for number, name in factor.indicators if number not in known]
    for number, name in silent:
        if beside := unmeasured_beside(number, name, about, levels):
            found.add(plain(name), gettext("inte mätt än"), figures=beside)
    unsaid = [plain(name) for number, name in silent if not unmeasured_beside(number, name, about, levels)]
    if unsaid:
        found.missing.append(gettext("Inte mätt än: %(names)s.", names="; ".join(unsaid)))
    if not found.lines:
        found.gap = found.missing.pop() if found.missing else gettext("Inget är mätt än.")
    return found.put()


def _measured(found: Lines, one: Latest, levels: Levels) -> None:
    outcome = one.outcome
    name = plain(one.about.name)
    source = [outcome.period_words]
    if outcome.preliminary:
        source.append(gettext("preliminärt"))
    if outcome.person:
        source.append(f"{outcome.person}, {day(outcome.at)}")
    href = url_for(
        "measuring.one", indicator_id=one.about.id, unit_id=one.unit_id, period=outcome.period.slug
    )
    figures = outcome_beside(one, levels)
    if outcome.text:
        found.add(outcome.text, " · ".join([name, *source]), href, figures=figures)
    else:
        found.add(name, " · ".join([*source, gettext("inga ord om siffran än")]), href, figures=figures)
