"""A municipality of any size for measuring: the same tables as the real one fills, written in bulk."""

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, update

from app import clock
from app.db import Base
from app.demo import organising
from app.demo.growing import grow
from app.demo.script import OrganisationPart
from app.demo.stage import Stage
from app.demo.vocabulary import PROMISED, SAID
from app.dialogues.establishing.record import Attendance, Promised, Record, Section
from app.dialogues.establishing.services import RECORD
from app.dialogues.models import (
    Agreement,
    AgreementState,
    Consent,
    Dialogue,
    Participant,
    Picture,
    Post,
    PostKind,
    Series,
    SharedText,
    SharedTextRevision,
    Side,
    State,
    TemplateVersion,
    Theme,
    Verdict,
)
from app.organisation.bulk import insert_many
from app.records import chain
from app.records.appending import Change, record_many
from app.records.models import Edition, Signature
from app.records.services import EDITION, EDITION_ESTABLISHED, Signed, edition_facts
from app.steering.schema import Profile

PAIRS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units right above and below one another, with those who lead them."""

    over_unit: int
    rep_unit: int
    over_person: int
    rep_person: int
    units: tuple[str, str]
    names: tuple[str, str]


def fill(stage: Stage, wanted: OrganisationPart, profile: Profile, size: int, seed: int) -> Iterator[int]:
    """Write `size` units with managers, a series for every adjacent pair, a past and a coming dialogue in each.

    Gives control back after each batch, with the number of dialogues in it, for the caller to commit.
    """
    chance = random.Random(seed)  # noqa: S311  # nosec B311  texts to measure with, not secrets
    grown = grow(wanted, size, chance)
    organising.begin(stage, grown, profile)
    pairs = _pairs(stage, grown)
    agenda = _agenda(stage.agenda("managers"))
    units = sorted({unit for pair in pairs for unit in (pair.over_unit, pair.rep_unit)})
    post_ids = insert_many(
        stage.session, Post, [{"unit_id": unit, "kind": PostKind.MANAGER} for unit in units]
    )
    posts = dict(zip(units, post_ids, strict=True))
    yield 0
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        batch = pairs[start : start + PAIRS_AT_ONCE]
        _Batch(stage, batch, agenda, chance).write(posts, minutes=start // PAIRS_AT_ONCE)
        yield 2 * len(batch)


def _pairs(stage: Stage, wanted: OrganisationPart) -> list[Pair]:
    chiefs = {unit.key: unit for unit in wanted.units if unit.chief}
    return [
        Pair(
            stage.units[above.key],
            stage.units[unit.key],
            stage.people[above.chief or ""],
            stage.people[unit.chief or ""],
            (above.name, unit.name),
            (above.chief or "", unit.chief or ""),
        )
        for unit in chiefs.values()
        if (above := chiefs.get(unit.under or "")) is not None
    ]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is needed of the agenda, apart from the session: it outlives the commits between the batches."""

    template_id: int
    id: int
    themes: tuple[dict[str, Any], ...]


def _agenda(version: TemplateVersion) -> Agenda:
    columns = ("position", "title", "questions", "backgrounds")
    themes = ({column: getattr(theme, column) for column in columns} for theme in version.themes)
    return Agenda(version.template_id, version.id, tuple(themes))


