"""Commitments, what was heard and citizen dialogues as search finds them, to whoever reads them on their pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, exists, literal, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.citizens.commitments.queries import visible as commitment_visible
from app.citizens.dialogues.queries import visible as dialogue_visible
from app.citizens.facts import ANSWER, COMMITMENT, DIALOGUE, FOLLOW_UP, HEARD
from app.citizens.heard.queries import visible as heard_visible
from app.citizens.models import (
    CitizenDialogue,
    CommitmentFollowUp,
    CommitmentState,
    DialogueState,
    Heard,
    PrincipleAnswer,
    PublicCommitment,
)
from app.citizens.queries import Reader
from app.citizens.wording import kind_called, source_called
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Registry, Shown, row_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.ui.markdown import plain

GROUP, _BREAK = "citizens", "\n\n"
GROUPS: dict[str, LazyString] = {GROUP: lazy_gettext("Invånare och brukare")}


def _rows(identity: Any, owner: Any, unit_id: Any, title: Any, body: Any, at: Any, whose: str) -> Select[Any]:
    return select(*row_of(identity, owner=owner, unit=unit_id, at=at, body=body, whose=whose, title=title))


def _all(*columns: Any) -> Any:
    body = columns[0]
    for column in columns[1:]:
        body = body + _BREAK + column
    return body


_C, _F, _H, _D, _A = PublicCommitment, CommitmentFollowUp, Heard, CitizenDialogue, PrincipleAnswer
_NOTHING = literal("")

COMMITMENT_KINDS = (
    Kind(
        COMMITMENT,
        COMMITMENT,
        GROUP,
        _C,
        _C.id,
        ("promise", "to_whom", "followed_how", "if_broken", "closing_words", "registry_number", "state"),
        _rows(
            _C.id,
            _C.id,
            _C.unit_id,
            _NOTHING,
            _all(_C.promise, _C.to_whom, _C.followed_how, _C.if_broken, _C.closing_words, _C.registry_number),
            _C.written_at,
            COMMITMENT,
        ).where(_C.state != CommitmentState.ASIDE),
    ),
    Kind(
        FOLLOW_UP,
        COMMITMENT,
        GROUP,
        _F,
        _F.id,
        ("words", "done"),
        _rows(_F.id, _F.commitment_id, _C.unit_id, _NOTHING, _all(_F.words, _F.done), _F.at, COMMITMENT)
        .join(_C, _C.id == _F.commitment_id)
        .where(_C.state != CommitmentState.ASIDE),
    ),
)
HEARD_KINDS = (
    Kind(
        HEARD,
        HEARD,
        GROUP,
        _H,
        _H.id,
        ("said", "we_do", "figures", "period", "struck_at"),
        _rows(
            _H.id, _H.id, _H.unit_id, _NOTHING, _all(_H.said, _H.we_do, _H.figures, _H.period), _H.at, HEARD
        ).where(_H.struck_at.is_(None)),
    ),
)
_WORDS = ("purpose", "question", "influence", "method", "invited", "said", "led_to", "told_back")
DIALOGUE_KINDS = (
    Kind(
        DIALOGUE,
        DIALOGUE,
        GROUP,
        _D,
        _D.id,
        ("title", *_WORDS, "state"),
        _rows(
            _D.id,
            _D.id,
            _D.unit_id,
            _D.title,
            _all(*(getattr(_D, name) for name in _WORDS)),
            _D.written_at,
            DIALOGUE,
        ).where(_D.state != DialogueState.ASIDE),
    ),
    Kind(
        ANSWER,
        DIALOGUE,
        GROUP,
        _A,
        _A.id,
        ("words",),
        _rows(_A.id, _A.dialogue_id, _D.unit_id, _NOTHING, _A.words, _D.written_at, DIALOGUE)
        .join(_D, _D.id == _A.dialogue_id)
        .where(_A.words != "", _D.state != DialogueState.ASIDE),
    ),
)


def _reach(whose: str) -> Any:
    def reach(_session: Session, asks: Asked) -> Reach:
        if not asks.actor.may(May.READ_PLANS):
            return Reach()
        kinds = profile_in_force().all_public_commitments()
        return Reach(Reader(asks.actor, asks.day, kinds), [whose])

    return reach


def _within(model: Any, visible: Callable[[Reader], ColumnElement[bool]]) -> Any:
    def within(reader: Reader) -> ColumnElement[bool]:
        return exists().where(model.id == PLACE.c.owner_id, visible(reader)).correlate(PLACE)

    return within


def _shown(one: Any) -> Any:
    def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
        return {hit.id: one(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}

    return shown


def _commitment(number: int, told: Mapping[str, Any]) -> Shown:
    called = capitalised(kind_called(told["kind"], told["called"]))
    return Shown(
        plain(told["promise"], 120),
        url_for("citizens.commitment", commitment_id=number),
        f"{called} · {told['unit']}",
    )


def _heard(number: int, told: Mapping[str, Any]) -> Shown:
    source = source_called(told["source"], told["called"])
    return Shown(
        f"{source} {told['year']}", url_for("citizens.heard_one", heard_id=number), str(told["unit"])
    )


def _dialogue(number: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        told["title"],
        url_for("citizens.dialogue", citizen_dialogue_id=number),
        gettext("Medborgardialog · %(unit)s", unit=told["unit"]),
    )


COMMITMENTS = Family(
    COMMITMENT,
    _reach(COMMITMENT),
    _within(_C, commitment_visible),
    _shown(_commitment),
    select(
        _C.id.label("owner_id"),
        _C.promise.label("promise"),
        _C.kind_key.label("kind"),
        _C.called.label("called"),
        Unit.name.label("unit"),
    ).join(Unit, Unit.id == _C.unit_id),
)
NOTES = Family(
    HEARD,
    _reach(HEARD),
    _within(_H, heard_visible),
    _shown(_heard),
    select(
        _H.id.label("owner_id"),
        _H.source_key.label("source"),
        _H.called.label("called"),
        _H.year.label("year"),
        Unit.name.label("unit"),
    ).join(Unit, Unit.id == _H.unit_id),
)
CITIZEN_DIALOGUES = Family(
    DIALOGUE,
    _reach(DIALOGUE),
    _within(_D, dialogue_visible),
    _shown(_dialogue),
    select(_D.id.label("owner_id"), _D.title.label("title"), Unit.name.label("unit")).join(
        Unit, Unit.id == _D.unit_id
    ),
)


def register(registry: Registry) -> None:
    """Let them be found."""
    registry.register(COMMITMENTS, COMMITMENT_KINDS)
    registry.register(NOTES, HEARD_KINDS)
    registry.register(CITIZEN_DIALOGUES, DIALOGUE_KINDS)
