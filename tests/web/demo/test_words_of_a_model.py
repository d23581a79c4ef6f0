"""Whoever walks through a demo meets every word its model can set as its own, and nobody meets a page that cannot say one."""

from __future__ import annotations

import re
from pathlib import Path

from app.steering.in_force import EXTENSION
from app.steering.words import DEFAULT_TERMS, Forms, Words
from tests.support.demo_walk import walk
from tests.support.demos import Folder, demo_app

WHO = ("kommunchef", "enhetschef", "controller", "admin")
BESIDE = {"deputy", "current_state_analysis", "strategic_risk"}
"""Said behind more than one press, or of what this demo has none of; that they are said at all is told in `unit/steering`."""


def marked(key: str) -> Words:
    """Give forms of a word that tell which term it is."""
    mark = f"«{key}»"
    forms = Forms(singular=mark, definite=mark, plural=mark, definite_plural=mark, article="ett")
    return Words(sv=forms, en=forms)


def test_every_word_a_model_can_set_is_met_on_a_walk(loaded_demo: Folder, tmp_path: Path) -> None:
    with demo_app("kungalv", loaded_demo("kungalv"), tmp_path / "demo") as app:
        profile = app.extensions[EXTENSION]
        terms = {key: marked(key) for key in DEFAULT_TERMS}
        app.extensions[EXTENSION] = profile.model_copy(update={"terms": terms})
        seen = [one for who in WHO for one in walk(app, who)]
    assert [one.place for one in seen if one.status != 200] == []
    met = {key for one in seen for key in re.findall(r"«(\w+)»", one.text)}
    assert set(DEFAULT_TERMS) - met <= BESIDE
