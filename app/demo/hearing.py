"""The demo's commitments to residents, what was heard from them, and its citizen dialogues with their principles."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

from babel.dates import get_month_names

from app import clock
from app.citizens.commitments import queries as commitments
from app.citizens.commitments import services as promising
from app.citizens.dialogues import queries as talks
from app.citizens.dialogues import services as talking
from app.citizens.facts import COMMITMENT
from app.citizens.heard import services as noting
from app.citizens.models import PublicCommitment
from app.citizens.queries import Reader, body_of
from app.citizens.rules import Answered, deciding_kinds, principles_of
from app.demo.calendar import numbered
from app.demo.script import Part
from app.demo.stage import Act, Stage, Unplayable
from app.economy.periods import periods_of
from app.organisation.appointments import leaders
from app.passages.subjects import Ref
from app.steering.schema import Profile


class FollowUpPart(Part):
    """How a commitment was kept, told so many days from the day of loading, of the period before."""

    day: int
    kept: str
    words: str
    done: str = ""


class DecidedPart(Part):
    """The decision, recorded by a person of the body so many days from the day of loading."""

    day: int
    by: str
    registry_number: str = ""


class CommitmentPart(Part):
    """A commitment of a unit. `key` is what dialogues call it by."""

    key: str = ""
    unit: str
    kind: str
    day: int
    promise: str
    to_whom: str = ""
    followed_how: str = ""
    if_broken: str = ""
    decided: DecidedPart | None = None
    follow_ups: tuple[FollowUpPart, ...] = ()
    ended: str = ""
    ended_day: int = -1


class HeardPart(Part):
    """What was heard in a unit; where no `period` is given, in the month it is noted in."""

    unit: str
    source: str
    day: int
    period: str = ""
    said: str
    how_many: int | None = None
    figures: str = ""
    we_do: str = ""
    link: str = ""


class AnswerPart(Part):
    """How a principle was met."""

    principle: str
    met: str
    words: str = ""


class DialoguePart(Part):
    """A citizen dialogue; `noted` so many days after it was written, or never."""

    unit: str
    day: int
    title: str
    purpose: str = ""
    question: str = ""
    influence: str = ""
    method: str = ""
    invited: str = ""
    invited_count: int | None = None
    came_count: int | None = None
    said: str = ""
    led_to: str = ""
    told_back: str = ""
    link: str = ""
    noted: int | None = None
    answers: tuple[AnswerPart, ...] = ()


class CitizensPart(Part):
    """The whole file."""

    commitments: tuple[CommitmentPart, ...] = ()
    heard: tuple[HeardPart, ...] = ()
    dialogues: tuple[DialoguePart, ...] = ()


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give one act for each commitment, note and dialogue."""
    path = folder / "citizens.toml"
    if not path.exists():
        return []
    wanted = CitizensPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    found = [_commitment(stage, profile, one, 7 * at % 50) for at, one in enumerate(wanted.commitments)]
    found += [_heard(stage, profile, one, 11 * at % 50) for at, one in enumerate(wanted.heard)]
    return found + [_dialogue(stage, profile, one, 13 * at % 50) for at, one in enumerate(wanted.dialogues)]


def _moment(stage: Stage, day: int, hour: int, minute: int) -> datetime:
    at = stage.calendar.today + timedelta(days=day)
    return stage.calendar.past(clock.from_stockholm(at, hour, minute))


def _reader(stage: Stage, profile: Profile, person_id: int) -> Reader:
    return Reader(stage.actor(person_id), clock.today(), profile.public_commitments)


def _leader(stage: Stage, unit_id: int) -> int:
    return leaders(stage.session, [unit_id], clock.today())[unit_id][0].person_id