class _Batch:
    """Some hundred pairs, written table by table."""

    def __init__(self, stage: Stage, pairs: Sequence[Pair], agenda: Agenda, chance: random.Random) -> None:
        self.session = stage.session
        self.pairs = pairs
        self.agenda = agenda
        self.chance = chance
        calendar = stage.calendar
        self.past = [calendar.meeting(-40 - chance.randrange(150), 13, 0) for _ in pairs]
        self.coming = [calendar.meeting(5 + chance.randrange(60), 9, 0) for _ in pairs]
        self.written = calendar.past(calendar.now - timedelta(days=2))
        self.changes: list[Change] = []

    def write(self, posts: dict[int, int], *, minutes: int) -> None:
        """Write everything about the pairs, and then what the history keeps of it."""
        self._series(posts)
        self.held = self._dialogues(self.past, State.ESTABLISHED)
        self.ahead = self._dialogues(self.coming, State.PREPARING)
        self.held_themes = self._themes(self.held, judged=True)
        self.ahead_themes = self._themes(self.ahead, judged=False)
        self._pictures(self.held, self.held_themes, tuple(Side))
        self._pictures(self.ahead, self.ahead_themes, (Side.REP,))
        self._texts()
        self._agreements()
        self._establish()
        with clock.frozen_at(self.written + timedelta(seconds=minutes)):
            record_many(self.session, actor_id=None, changes=self.changes)

    def _series(self, posts: dict[int, int]) -> None:
        rows = [
            {
                "pair_kind": "managers",
                "over_post_id": posts[pair.over_unit],
                "rep_post_id": posts[pair.rep_unit],
                "template_id": self.agenda.template_id,
                "rhythm": "three_a_year",
                "started_on": starts.date(),
            }
            for pair, starts in zip(self.pairs, self.past, strict=True)
        ]
        self.series = insert_many(self.session, Series, rows)
        for number, row in zip(self.series, rows, strict=True):
            kept = {"pair": "managers", "over_post": row["over_post_id"], "rep_post": row["rep_post_id"]}
            self._note("start_series", "series", number, kept)

    def _dialogues(self, starts: list[datetime], state: State) -> list[int]:
        held = state is State.ESTABLISHED
        rows: list[dict[str, Any]] = [
            {
                "series_id": series,
                "template_version_id": self.agenda.id,
                "title": "Dialog",
                "starts_at": at,
                "state": state,
                "state_since": at if held else self.written,
                "revealed_at": at if held else None,
                "held_at": at if held else None,
                "record_revision": 8 if held else 1,
            }
            for series, at in zip(self.series, starts, strict=True)
        ]
        ids = insert_many(self.session, Dialogue, rows)
        people = [
            {
                "dialogue_id": dialogue,
                "side": side,
                "person_id": pair.over_person if side is Side.OVER else pair.rep_person,
                "shared_at": at - timedelta(days=3) if held else None,
                "attended": True if held else None,
            }
            for dialogue, pair, at in zip(ids, self.pairs, starts, strict=True)
            for side in Side
        ]
        insert_many(self.session, Participant, people, give_ids=False)
        for dialogue, row in zip(ids, rows, strict=True):
            self._note(
                "plan_dialogue",
                "dialogue",
                dialogue,
                {"series": row["series_id"], "starts_at": row["starts_at"]},
            )
        return ids

    def _themes(self, dialogues: list[int], *, judged: bool) -> list[list[int]]:
        verdicts = [one.value for one in Verdict]
        rows: list[dict[str, Any]] = [
            {
                "dialogue_id": dialogue,
                **theme,
                "over_verdict": self.chance.choice(verdicts) if judged else None,
                "rep_verdict": self.chance.choice(verdicts) if judged else None,
            }
            for dialogue in dialogues
            for theme in self.agenda.themes
        ]
        ids = insert_many(self.session, Theme, rows)
        each = len(self.agenda.themes)
        if judged:
            self.verdicts = [(row["over_verdict"], row["rep_verdict"]) for row in rows]
            for theme, judged_as in zip(ids, self.verdicts, strict=True):
                for side, verdict in zip(Side, judged_as, strict=True):
                    self._note("judge", "theme", theme, {"verdict": verdict, "side": side})
        return [ids[start : start + each] for start in range(0, len(ids), each)]

    def _pictures(self, dialogues: list[int], themes: list[list[int]], sides: tuple[Side, ...]) -> None:
        rows = [
            {
                "dialogue_id": dialogue,
                "theme_id": theme,
                "author_id": pair.over_person if side is Side.OVER else pair.rep_person,
                "side": side,
                "text": self._words(2),
                "updated_at": self.written,
            }
            for dialogue, pair, own in zip(dialogues, self.pairs, themes, strict=True)
            for theme in own[:2]
            for side in sides
        ]
        ids = insert_many(self.session, Picture, rows)
        for number, row in zip(ids, rows, strict=True):
            self._note("write_picture", "picture", number, {"text": row["text"], "revision": 1})

    def _texts(self) -> None:
        """Write the notes of every theme and the shared pictures, with the revision that holds each."""
        empty = [
            {"dialogue_id": dialogue, "theme_id": theme}
            for dialogue, own in zip(self.ahead, self.ahead_themes, strict=True)
            for theme in (*own, None)
        ]
        insert_many(self.session, SharedText, empty, give_ids=False)
        rows = [
            {
                "dialogue_id": dialogue,
                "theme_id": theme,
                "text": self._words(2 if theme else 3),
                "updated_at": at,
                "updated_by_id": pair.over_person,
            }
            for dialogue, pair, at, own in zip(
                self.held, self.pairs, self.past, self.held_themes, strict=True
            )
            for theme in (*own, None)
        ]
        ids = insert_many(self.session, SharedText, rows)
        revisions = insert_many(
            self.session,
            SharedTextRevision,
            [
                {
                    "shared_text_id": number,
                    "text": row["text"],
                    "author_id": row["updated_by_id"],
                    "at": row["updated_at"],
                }
                for number, row in zip(ids, rows, strict=True)
            ],
        )
        self._set(SharedText, "revision_id", ids, revisions)
        each = len(self.agenda.themes) + 1
        self.said = [[str(row["text"]) for row in rows[at : at + each]] for at in range(0, len(rows), each)]
        for number, row in zip(ids, rows, strict=True):
            action = "write_whole" if row["theme_id"] is None else "write_note"
            self._note(action, "shared_text", number, {"text": row["text"]})

    def _agreements(self) -> None:
        rows: list[dict[str, Any]] = [
            {
                "series_id": series,
                "dialogue_id": dialogue,
                "theme_id": own[0],
                "what": self.chance.choice(PROMISED),
                "who": Side.REP,
                "due_on": at.date() + timedelta(days=30 + self.chance.randrange(120)),
                "state": AgreementState.OPEN,
            }
            for series, dialogue, at, own in zip(
                self.series, self.held, self.past, self.held_themes, strict=True
            )
        ]
        ids = insert_many(self.session, Agreement, rows)
        self.promised = [(str(row["what"]), row["due_on"]) for row in rows]
        for number, row in zip(ids, rows, strict=True):
            self._note("agree", "agreement", number, {"what": row["what"], "due_on": row["due_on"]})

    def _establish(self) -> None:
        consents = [
            {
                "dialogue_id": dialogue,
                "side": side,
                "person_id": pair.over_person if side is Side.OVER else pair.rep_person,
                "record_revision": 8,
                "at": at + timedelta(days=3),
            }
            for dialogue, pair, at in zip(self.held, self.pairs, self.past, strict=True)
            for side in Side
        ]
        insert_many(self.session, Consent, consents, give_ids=False)
        for row in consents:
            given = {"side": row["side"], "revision": row["record_revision"], "own_opinion": None}
            self._note("consent", "dialogue", int(str(row["dialogue_id"])), given)
        editions = [self._edition(number) for number in range(len(self.pairs))]
        ids = insert_many(self.session, Edition, [_columns(edition) for edition in editions])
        self._set(Dialogue, "edition_id", self.held, ids)
        signatures = [
            {"edition_id": edition, "person_id": one.person_id, "side": one.side, "signed_at": one.at}
            for edition, number in zip(ids, range(len(ids)), strict=True)
            for one in self._signed(number)
        ]
        insert_many(self.session, Signature, signatures, give_ids=False)
        for number, edition in enumerate(editions):
            facts = edition_facts(edition, edition.salt, self._signed(number))
            self._note(EDITION_ESTABLISHED, EDITION, ids[number], facts)
            locked = {"state": State.ESTABLISHED, "edition": ids[number]}
            self._note("established", "dialogue", self.held[number], locked)

    def _signed(self, number: int) -> list[Signed]:
        pair, at = self.pairs[number], self.past[number] + timedelta(days=3)
        return [Signed(pair.over_person, Side.OVER, at), Signed(pair.rep_person, Side.REP, at)]

    def _edition(self, number: int) -> Edition:
        pair, at, said = self.pairs[number], self.past[number], self.said[number]
        each = len(self.agenda.themes)
        what, due = self.promised[number]
        themes = self.agenda.themes
        content = Record(
            title="Dialog",
            held_at=at,
            place="",
            over_unit=pair.units[0],
            rep_unit=pair.units[1],
            people=[
                Attendance(pair.over_person, pair.names[0], Side.OVER, True),
                Attendance(pair.rep_person, pair.names[1], Side.REP, True),
            ],
            whole=said[each],
            sections=[
                Section(theme["title"], said[place], *self.verdicts[number * each + place])
                for place, theme in enumerate(themes)
            ],
            agreements=[Promised(what, Side.REP, "", due, themes[0]["title"])],
        ).content()
        salt, text = secrets.token_hex(16), chain.canonical(content)
        return Edition(
            kind=RECORD,
            object_id=self.held[number],
            number=1,
            content=text,
            content_hash=chain.content_hash(salt, text),
            salt=salt,
            established_at=at + timedelta(days=3),
        )

    def _set(self, model: type[Base], column: str, ids: Sequence[int], values: Sequence[int]) -> None:
        table = model.__table__
        assert isinstance(table, Table)  # noqa: S101  # nosec B101  for the type checker
        self.session.execute(
            update(table).where(table.c.id == bindparam("row")).values({column: bindparam("given")}),
            [{"row": row, "given": given} for row, given in zip(ids, values, strict=True)],
        )

    def _words(self, sentences: int) -> str:
        return " ".join(self.chance.sample(SAID, sentences))

    def _note(self, action: str, kind: str, number: int, after: dict[str, object]) -> None:
        self.changes.append(Change(action, kind, number, None, after))


def _columns(edition: Edition) -> dict[str, Any]:
    names = ("kind", "object_id", "number", "content", "content_hash", "salt", "established_at")
    return {name: getattr(edition, name) for name in names}
