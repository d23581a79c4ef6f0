"""The code of templates is kept beside compiled modules, as long as it says what the template says."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context

from app.ui import compiled
from app.ui.compiled import CompiledTemplates
from app.ui.templating import LeanCode, LeanContext


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def put_together(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the texts of the templates that are put together anew."""
    texts: list[str] = []
    usual = Environment._parse

    def parse(self: Environment, source: str, *more: object) -> object:
        texts.append(source)
        return usual(self, source, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "_parse", parse)
    return texts


def page(folder: Path, text: str = "Hej {{ name }}!") -> str:
    environment = Environment(
        loader=DictLoader({"page.html": text}), autoescape=True, bytecode_cache=CompiledTemplates(folder)
    )
    return environment.get_template("page.html").render(name="<Eva>")


def test_what_one_process_has_put_together_the_next_one_reads(
    tmp_path: Path, put_together: list[str]
) -> None:
    folder = tmp_path / "kept"
    assert page(folder) == page(folder) == "Hej &lt;Eva&gt;!"
    assert len(put_together) == 1


def test_whoever_serves_reads_what_another_has_installed(tmp_path: Path) -> None:
    page(tmp_path)
    assert [stat.S_IMODE(kept.stat().st_mode) for kept in tmp_path.iterdir()] == [0o644]


def test_a_template_that_was_changed_is_put_together_anew(tmp_path: Path, put_together: list[str]) -> None:
    page(tmp_path)
    assert page(tmp_path, "Hej då {{ name }}!") == "Hej då &lt;Eva&gt;!"
    assert len(put_together) == 2


def test_code_written_in_another_way_is_not_taken_for_ours(
    tmp_path: Path, put_together: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page(tmp_path)
    monkeypatch.setattr(compiled.jinja2, "__version__", "99")
    page(tmp_path)
    assert len(put_together) == 2


def test_two_that_call_words_in_different_ways_do_not_read_each_others_code(tmp_path: Path) -> None:
    @pass_context
    def with_context(context: Context, word: str) -> str:
        return f"{word} {context['name']}"

    def said(words: Callable[..., str]) -> str:
        environment = Environment(
            loader=DictLoader({"page.html": "{{ _('Hej') }}"}), bytecode_cache=CompiledTemplates(tmp_path)
        )
        environment.code_generator_class, environment.context_class = LeanCode, LeanContext
        environment.globals["_"] = words
        return environment.get_template("page.html").render(name="Eva")

    def plain(word: str) -> str:
        return f"{word}!"

    assert [said(words) for words in (plain, with_context, plain, with_context)] == ["Hej!", "Hej Eva"] * 2


def test_pages_are_shown_where_nothing_may_be_kept(tmp_path: Path, put_together: list[str]) -> None:
    in_the_way = tmp_path / "kept"
    in_the_way.write_text("a file where the folder should be")
    assert page(in_the_way / "templates") == "Hej &lt;Eva&gt;!"
    assert len(put_together) == 1


def test_nothing_is_kept_when_python_was_told_to_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    page(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_what_was_damaged_is_put_together_anew(tmp_path: Path) -> None:
    page(tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[:5], whole[: len(whole) // 2], b"nothing of ours"):
        kept.write_bytes(damaged)
        assert page(tmp_path) == "Hej &lt;Eva&gt;!"
