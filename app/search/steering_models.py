"""Models that are worked on, by their words, to those who change models: the same that the list of models shows them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Integer, Select, exists, literal, null, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.languages import LANGUAGES
from app.modelling.models import ModelDraft
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown

FAMILY, WHOSE, _BREAK, _BETWEEN = "model_draft", "model", "\n", " · "
GROUPS: dict[str, LazyString] = {FAMILY: lazy_gettext("Styrmodeller")}

_NO_WORDS = frozenset({"article"})


def spelled_out(body: str) -> tuple[str, str]:
    """Give what a draft is called, and what people have written in it: its texts, and none of its keys and settings.

    Each language by itself, so that the lines around what was found are of one.
    """
    name, _, toml = body.partition(_BREAK)
    said = list(_words(tomllib.loads(toml)))
    texts = [text for language in ("", *LANGUAGES) for of, text in said if of == language]
    return name, _BETWEEN.join(dict.fromkeys(texts))


def _words(value: object, language: str = "") -> Iterator[tuple[str, str]]:
    """Give each text with the language it is said in, if in any."""
    if isinstance(value, str):
        # What is said in no language is words where it is more than one: the key of something is a single one.
        if language or " " in value:
            yield language, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NO_WORDS:
                yield from _words(inner, language or (key if key in LANGUAGES else ""))
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, language)


def _rows(draft: Any) -> Select[Any]:
    return select(
        draft.id.label("object_id"),
        draft.id.label("owner_id"),
        *(null().cast(Integer).label(name) for name in ("part_id", "over_unit_id", "rep_unit_id")),
        draft.made_at.label("at"),
        literal("").label("title"),
        (draft.name + _BREAK + draft.text).label("body"),
        literal(WHOSE).label("whose"),
    )


DRAFT = Kind(
    FAMILY, FAMILY, FAMILY, ModelDraft, ModelDraft.id, ("name", "text"), _rows(ModelDraft), spelled_out
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of models to those who change them."""
    return Reach(FAMILY, [WHOSE]) if asks.actor.may(May.EDIT_MODEL) else Reach()


def within(_way: str) -> ColumnElement[bool]:
    """Give the condition that there is such a draft: all are read by whoever changes any."""
    return exists().where(ModelDraft.id == PLACE.c.owner_id).correlate(PLACE)


def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a draft by its name, with what it was copied from and whether it is laid aside."""
    return {hit.id: _shown(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}


def _shown(draft_id: int, told: Mapping[str, Any]) -> Shown:
    origin = told["origin"]
    about = (
        gettext("Undanlagt utkast till styrmodell · utgår från %(origin)s", origin=origin)
        if told["discarded"]
        else gettext("Utkast till styrmodell · utgår från %(origin)s", origin=origin)
    )
    return Shown(told["name"], url_for("modelling.draft", draft_id=draft_id), about)


MODELS = Family(
    FAMILY,
    reach,
    within,
    shown,
    select(
        ModelDraft.id.label("owner_id"),
        ModelDraft.name.label("name"),
        ModelDraft.origin_name.label("origin"),
        ModelDraft.discarded_at.is_not(None).label("discarded"),
    ),
)
