"""The short way from a template to what it calls is the same way as Jinja's own."""

from __future__ import annotations

import traceback
from typing import Any, NamedTuple

import pytest
from jinja2 import DictLoader, Environment, pass_context, pass_environment, pass_eval_context
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

from app.ui.templating import LeanCode, LeanContext, gap, stencil


class Callable:
    """An object that can be called, and asks for the context."""

    @pass_context
    def __call__(self, context: Context, word: str) -> str:
        return f"{word} {context['name']}"


class Row(NamedTuple):
    """A row of a list."""

    name: str
    unit: str


class Shouted(str):
    """Text of a kind of its own, which is escaped as text is."""


@pass_context
def with_context(context: Context, word: str) -> str:
    return f"{word} {context['name']}/{context.get('one', '-')}"


@pass_environment
def with_environment(environment: Environment, word: str) -> str:
    return f"{word} {environment.block_start_string}"


@pass_eval_context
def with_escaping(eval_ctx: Any, word: str) -> str:
    return f"{word} {eval_ctx.autoescape}"


def nothing_left() -> str:
    raise StopIteration


WAYS = {
    "a function": "{{ plain('hej', more='du') }}",
    "a method": "{{ words.upper() }}{% for one in [1] %}{{ words.replace('a', one|string) }}{% endfor %}",
    "a method of C": "{{ {'a': 1}.get('a') }}",
    "a class": "{{ kind(3) }}",
    "one that asks for the context": "{% for one in [1, 2] %}{{ with_context('hej') }}{% endfor %}",
    "one that asks for the environment": "{{ with_environment('hej') }}",
    "one that asks how to escape": "{{ with_escaping('hej') }}",
    "an object": "{{ thing('hej') }}",
    "a macro": "{% macro m(a, b='b') %}<i>{{ a }}{{ b }}</i>{% endmacro %}{{ m('<') }}"
    "{% for one in [1] %}{{ m(one, b='&') }}{% endfor %}",
    "a macro around words": "{% macro m(a) %}<i>{{ a }}{{ caller() }}</i>{% endmacro %}"
    "{% for x in [1, 2] %}{% call m(x) %}<b>{{ x }}</b>{% endcall %}{% endfor %}",
    "a macro given too much": "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "a macro given twice": "{% macro m(a, b=2) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
    "a macro given by name": "{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(b='<', a=3) }}{{ m() }}",
    "a macro that takes all": "{% macro m(a) %}{{ a }}{{ kwargs }}{{ varargs }}{% endmacro %}{{ m(1, 2, b='<') }}",
    "one with nothing left": "{{ nothing_left() or 'tomt' }}",
    "an imported macro": "{% from 'lib' import m %}{{ m('<b>') }}",
    "one that does not exist": "{{ missing() }}",
    "words": "{{ _('<hej>') }}{% for n in (1, 2) %}{{ _('hej', n=n, **{'a': 1}) }}{{ _(*['a'], n=n) }}{{ _(n) }}{% endfor %}",
    "all kinds of values": "{{ 3 }}{{ none }}{{ '<' }}{{ '<'|safe }}{{ name ~ '&' }}{{ thing.there }}{{ marked }}{{ shouted }}",
    "values as they are": "{% autoescape false %}{{ '<' }}{{ name }}{% endautoescape %}{{ '<' }}",
    "values in a block": "{% set kept %}<i>{{ words }}</i>{% endset %}{{ kept }}{{ kept|upper }}{{ kept ~ '<' }}",
}


@pytest.mark.parametrize("template", WAYS.values(), ids=WAYS)
def test_a_template_calls_as_jinja_would(template: str) -> None:
    assert rendered(LeanContext, template, LeanCode) == rendered(Context, template, CodeGenerator)


def rendered(context: type[Context], template: str, code: type[CodeGenerator]) -> str:
    lib = "{% macro m(a) %}<p>{{ a }}{{ name_of_all }}</p>{% endmacro %}"
    environment = Environment(autoescape=True, loader=DictLoader({"page": template, "lib": lib}))
    environment.context_class = context
    environment.code_generator_class = code
    environment.globals.update(
        plain=lambda word, more: f"{word} {more}",
        words="<abba>",
        kind=int,
        with_context=with_context,
        with_environment=with_environment,
        with_escaping=with_escaping,
        thing=Callable(),
        nothing_left=nothing_left,
        name_of_all="alla",
        _=lambda *said, **more: f"{said} {more}",
        marked=Markup("<b>"),
        shouted=Shouted("<b>"),
    )
    try:
        return environment.get_template("page").render(name="Kim")
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


BASE = "<{% block page %}{% block head %}h{% endblock %}{% block body %}{% endblock %}{% endblock %}>"
OVER = (
    "{% extends 'base' %}{% block body %}{{ super() }}{% for n in (1, 2) %}{% block row scoped %}{{ n }}"
    "{% include 'part' %}{% endblock %}{% endfor %}{{ '<' }}{% endblock %}"
)
ENDS = (
    "{% if grown %}{% extends 'base' %}{% endif %}{% block head %}H{% set kept %}{{ self.body() }}{% endset %}{{ kept }}"
    "{% endblock %}{% block body %}b{% endblock %}"
)
TEMPLATES = {
    "base": BASE,
    "over": OVER,
    "part": "{{ n }},",
    "ends": ENDS,
    "twice": "{% extends 'over' %}{% block head %}2{% endblock %}",
}


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("grown", [True, False])
def test_blocks_in_one_piece_say_what_blocks_in_many_say(name: str, grown: bool) -> None:
    said = []
    for whole in (False, True):
        environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
        if whole:
            environment.code_generator_class = LeanCode
        said.append(environment.get_template(name).render(grown=grown, n=0))
    assert said[0] == said[1] != ""


def test_a_stencil_says_what_its_macro_says_of_each_row() -> None:
    macro = "{% macro m(row, more) %}<i id='{{ row.name }}' width='50%'>{{ more }} %(name)s {{ row.unit }}</i>{% endmacro %}"
    whole = "{% for one in rows %}{{ m(one, '<1>') }}{% endfor %}"
    cut = "{% set s = stencil(m) %}{% for one in rows %}{{ s(blank, '<1>', name=one.name, unit=one.unit) }}{% endfor %}"
    environment = Environment(autoescape=True)
    environment.context_class, environment.code_generator_class = LeanContext, LeanCode
    environment.globals.update(
        stencil=stencil,
        blank=Row(gap("name"), gap("unit")),
        rows=[Row("<a> & %s", "%"), Row("{b} %(unit)s", Markup("<b>")), Row("\\1", "")],
    )
    said = environment.from_string(macro + whole).render()
    assert environment.from_string(macro + cut).render() == said
    assert "&lt;a&gt; &amp; %s" in said


def test_what_goes_wrong_in_a_block_is_told_with_its_line() -> None:
    environment = Environment(loader=DictLoader({"page": "a\n{% block one %}\n{{ 1 / 0 }}{% endblock %}"}))
    environment.code_generator_class = LeanCode
    with pytest.raises(ZeroDivisionError) as told:
        environment.get_template("page").render()
    assert "line 3, in" in "".join(traceback.format_exception(told.value))