def _commitment(stage: Stage, profile: Profile, part: CommitmentPart, minute: int) -> Act:
    yield _moment(stage, part.day, 9, minute)
    unit_id = stage.units[part.unit]
    kind = next(one for one in profile.public_commitments if one.key == part.kind)
    made = promising.begin(
        stage.session,
        reader=_reader(stage, profile, _leader(stage, unit_id)),
        unit_id=unit_id,
        said=promising.Said(
            part.kind,
            kind.names.sv.singular,
            part.promise,
            part.to_whom,
            part.followed_how,
            part.if_broken,
        ),
    )
    if part.key:
        stage.call(part.key, Ref(COMMITMENT, made.id))
    if part.decided is not None:
        yield stage.calendar.past(stage.calendar.meeting(part.decided.day, 13, minute))
        who = _reader(stage, profile, stage.people[part.decided.by])
        one = _again(stage, who, made.id)
        body = body_of(stage.session, unit_id, deciding_kinds(kind), clock.today())
        promising.decide(
            stage.session,
            reader=who,
            one=one,
            decided=promising.Decided(
                body.name if body is not None else "",
                clock.today(),
                numbered(part.decided.registry_number, clock.today()),
            ),
        )
    for told in part.follow_ups:
        yield _moment(stage, told.day, 14, minute)
        who = _reader(stage, profile, _leader(stage, unit_id))
        year, month = _last_period(profile, clock.today())
        how = promising.HowKept(year, month, told.kept, told.words, told.done)
        promising.follow_up(stage.session, reader=who, one=_again(stage, who, made.id), how=how)
    if part.ended and part.decided is not None:
        yield _moment(stage, part.ended_day, 15, minute)
        who = _reader(stage, profile, stage.people[part.decided.by])
        promising.end(stage.session, reader=who, one=_again(stage, who, made.id), words=part.ended)


def _last_period(profile: Profile, day: date) -> tuple[int, int]:
    """Give the latest of the model's periods that has ended on a day."""
    months = [one.month for one in periods_of(profile)]
    times = [(year, month) for year in (day.year - 1, day.year) for month in months]
    return max(one for one in times if one < (day.year, day.month))


def _again(stage: Stage, who: Reader, number: int) -> PublicCommitment:
    found = commitments.one_commitment(stage.session, who, number, to_write=True)
    if found is None:
        raise Unplayable(f"{who.actor.name} does not read the commitment on {clock.today()}")
    return found


def _heard(stage: Stage, profile: Profile, part: HeardPart, minute: int) -> Act:
    yield _moment(stage, part.day, 11, minute)
    unit_id = stage.units[part.unit]
    source = next(one for one in profile.feedback_sources if one.key == part.source)
    noting.note_heard(
        stage.session,
        reader=_reader(stage, profile, _leader(stage, unit_id)),
        unit_id=unit_id,
        said=noting.Said(
            part.source,
            source.name.sv,
            clock.today().year,
            part.said,
            part.period or get_month_names("wide", locale="sv")[clock.today().month],
            part.how_many,
            part.figures,
            part.we_do,
            part.link,
        ),
    )


def _dialogue(stage: Stage, profile: Profile, part: DialoguePart, minute: int) -> Act:
    yield _moment(stage, part.day + 1, 10, minute)
    unit_id = stage.units[part.unit]
    names = {one.key: one.name.sv for one in principles_of(profile)}
    who = _reader(stage, profile, _leader(stage, unit_id))
    made = talking.begin(
        stage.session,
        reader=who,
        unit_id=unit_id,
        said=talking.Said(
            part.title,
            part.purpose,
            part.question,
            part.influence,
            part.method,
            stage.calendar.today + timedelta(days=part.day),
            part.invited,
            part.invited_count,
            part.came_count,
            part.said,
            part.led_to,
            part.told_back,
            part.link,
            [
                Answered(one.principle, names[one.principle], met=one.met, words=one.words)
                for one in part.answers
            ],
        ),
    )
    if part.noted is not None:
        yield _moment(stage, part.day + part.noted, 16, minute)
        who = _reader(stage, profile, _leader(stage, unit_id))
        one = talks.one_dialogue(stage.session, who, made.id, to_write=True)
        assert one is not None  # noqa: S101  # nosec B101  begun by the act itself
        talking.note_down(stage.session, reader=who, one=one)
