"""The demo's deviations: what could not wait, who received it, and what they said."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from app import clock
from app.demo.script import Part
from app.demo.stage import Act, Stage
from app.deviations import drafting, queries, services
from app.deviations.models import DeviationLevel, DeviationReport
from app.deviations.queries import Reader
from app.drafts import rules as draft_rules
from app.drafts import services as drafts
from app.organisation.appointments import leaders
from app.ui.addresses import url_for


class AnswerPart(Part):
    """What the level a deviation has come to said, so many days from the day of loading; received, kept or passed on."""

    day: int
    hour: int = 10
    said: str
    words: str = ""


class DeviationPart(Part):
    """A deviation, reported so many days from the day of loading: by the unit's manager, or by an employee (`by`)."""

    unit: str
    by: str = ""
    day: int
    hour: int = 8
    happened: str
    done: str = ""
    needed: str = ""
    begun: bool = False
    """It was begun and is not sent: only its writer sees it, in the form."""
    answers: tuple[AnswerPart, ...] = ()


class DeviationsPart(Part):
    """The whole file."""

    deviations: tuple[DeviationPart, ...] = ()


def acts(stage: Stage, folder: Path) -> list[Act]:
    """Give one act for each deviation."""
    path = folder / "deviations.toml"
    if not path.exists():
        return []
    wanted = DeviationsPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return [_deviation(stage, part, 7 * at % 50) for at, part in enumerate(wanted.deviations)]


def _deviation(stage: Stage, part: DeviationPart, minute: int) -> Act:
    yield _moment(stage, part.day, part.hour, minute)
    unit_id = stage.units[part.unit]
    by = (
        stage.people[part.by]
        if part.by
        else leaders(stage.session, [unit_id], clock.today())[unit_id][0].person_id
    )
    if part.begun:
        _begin(stage, part, by, unit_id)
        return
    made = services.report(
        stage.session,
        actor=stage.actor(by),
        unit_id=unit_id,
        happened=part.happened,
        done=part.done,
        needed=part.needed,
        as_employee=bool(part.by),
    )
    for answer in part.answers:
        yield _moment(stage, answer.day, answer.hour, minute)
        _answer(stage, _again(stage, made.id, by), answer)


def _begin(stage: Stage, part: DeviationPart, by: int, unit_id: int) -> None:
    place = draft_rules.place_of(url_for("deviations.new"), drafting.at_unit(unit_id))
    fields = {"happened": part.happened, "done": part.done, "needed": part.needed}
    drafts.keep(stage.session, drafts.At(by, place, *drafting.ABOUT), fields=fields, base="")


def _moment(stage: Stage, day: int, hour: int, minute: int) -> datetime:
    at = stage.calendar.today + timedelta(days=day)
    return stage.calendar.past(clock.from_stockholm(at, hour, minute))


def _again(stage: Stage, report_id: int, by: int) -> DeviationReport:
    found = queries.one_report(
        stage.session, Reader(stage.actor(by), clock.today()), report_id, to_write=True
    )
    assert found is not None  # noqa: S101  # nosec B101  reported by the act itself
    return found


def _answer(stage: Stage, one: DeviationReport, answer: AnswerPart) -> None:
    level: DeviationLevel = one.levels[-1]
    who = queries.people_of(stage.session, level.unit_id, clock.today())[0].person_id
    session, actor = stage.session, stage.actor(who)
    if answer.said == "received":
        services.acknowledge(session, actor=actor, one=one, level=level)
    elif answer.said == "kept":
        services.keep(session, actor=actor, one=one, level=level, words=answer.words)
    else:
        services.pass_on(session, actor=actor, one=one, level=level, words=answer.words)
