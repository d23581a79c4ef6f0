"""Components carry their meaning in words and shapes, and tie what belongs together."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired

import app.ui

TEMPLATES = Path(app.ui.__file__).parent / "templates"


def shown(look: Flask, imports: str, expression: str, **context: object) -> str:
    with look.test_request_context():
        return render_template_string("{% from 'components/" + imports + " %}" + expression, **context)


@pytest.mark.parametrize("value", ["same", "partly", "different", None])
def test_each_judgement_has_a_shape_of_its_own_and_a_word(look: Flask, value: str | None) -> None:
    html = shown(look, "marks.html' import venn", "{{ venn(v) }}", v=value)
    assert 'role="img"' in html
    assert re.search(r'aria-label="[^"]{5,}"', html)


def test_the_shapes_differ(look: Flask) -> None:
    shapes = {
        shown(look, "marks.html' import venn", "{{ venn(v, label=false) }}", v=v)
        for v in ("same", "partly", "different", None)
    }
    assert len(shapes) == 4


class Written(Form):
    title = StringField("Rubrik", [DataRequired("Skriv en rubrik.")], description="Kort.")
    body = TextAreaField("Text")
    who = RadioField("Vem?", choices=[("a", "A"), ("b", "B")], validate_choice=False)
    remind = BooleanField("Påminn")


def test_a_field_ties_label_hint_and_error(look: Flask) -> None:
    form = Written(MultiDict({"title": ""}))
    form.validate()
    html = shown(look, "forms.html' import field", "{{ field(form.title) }}", form=form)
    assert '<label for="title">' in html
    assert 'aria-describedby="title-hint title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="title-hint"' in html
    assert 'id="title-error"' in html


def test_the_summary_of_errors_leads_to_the_fields(look: Flask) -> None:
    form = Written(MultiDict({"title": ""}))
    form.validate()
    html = shown(look, "forms.html' import error_summary", "{{ error_summary(form) }}", form=form)
    assert 'href="#title"' in html
    assert 'role="alert"' in html


@pytest.mark.parametrize("name", ["body", "who", "remind"])
def test_every_kind_of_field_is_labelled(look: Flask, name: str) -> None:
    html = shown(look, "forms.html' import field", "{{ field(form[name]) }}", form=Written(), name=name)
    assert "<label" in html


def test_a_text_that_saves_itself_also_works_as_a_plain_form(look: Flask) -> None:
    call = "{{ autosave_form('/spara', 7, none, '\\nEn <rad>', 'Min bild', 'bild-1', saved='Sparat 14.02') }}"
    html = shown(look, "forms.html' import autosave_form", call)
    assert 'method="post" autocomplete="off" action="/spara" data-person="7"' in html
    assert 'name="base" value=""' in html
    assert 'name="csrf_token"' in html
    assert '<button class="btn quiet save-now" type="submit">' in html
    assert ">\n\nEn &lt;rad&gt;</textarea>" in html  # the first line break belongs to the markup


def test_a_done_agreement_says_so_in_words(look: Flask) -> None:
    call = "{{ agreement('Ring', 'vi två', d, true, '/klar', id='a1') }}"
    html = shown(look, "words.html' import agreement", call, d=date(2026, 12, 19))
    assert "(klar)" in html
    assert "19 dec" in html
    assert "Öppna igen" in html


def test_peoples_words_are_made_safe(look: Flask) -> None:
    html = shown(
        look, "words.html' import words, passage", "{{ words(t) }}{{ passage(t, t) }}", t="<script>x</script>"
    )
    assert "<script" not in html


def test_a_pager_says_where_one_is(look: Flask) -> None:
    template = "{% macro u(n) %}?sida={{ n }}{% endmacro %}{{ pager(4, 12, u, 1180, 301, 400) }}"
    html = shown(look, "registers.html' import pager", template)
    assert "301–400 av 1180" in html
    assert html.count('aria-current="page"') == 1
    assert 'rel="next"' in html


def test_no_template_of_the_look_needs_what_the_policy_forbids() -> None:
    forbidden = re.compile(r"\sstyle=|<style|\son\w+=|hx-on|hx-vals=['\"]js:|javascript:|<script(?! src)")
    for path in TEMPLATES.rglob("*.html"):
        assert not forbidden.search(path.read_text("utf-8")), path.name
