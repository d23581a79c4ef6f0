"""A model copied and changed as forms: what is typed is kept, what is wrong stands at its field, it is in use from a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.modelling.checking import checked, tables_of
from app.modelling.models import Adoption, ModelDraft
from app.modelling.sections import SECTIONS, TERMS
from app.records.verifying import verify
from app.search.keeping import compare
from app.search.models import SearchText
from app.steering.loader import parse_profile
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.shown import hidden
from tests.support.signed_in import sign_in

FORM = re.compile(r'<form class="model-form".*?</form>', re.S)


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def administrator(clients: Callable[[], SamsynClient], session: Session, town: Municipality) -> SamsynClient:
    person = make_person(session, "Adam Ordning")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    return sign_in(clients(), session, person)


@pytest.fixture
def draft(administrator: SamsynClient, session: Session) -> ModelDraft:
    administrator.post("/modellen/kopiera", data={"origin": "shipped:kungalv", "name": "Vår egen"})
    return session.query(ModelDraft).order_by(ModelDraft.id.desc()).limit(1).one()


def shown_fields(page: str) -> dict[str, list[str]]:
    """Give what a browser would send of the form on a page."""
    form = FORM.search(page)
    assert form is not None
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>|<textarea.*?</textarea>|<select.*?</select>", form[0], re.S):
        name = unescape(re.search(r' name="([^"]*)"', tag)[1])  # type: ignore[index]
        if tag.startswith("<input"):
            if 'type="checkbox"' in tag and " checked" not in tag:
                continue
            value = re.search(r' value="([^"]*)"', tag)
            sent.setdefault(name, []).append(unescape(value[1]) if value else "")
        elif tag.startswith("<textarea"):
            sent.setdefault(name, []).append(unescape(tag.split(">", 1)[1].rsplit("<", 1)[0]).lstrip("\n"))
        else:
            chosen = re.search(r'<option value="([^"]*)" selected', tag) or re.search(
                r'<option value="([^"]*)"', tag
            )
            assert chosen is not None
            sent.setdefault(name, []).append(unescape(chosen[1]))
    sent.pop("csrf_token", None)
    return sent


@pytest.mark.one_database
def test_every_form_sent_as_it_stands_changes_nothing(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    begun_from, tables = draft.text, tables_of(draft.text)
    for section in SECTIONS.values():
        base = f"/modellen/{draft.id}/del/{section.key}"
        entries = [""]
        if section.key == TERMS:
            entries = [f"/{key}" for key in [*tables[TERMS]][:3]]
        elif section.is_list:
            entries = [f"/{number}" for number in range(len(tables.get(section.key, [])))]
        for entry in entries:
            page = administrator.get(base + entry)
            assert page.status_code == 200, base + entry
            answer = administrator.post(base + entry, data=shown_fields(page.text))
            assert answer.status_code == 302, base + entry
            session.expire_all()
            assert tables_of(draft.text) == tables_of(begun_from), base + entry
    assert parse_profile(draft.text, "") == parse_profile(begun_from, "")


def test_what_is_wrong_is_kept_and_told_at_its_field_and_hinders_only_use(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    address = f"/modellen/{draft.id}/del/unit_kinds/7"
    fields = shown_fields(administrator.get(address).text)
    answer = administrator.post(address, data=fields | {"level": "högst upp", "names.sv.singular": ""})
    page = administrator.get(answer.location).text
    assert 'value="högst upp"' in page
    assert "Här ska stå ett heltal." in page
    assert "Uppgiften saknas." in page
    session.expire_all()
    beside = {"expected": session.get_one(ModelDraft, draft.id).revision, "in_force": ""}
    refused = administrator.post(
        f"/modellen/{draft.id}/ta-i-bruk",
        data=beside | {"from_day": clock.today().isoformat(), "why": "Beslut"},
    )
    assert refused.status_code == 422
    undone = administrator.post(
        f"/modellen/{draft.id}/angra/{session.get_one(ModelDraft, draft.id).revision}"
    )
    assert undone.status_code == 302
    session.expire_all()
    assert checked(draft.text).profile is not None
    assert verify(session).faults == []


def test_things_are_added_moved_and_taken_away_inside_a_thing(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    address = f"/modellen/{draft.id}/del/dialogue_templates/0"
    before = tables_of(draft.text)["dialogue_templates"][0]["themes"]

    def press(button: str, **more: str) -> None:
        fields = shown_fields(administrator.get(address).text)
        assert administrator.post(address, data=fields | more | {"do": button}).status_code == 302
        session.expire_all()

    press("add:themes")
    number = len(before)
    press("save", **{f"themes.{number}.title.sv": "Arbetsmiljön"})
    assert tables_of(draft.text)["dialogue_templates"][0]["themes"][-1]["key"] == "arbetsmiljon"
    press(f"add:themes.{number}.questions")
    press(f"up:themes.{number}")
    assert tables_of(draft.text)["dialogue_templates"][0]["themes"][-2]["title"] == {"sv": "Arbetsmiljön"}
    press(f"remove:themes.{number - 1}")
    assert tables_of(draft.text)["dialogue_templates"][0]["themes"] == before


def test_two_who_change_the_same_thing_lose_nothing(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    address = f"/modellen/{draft.id}/del/goal_chain/1"
    mine, theirs = (shown_fields(administrator.get(address).text) for _ in range(2))
    elsewhere = shown_fields(administrator.get(f"/modellen/{draft.id}/del/rules").text)
    administrator.post(address, data=theirs | {"explanation.sv": "Den andras ord."})
    answer = administrator.post(address, data=mine | {"explanation.sv": "Mina ord."})
    assert answer.status_code == 409
    assert "Mina ord." in answer.text
    assert "Den andras ord." in answer.text
    # What nobody else touched is saved beside it.
    assert (
        administrator.post(
            f"/modellen/{draft.id}/del/rules", data=elsewhere | {"rules.plan_years": "4"}
        ).status_code
        == 302
    )
    administrator.post(address, data={**shown_fields(answer.text), "do": "save"})
    session.expire_all()
    tables = tables_of(draft.text)
    assert tables["goal_chain"][1]["explanation"]["sv"] == "Mina ord."
    assert tables["rules"]["plan_years"] == 4


def test_what_somebody_else_has_removed_can_be_kept_by_who_was_changing_it(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    part = f"/modellen/{draft.id}/del/glossary"
    mine = shown_fields(administrator.get(f"{part}/0").text)
    marks = dict(re.findall(r'name="(mark-[0-9]+)" value="([0-9a-f]+)"', administrator.get(part).text))
    assert administrator.post(part, data=marks | {"do": "remove:0"}).status_code == 302
    session.expire_all()
    left = tables_of(draft.text)["glossary"]
    answer = administrator.post(f"{part}/0", data=mine | {"explanation.sv": "Mina ord."})
    assert answer.status_code == 409
    address = re.search(r'<form class="model-form" method="post" action="([^"]*)"', answer.text)
    assert address is not None
    assert administrator.post(address[1], data=shown_fields(answer.text)).status_code == 302
    session.expire_all()
    now = tables_of(draft.text)["glossary"]
    assert now[:-1] == left
    assert now[-1]["explanation"]["sv"] == "Mina ord."


def test_what_is_put_into_use_holds_for_everybody_at_once_and_for_later_days_on_their_day(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    told = administrator.get(f"/modellen/{draft.id}/ta-i-bruk").text
    assert "Enheter" in told
    read = {name: hidden(told, name) for name in ("expected", "in_force")}
    later = clock.today() + timedelta(days=3)
    planned = administrator.post(
        f"/modellen/{draft.id}/ta-i-bruk", data=read | {"from_day": later.isoformat(), "why": ""}
    )
    assert planned.status_code == 302
    assert "Kungälv" not in administrator.get("/om-modellen").text
    adoption = session.query(Adoption).one()
    assert administrator.post(f"/modellen/beslut/{adoption.id}/ta-tillbaka").status_code == 302
    administrator.post(
        f"/modellen/{draft.id}/ta-i-bruk",
        data=read | {"from_day": clock.today().isoformat(), "why": "KF § 12"},
    )
    assert "Kungälv" in administrator.get("/om-modellen").text
    assert "KF § 12" in administrator.get("/modellen/").text
    assert verify(session).faults == []


def test_nothing_is_put_into_use_that_was_not_read(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    path = f"/modellen/{draft.id}/ta-i-bruk"
    typed = {"from_day": clock.today().isoformat(), "why": "KF § 12"}
    page = administrator.get(path).text
    read = {name: hidden(page, name) for name in ("expected", "in_force")}
    address = f"/modellen/{draft.id}/del/unit_kinds/0"
    fields = shown_fields(administrator.get(address).text)
    assert administrator.post(address, data=fields | {"names.sv.singular": "Rike"}).status_code == 302
    late = administrator.post(path, data=read | typed)
    assert late.status_code == 409
    assert "ändrat utkastet sedan du läste det" in late.text
    assert "KF § 12" in late.text
    assert administrator.post(path, data=typed).status_code == 409
    wrong = administrator.post(path, data=read | {"from_day": "i morgon", "why": ""})
    assert (wrong.status_code, hidden(wrong.text, "expected")) == (422, read["expected"])
    assert session.query(Adoption).count() == 0
    anew = {name: hidden(late.text, name) for name in ("expected", "in_force")}
    assert administrator.post(path, data=anew | typed).status_code == 302
    # Another reads the page before it, and presses after.
    second = administrator.post(path, data=anew | typed)
    assert second.status_code == 409
    assert "hann före dig" in second.text
    assert "Den säger detsamma som den modell som gäller nu." in second.text
    session.expire_all()
    assert session.query(Adoption).count() == 1
    assert verify(session).faults == []


def test_carried_over_units_keep_their_history(
    administrator: SamsynClient, session: Session, draft: ModelDraft, town: Municipality
) -> None:
    read = {"expected": draft.revision, "in_force": ""}
    administrator.post(f"/modellen/{draft.id}/ta-i-bruk", data=read | {"from_day": clock.today().isoformat()})
    assert "sektion" in administrator.get(f"/organisation/enhet/{town.section.id}").text.lower()
    page = administrator.get("/modellen/for-over").text
    assert "Sektion" in page
    assert (
        administrator.post(
            "/modellen/for-over", data={"use": "units", "old": "section", "new": ""}
        ).status_code
        == 422
    )
    answer = administrator.post(
        "/modellen/for-over", data={"use": "units", "old": "section", "new": "sector"}
    )
    assert answer.status_code == 302
    session.expire_all()
    assert town.section.kind == "sector"
    assert "Sektion" not in administrator.get("/modellen/for-over").text
    assert verify(session).faults == []


def test_a_file_comes_back_as_it_was_and_one_that_cannot_be_read_says_where(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    told = administrator.get(f"/modellen/{draft.id}/modell.toml")
    assert administrator.post("/modellen/las-in", data={"text": told.text}).status_code == 302
    back = session.query(ModelDraft).order_by(ModelDraft.id.desc()).limit(1).one()
    assert parse_profile(back.text, "") == parse_profile(draft.text, "")
    refused = administrator.post("/modellen/las-in", data={"text": told.text + "\nhej = = 1"})
    assert refused.status_code == 422
    assert f"Rad {told.text.count(chr(10)) + 2}:" in refused.text
    assert "hej = = 1" in refused.text
    taken = administrator.post("/modellen/las-in", data={"text": "schema_version = 1\nnamn = 1"})
    assert taken.status_code == 200
    assert "Rad 2:" in taken.text
    assert "Till utkastet" in taken.text


FORMER = '[terms.decision]\nsv = { singular = "dom", definite = "domen", plural = "domar" }\n'


def test_words_that_are_terms_no_longer_are_told_of_and_hinder_nothing(
    administrator: SamsynClient, session: Session, draft: ModelDraft
) -> None:
    text = draft.text.replace("[terms.", f"{FORMER}\n[terms.", 1)
    taken = administrator.post("/modellen/las-in", data={"text": text}, follow_redirects=True)
    assert "egna ord för beslut" in taken.text
    assert "saker att rätta" not in taken.text
    back = session.query(ModelDraft).order_by(ModelDraft.id.desc()).limit(1).one()
    assert parse_profile(back.text, "") == parse_profile(draft.text, "")
    # One that was kept before the word went is read too, and says so where the words are.
    draft.text = text
    session.commit()
    page = administrator.get(f"/modellen/{draft.id}/del/terms").text
    assert "egna ord för beslut" in page
    assert "/del/terms/decision" not in page
    assert administrator.get(f"/modellen/{draft.id}/del/terms/decision").status_code == 404
    assert checked(draft.text).problems == ()
    assert "Inget skiljer" in administrator.get(f"/modellen/{draft.id}/jamfor").text


def test_a_comparison_says_in_words_what_was_changed(administrator: SamsynClient, draft: ModelDraft) -> None:
    address = f"/modellen/{draft.id}/del/terms/dialogue"
    fields = shown_fields(administrator.get(address).text)
    administrator.post(
        address,
        data=fields
        | {"sv.singular": "avstämning", "sv.definite": "avstämningen", "sv.plural": "avstämningar"},
    )
    page = administrator.get(f"/modellen/{draft.id}/jamfor").text
    assert "avstämningar" in page
    assert "En sak skiljer" in page


def test_who_tries_sees_the_draft_alone_and_writes_nothing(
    administrator: SamsynClient,
    clients: Callable[[], SamsynClient],
    session: Session,
    draft: ModelDraft,
    town: Municipality,
) -> None:
    administrator.post(f"/modellen/{draft.id}/prova")
    assert "Du prövar" in administrator.get("/om-modellen").text
    assert "Kungälv" in administrator.get("/om-modellen").text
    refused = administrator.post(
        "/modellen/kopiera", data={"origin": "in_force", "name": "Det jag hade skrivit här"}
    )
    assert refused.status_code == 403
    assert "Det jag hade skrivit här" in refused.text
    other = make_person(session, "Eva Annan")
    make_appointment(session, other, town.unit, Role.EMPLOYEE)
    assert "Kungälv" not in sign_in(clients(), session, other).get("/om-modellen").text
    address = f"/modellen/{draft.id}/ta-i-bruk"
    page = administrator.get(address).text
    assert "ingen modell kan tas i bruk" in page
    assert 'name="from_day"' not in page
    stopped = administrator.post("/modellen/prova/sluta", data={"on_to": draft.id})
    assert stopped.location.endswith(address)
    assert 'name="from_day"' in administrator.get(address).text
    assert "Du prövar" not in administrator.get("/om-modellen").text


def test_a_draft_is_found_by_what_is_written_in_it_by_those_who_change_models_alone(
    clients: Callable[[], SamsynClient],
    administrator: SamsynClient,
    session: Session,
    draft: ModelDraft,
    town: Municipality,
) -> None:
    here, manager = f"/modellen/{draft.id}", sign_in(clients(), session, town.unit_manager)
    page = administrator.get("/sok?q=ansvarsf%C3%B6rdelat").text
    assert f'href="{here}"' in page
    assert "Utkast till styrmodell · utgår från Kungälvs styrmodell" in page
    assert here in administrator.get("/sok?q=V%C3%A5r+egen").text
    # The keys things have in a model are no words of it.
    (row,) = session.scalars(select(SearchText).where(SearchText.kind == "model_draft")).all()
    assert "goal_assessment" in draft.text
    assert "goal_assessment" not in row.body
    for asked in ("ansvarsf%C3%B6rdelat", "V%C3%A5r+egen"):
        found = manager.get(f"/sok?q={asked}").text
        assert here not in found
        assert "Styrmodeller" not in found
    assert compare(session).agrees
