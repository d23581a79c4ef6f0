"""A factor from draft to ended: what is needed, what is refused and why, what is locked, and that nothing typed is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.factors.models import Factor, FactorReview
from app.quality.factors.services import sign_of
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.organisation import Municipality
from tests.factories.quality import add_indicator, make_established, make_factor, whole
from tests.support.client import SamsynClient
from tests.web.quality.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def one(session: Session) -> Factor:
    session.rollback()
    return whole(session, session.scalars(select(Factor)).one())


def test_only_a_title_is_needed(session: Session, town: Municipality, visit: Visit) -> None:
    answer = visit("unit").post(
        "/kvalitet/faktor/ny", data={"unit": town.unit.id, "title": "Lugna lämningar"}
    )
    assert answer.status_code == 302
    factor = one(session)
    assert (factor.title, factor.state, factor.reach, factor.why) == ("Lugna lämningar", "draft", "unit", "")
    assert verify(session).faults == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"title": " "}, "Skriv något här."), ({"title": "å" * 301}, "300"), ({"why": "x" * 20_001}, "20000")],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit, wrong: dict[str, str], said: str
) -> None:
    new = {"unit": town.unit.id, "title": "Min rubrik", "why": "Mina ord om varför."} | wrong
    answer = visit("unit").post("/kvalitet/faktor/ny", data=new)
    assert answer.status_code == 422
    assert said in answer.text
    assert new["title"].strip()[:20] in answer.text
    assert new["why"][:19] in answer.text
    assert session.scalars(select(Factor)).all() == []


def test_a_factor_is_shared_only_by_a_unit_with_units_below_it_and_only_before_it_is_established(
    session: Session, town: Municipality, visit: Visit
) -> None:
    alone = visit("unit").post(
        "/kvalitet/faktor/ny", data={"unit": town.unit.id, "title": "Ensam", "reach": "area"}
    )
    # A unit with nothing below is not asked, and what it sends is not heard.
    assert alone.status_code == 302
    assert one(session).reach == "unit"
    client = visit("section")
    client.post("/kvalitet/faktor/ny", data={"unit": town.section.id, "title": "Delad", "reach": "area"})
    session.rollback()
    shared = session.scalars(select(Factor).where(Factor.title == "Delad")).one()
    assert shared.reach == "area"
    add_indicator(session, shared, town.section_manager)
    session.commit()
    client.post(f"/kvalitet/faktor/{shared.id}/faststall", data={"expected": 2})
    client.post(f"/kvalitet/faktor/{shared.id}/oppna-igen")
    session.rollback()
    answer = client.post(
        f"/kvalitet/faktor/{shared.id}/andra",
        data={"title": "Delad", "reach": "unit", "revision": whole(session, shared).revision},
    )
    assert answer.status_code == 302
    session.rollback()
    assert whole(session, shared).reach == "area"


def test_establishing_says_exactly_what_is_missing_and_changes_nothing(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    answer = client.post(f"{path}/faststall", data={"expected": factor.record_revision})
    assert answer.status_code == 422
    assert "Det behövs minst en indikator" in answer.text
    client.post(f"{path}/indikator", data={"name": "Så känns det", "nature": "qualitative"})
    answer = client.post(f"{path}/faststall", data={"expected": one(session).record_revision})
    assert answer.status_code == 422
    assert "Det behövs minst en" not in answer.text
    assert "Indikatorn ”Så känns det” saknar metod" in answer.text
    assert "Indikatorn ”Så känns det” saknar rutin" in answer.text
    assert one(session).state == "draft"
    assert session.scalars(select(Edition)).all() == []


def test_one_establishes_what_one_has_read(session: Session, town: Municipality, visit: Visit) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    add_indicator(session, factor, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    read = one(session).record_revision
    client.post(
        f"{path}/indikator", data={"name": "Kom till", "nature": "qualitative", "method": "m", "routine": "r"}
    )
    answer = client.post(f"{path}/faststall", data={"expected": read})
    assert answer.status_code == 409
    assert "Inget är fastställt" in answer.text
    assert one(session).state == "draft"


def test_the_button_that_establishes_takes_the_words_typed_beside_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    add_indicator(session, factor, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    page = client.get(path).text
    assert re.search(r'form="why-text-form" formaction="[^"]*/faststall"', page)
    sent = {"text": "Morgonen bestämmer dagen.", "base": "0", "expected": one(session).record_revision}
    assert client.post(f"{path}/faststall", data=sent).status_code == 302
    assert (one(session).state, one(session).why) == ("established", "Morgonen bestämmer dagen.")


def test_words_changed_by_another_meanwhile_are_shown_and_nothing_is_established(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager, why="Dagen.")
    add_indicator(session, factor, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    read, base = one(session).record_revision, sign_of("Dagen.")
    client.post(f"{path}/varfor", data={"text": "Kvällen.", "base": base})
    sent = {"text": "Morgonen.", "base": base, "expected": read}
    answer = client.post(f"{path}/faststall", data=sent)
    assert answer.status_code == 409
    assert "Kvällen." in answer.text and "Morgonen." in answer.text
    assert (one(session).state, one(session).why) == ("draft", "Kvällen.")


def test_the_script_is_told_which_revision_the_writers_own_words_have_taken_it_to(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    read = one(session).record_revision
    told = visit("unit").post(
        f"/kvalitet/faktor/{factor.id}/varfor",
        data={"text": "Morgonen.", "base": ""},
        headers={"X-Autosave": "1"},
    )
    assert (told.json["record_before"], told.json["record"]) == (str(read), str(one(session).record_revision))


def test_an_established_factor_is_locked_as_a_version_and_a_new_one_comes_by_opening_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_established(session, town.unit, town.unit_manager, why="För barnens skull.")
    indicator_id = factor.indicators[0].id
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    sent = {"name": "x", "nature": "qualitative", "title": "x", "text": "x", "revision": 1}
    for place in (
        "andra",
        "varfor",
        "indikator",
        f"indikator/{indicator_id}/andra",
        f"indikator/{indicator_id}/ta-bort",
    ):
        answer = client.post(f"{path}/{place}", data=sent)
        assert answer.status_code in {409, 422}, place
        assert "låst" in answer.text, place
    client.post(f"{path}/oppna-igen")
    client.post(f"{path}/andra", data={"title": "Lugnare lämningar", "revision": one(session).revision})
    answer = client.post(f"{path}/faststall", data={"expected": one(session).record_revision})
    assert answer.status_code == 302
    first, second = session.scalars(select(Edition).order_by(Edition.number)).all()
    assert json.loads(first.content or "")["title"] == "Lämningen är lugn"
    assert json.loads(second.content or "")["title"] == "Lugnare lämningar"
    assert json.loads(second.content or "")["indicators"][0]["method"] == "Samtal"
    old = client.get(f"{path}/version/1")
    assert old.status_code == 200
    assert "För barnens skull." in old.text
    assert client.get(f"{path}/version/3").status_code == 404
    assert verify(session).faults == []


def test_why_saves_itself_and_merges_what_two_write(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager, why="En sak. Mitt emellan. En annan sak.")
    session.commit()
    client, other, path = visit("unit"), visit("support"), f"/kvalitet/faktor/{factor.id}/varfor"
    auto = {"X-Autosave": "1"}
    base = sign_of("En sak. Mitt emellan. En annan sak.")
    first = client.post(
        path, data={"text": "En viktig sak. Mitt emellan. En annan sak.", "base": base}, headers=auto
    )
    assert first.json["state"] == "saved"
    assert first.json["base"] == str(sign_of("En viktig sak. Mitt emellan. En annan sak."))
    second = other.post(
        path, data={"text": "En sak. Mitt emellan. En annan sak till.", "base": base}, headers=auto
    )
    assert second.json["state"] == "merged"
    assert one(session).why == "En viktig sak. Mitt emellan. En annan sak till."
    third = other.post(
        path, data={"text": "En onödig sak. Mitt emellan. En annan sak.", "base": base}, headers=auto
    )
    assert (third.status_code, third.json["state"]) == (409, "conflict")
    assert third.json["theirs"] == "En viktig sak. Mitt emellan. En annan sak till."
    assert one(session).why == "En viktig sak. Mitt emellan. En annan sak till."
    plain = other.post(path, data={"text": "En onödig sak. Mitt emellan. En annan sak.", "base": base})
    assert plain.status_code == 409
    assert "En onödig sak." in plain.text
    assert "En viktig sak." in plain.text
    news = client.get(f"{path}?base={base}")
    assert news.json["text"] == "En viktig sak. Mitt emellan. En annan sak till."
    assert client.get(f"{path}?base={news.json['base']}").status_code == 204
    assert verify(session).faults == []


def test_a_text_that_is_too_long_is_refused_with_the_words_on_the_page(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    path = f"/kvalitet/faktor/{factor.id}/varfor"
    answer = visit("unit").post(path, data={"text": "ö" * 20_001, "base": 0})
    assert answer.status_code == 422
    assert "ö" * 100 in answer.text
    assert one(session).why == ""


def test_a_title_changed_by_another_meanwhile_is_shown_and_nothing_overwritten(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}/andra"
    visit("support").post(path, data={"title": "Deras rubrik", "revision": 1})
    answer = client.post(path, data={"title": "Min rubrik", "revision": 1})
    assert answer.status_code == 409
    assert "Deras rubrik" in answer.text
    assert "Min rubrik" in answer.text
    assert one(session).title == "Deras rubrik"


def test_the_order_is_the_units_own_and_kept_at_the_ends(
    session: Session, town: Municipality, visit: Visit
) -> None:
    made = [make_factor(session, town.unit, town.unit_manager, name) for name in ("Ett", "Två", "Tre")]
    session.commit()
    client = visit("unit")

    def order() -> list[str]:
        session.rollback()
        return list(session.scalars(select(Factor.title).order_by(Factor.position, Factor.id)))

    client.post(f"/kvalitet/faktor/{made[2].id}/flytta", data={"hall": "upp"})
    assert order() == ["Ett", "Tre", "Två"]
    client.post(f"/kvalitet/faktor/{made[0].id}/flytta", data={"hall": "upp"})
    assert order() == ["Ett", "Tre", "Två"]
    client.post(f"/kvalitet/faktor/{made[0].id}/flytta", data={"hall": "ner"})
    assert order() == ["Tre", "Ett", "Två"]
    assert verify(session).faults == []


def test_ending_needs_words_and_can_be_taken_back(session: Session, town: Municipality, visit: Visit) -> None:
    factor = make_established(session, town.unit, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    answer = client.post(f"{path}/avsluta", data={"words": " "})
    assert answer.status_code == 422
    assert one(session).state == "established"
    answer = client.post(f"{path}/avsluta", data={"words": "Det är en vana nu."}, follow_redirects=True)
    assert "Det är en vana nu." in answer.text
    assert f"{path}/fortsatt" in answer.text
    client.post(f"{path}/fortsatt")
    assert (one(session).state, one(session).closing_words) == ("established", "")
    assert verify(session).faults == []


def test_a_draft_that_was_thrown_away_comes_back_and_an_established_factor_is_not_thrown_away(
    session: Session, town: Municipality, visit: Visit
) -> None:
    draft = make_factor(session, town.unit, town.unit_manager, "Utkastet")
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{draft.id}"
    answer = client.post(f"{path}/slang", follow_redirects=True)
    assert "/angra-slang" in answer.text
    assert one(session).state == "discarded"
    client.post(f"{path}/angra-slang")
    assert one(session).state == "draft"
    add_indicator(session, draft, town.unit_manager)
    session.commit()
    client.post(f"{path}/faststall", data={"expected": one(session).record_revision})
    client.post(f"{path}/oppna-igen")
    assert client.post(f"{path}/slang").status_code == 409
    assert one(session).state == "draft"


def test_a_factor_is_reviewed_for_the_year_in_words_that_can_be_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_established(session, town.unit, town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    answer = client.post(f"{path}/genomgang", data={"words": " ", "ar": YEAR})
    assert answer.status_code == 422
    answer = client.post(
        f"{path}/genomgang", data={"words": "Fortfarande viktigast.", "ar": YEAR}, follow_redirects=True
    )
    assert "Fortfarande viktigast." in answer.text
    review = session.scalars(select(FactorReview)).one()
    undo = f"{path}/genomgang/{review.id}/angra"
    assert undo in answer.text
    answer = client.post(undo, follow_redirects=True)
    assert "Fortfarande viktigast." not in answer.text
    assert client.post(undo).status_code == 409
    assert client.post(f"{path}/genomgang/{review.id + 1}/angra").status_code == 404
    assert verify(session).faults == []


def test_a_draft_is_not_reviewed(session: Session, town: Municipality, visit: Visit) -> None:
    factor = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    answer = visit("unit").post(f"/kvalitet/faktor/{factor.id}/genomgang", data={"words": "Ja."})
    assert answer.status_code == 409
    assert session.scalars(select(FactorReview)).all() == []


def test_erasing_an_established_version_takes_the_words_along_wherever_they_stand(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_established(session, town.unit, town.unit_manager, "Hemliga ord", why="Hemligt varför")
    session.commit()
    visit("unit").post(f"/kvalitet/faktor/{factor.id}/genomgang", data={"words": "Hemlig genomgång"})
    session.rollback()
    edition = session.scalars(select(Edition)).one()
    erase_edition(session, edition=edition, because="Tiden har gått ut.", actor_id=town.administrator.id)
    session.commit()
    page = visit("unit").get(f"/kvalitet/faktor/{factor.id}")
    assert page.status_code == 200
    assert "Hemlig" not in page.text
    assert verify(session).faults == []
    assert compare(session).agrees
