"""Addresses are the same whether their code is written at the start or when the first one is asked for."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule

from app.ui.routing import LateRule

RULES: tuple[tuple[str, dict[str, object]], ...] = (
    ("/", {}),
    ("/dialoger/<int:dialogue_id>/tema/<int:theme_id>", {}),
    ("/filer/<path:name>", {}),
    ("/årshjul/<word>", {}),
    ("/plan/", {"defaults": {"page": 1}}),
    ("/plan/<int:page>", {}),
)
ASKED: tuple[dict[str, object], ...] = (
    {},
    {"dialogue_id": 3, "theme_id": 14},
    {"dialogue_id": 3, "theme_id": 14, "svar": "ja & nej", "rule": "å"},
    {"name": "a b/ö.pdf"},
    {"word": "vår/höst?"},
    {"page": 1},
    {"page": 2, "q": ["a", "b"]},
)


def addresses(kind: type[Rule]) -> list[str]:
    made = []
    for unknown in (True, False):
        for asked in ASKED:
            bound = Map(
                [kind(rule, endpoint="here", **more) for rule, more in RULES]  # type: ignore[arg-type]
            ).bind("samsyn.example")
            made += [bound.build("here", asked, append_unknown=unknown) for _twice in range(2)]
    return made


def test_addresses_are_those_werkzeug_makes() -> None:
    assert addresses(LateRule) == addresses(Rule)
    assert "/dialoger/3/tema/14?svar=ja+%26+nej&rule=%C3%A5" in addresses(LateRule)


def test_no_code_is_written_before_the_first_address(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    usual = Rule._compile_builder

    def compile_builder(self: Rule, append_unknown: bool = True) -> object:
        written.append(self.rule)
        return usual(self, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", compile_builder)
    bound = Map([LateRule(rule, endpoint=rule) for rule, _more in RULES]).bind("samsyn.example")
    assert not written
    for _twice in range(2):
        bound.build("/")
    assert written == ["/"]
