"""The page about the model is drawn from the profile, and words explain themselves where they stand."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from flask_babel import Babel

from app.access.guard import requirement
from app.access.matrix import May
from app.steering import routes
from app.steering.errors import ProfileError
from app.steering.loader import load_profile, shipped_keys
from app.steering.rules_in_words import rules_in_words
from app.steering.schema import Rules
from app.ui import install as ui


def make_app(profile: str) -> Flask:
    """Build an application that has the look and the model, and nothing else."""
    app = Flask("model", static_folder=None)
    app.config.update(PROFILE=profile, SECRET_KEY="x", TESTING=True)
    Babel().init_app(app, locale_selector=lambda: request.args.get("language", "sv"))
    ui.install(app)
    app.jinja_env.globals.update(csrf_token=lambda: "token", language="sv")
    routes.install(app)
    return app


@pytest.fixture(scope="module")
def model_app() -> Flask:
    return make_app("tranemo")


@pytest.fixture
def model_client(model_app: Flask) -> FlaskClient:
    return model_app.test_client()


def rendered(app: Flask, template: str, **headers: str) -> str:
    with app.test_request_context("/", headers=headers):
        return render_template_string(template)


def test_the_page_names_its_source_and_every_part_of_the_model(model_client: FlaskClient) -> None:
    answer = model_client.get("/om-modellen")
    page = answer.get_data(as_text=True)
    model = load_profile("tranemo")
    assert answer.status_code == 200
    assert "Styrmodell för Tranemo kommun" in page
    assert "KS/2020:312" in page
    named = [
        *(part.name.sv for part in model.parts),
        *(template.name.sv for template in model.dialogue_templates),
        *(goal.names.sv.singular[1:] for goal in model.goal_chain),
        *(event.name.sv for event in model.cycle),
        *(kind.names.sv.singular[1:] for kind in model.unit_kinds),
    ]
    assert [name for name in named if name not in page] == []


@pytest.mark.parametrize("key", shipped_keys())
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_of_every_model_tells_of_it_in_both_languages(key: str, language: str) -> None:
    answer = make_app(key).test_client().get(f"/om-modellen?language={language}")
    page = unescape(answer.get_data(as_text=True))
    model = load_profile(key)
    assert answer.status_code == 200
    assert model.source.title in page
    named = [
        *(part.name.in_language(language) for part in model.parts),
        *(template.name.in_language(language) for template in model.dialogue_templates),
        *(goal.names.in_language(language).singular[1:] for goal in model.goal_chain),
        *(event.name.in_language(language) for event in model.cycle),
        *(kind.names.in_language(language).singular[1:] for kind in model.unit_kinds),
        *(scale.name.in_language(language) for scale in model.scales),
        *(checklist.name.in_language(language) for checklist in model.checklists),
        *(factor.name.in_language(language) for factor in model.protective_factors),
        *(point.name.in_language(language) for point in model.acknowledgements),
        *(source.name.in_language(language) for source in model.feedback_sources),
        *(report.names.in_language(language).singular[1:] for report in model.reports),
        *(kind.names.in_language(language).singular[1:] for kind in model.document_types),
        *(entry.term.in_language(language) for entry in model.glossary),
        *(rhythm.name.in_language(language)[1:] for rhythm in model.rhythms),
    ]
    assert [name for name in named if name not in page] == []
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert [link for link in re.findall(r'href="#([^"]+)"', page) if link not in anchors] == []


OTHERWISE: dict[str, Any] = {
    "recovery_years": 3,
    "recovery_exempted_by": ("board",),
    "remedy_plan_deficit_percent": 7.5,
    "remedy_plan_to": ("board",),
    "operational_plan_by": ("unit",),
    "plan_years": 5,
    "child_rights_test": "off",
    "smallest_aggregate": 9,
}


@pytest.mark.parametrize("rule", Rules.model_fields)
def test_each_rule_of_a_model_is_a_sentence_on_its_page(model_app: Flask, rule: str) -> None:
    base = load_profile("tranemo")
    # What depends on another rule is only told where that rule holds.
    held = base.rules.model_copy(update={"recovery_years": 2, "remedy_plan_at_large_deficit": True})
    changed = held.model_copy(
        update={rule: OTHERWISE[rule] if rule in OTHERWISE else not getattr(held, rule)}
    )
    with model_app.test_request_context("/"):
        said, otherwise = (
            rules_in_words(base.model_copy(update={"rules": rules}), "sv") for rules in (held, changed)
        )
    assert said != otherwise


def test_the_page_says_who_works_a_goal_out_and_when_the_control_plan_is_decided(
    model_client: FlaskClient,
) -> None:
    page = unescape(model_client.get("/om-modellen").get_data(as_text=True))
    assert "<dt>Tas fram av</dt><dd>chefen och medarbetaren</dd>" in page
    assert "Bara operativa risker tas in i planen." in page
    assert "I årshjulet: Nästa års interna kontrollplan." in page


def test_each_word_of_the_glossary_has_an_anchor_and_links_lead_somewhere(model_client: FlaskClient) -> None:
    page = model_client.get("/om-modellen").get_data(as_text=True)
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert {f"glossary-{entry.key}" for entry in load_profile("tranemo").glossary} <= set(anchors)
    assert [link for link in re.findall(r'href="#([^"]+)"', page) if link not in anchors] == []


def test_the_page_speaks_the_readers_language(model_client: FlaskClient) -> None:
    english = model_client.get("/om-modellen?language=en").get_data(as_text=True)
    assert "Horizontal steering" in english
    assert "Horisontell styrning" not in english
    assert "November–December" in english


def test_the_page_has_neither_inline_style_nor_script(model_client: FlaskClient) -> None:
    page = model_client.get("/om-modellen").get_data(as_text=True)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)


def test_the_page_asks_for_the_permission_to_read_the_model(model_app: Flask) -> None:
    assert requirement(model_app, "steering.model") is May.READ_MODEL


def test_times_that_are_the_products_own_are_told_as_such_once(model_client: FlaskClient) -> None:
    page = model_client.get("/om-modellen").get_data(as_text=True)
    assert page.count("Källan nämner inga tider") == 1


def test_a_word_explains_itself_where_it_stands(model_app: Flask) -> None:
    shown = rendered(model_app, "{{ glossary('kritisk_kvalitetsfaktor', 'kritiska <b>kvalitetsfaktorer') }}")
    described = re.search(r'aria-describedby="([^"]+)"', shown)
    assert described is not None
    assert f'role="tooltip" id="{described[1]}"' in shown
    assert 'href="/om-modellen#glossary-kritisk_kvalitetsfaktor"' in shown
    assert "kritiska &lt;b&gt;kvalitetsfaktorer" in shown


def test_a_word_is_found_by_the_products_term_too(model_app: Flask) -> None:
    assert "#glossary-gyllene_zon" in rendered(model_app, "{{ glossary('golden_zone') }}")


def test_a_word_is_found_by_itself_and_a_name_by_the_word_it_begins_with(model_app: Flask) -> None:
    assert "#glossary-arshjul" in rendered(model_app, "{{ glossary('årshjul', 'Årshjulet') }}")
    named = rendered(model_app, "{{ explained_name('Gemensam bild <i>i maj') }}")
    assert "#glossary-gemensam_bild" in named
    assert "</span> &lt;i&gt;i maj" in named
    for other in ("Gemensamt i maj", "Bilden", ""):
        assert rendered(model_app, f"{{{{ explained_name('{other}') }}}}") == other


def test_a_compound_is_explained_by_the_word_it_ends_with(model_app: Flask) -> None:
    asked = "{{ glossary('enhetsaktivitet', 'Enhetsaktivitet'%s) }}"
    assert "#glossary-aktivitet" in rendered(model_app, asked % ", compound=true")
    assert rendered(model_app, asked % "") == "Enhetsaktivitet"
    # The longest word it ends with: not a quality indicator as any indicator.
    assert "#glossary-kvalitetsindikator" in rendered(
        model_app, "{{ glossary('enhetskvalitetsindikator', 'x', compound=true) }}"
    )


def test_a_word_the_model_does_not_explain_stands_as_it_is(model_app: Flask) -> None:
    assert rendered(model_app, "{{ glossary('kvittering', 'a < b') }}") == "a &lt; b"


def test_the_same_word_twice_has_two_ids_in_page_and_fragment(model_app: Flask) -> None:
    twice = "{{ glossary('lyft') }}{{ glossary('lyft') }}"
    page = re.findall(r' id="([^"]+)"', rendered(model_app, twice))
    fragment = re.findall(
        r' id="([^"]+)"', rendered(model_app, twice, **{"HX-Request": "true", "HX-Target": 'agreements"><i'})
    )
    assert len({*page, *fragment}) == 4
    assert all(re.fullmatch(r"[\w-]+", name) for name in fragment)


def test_words_are_at_hand_in_every_template(model_app: Flask) -> None:
    template = "{{ term('risk', 'plural') }} {{ kind_name('section', 'definite') }} {{ actor_name('role:chief_executive') }}"
    assert rendered(model_app, template) == "risker sektionen kommunchef"


def test_an_app_does_not_start_with_a_profile_that_has_mistakes() -> None:
    with pytest.raises(ProfileError):
        make_app("utopia")
