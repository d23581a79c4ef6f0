"""Indicators under a factor: the whole form, targets where the model has them, what is refused, order, and pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.factors.models import Factor
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.records.verifying import verify
from app.steering.routes import EXTENSION
from app.steering.shapes.goals import Checklist, ChecklistPoint
from app.steering.shapes.measuring import IndicatorType
from app.steering.words import Label
from tests.factories.organisation import Municipality
from tests.factories.quality import add_indicator, make_factor, whole
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]

WHOLE = {
    "name": "Morgnar då samma två tar emot",
    "nature": "quantitative",
    "method": "Prickas av",
    "routine": "Varje dag",
    "periodicity": "tertial",
    "measurer": "Sofia",
    "unit_of_measure": "procent",
    "decimals": "1",
    "better": "within",
    "within_low": "12,5",
    "within_high": "1 234,5",
    "by_sex": "y",
    "source": "other",
    "source_words": "schemat",
    "starts_on": "2026-01-01",
    "skipped": "2026-T2, 2026-T1",
}


@pytest.fixture
def factor(session: Session, town: Municipality) -> Factor:
    """A draft of the preschool's."""
    made = make_factor(session, town.unit, town.unit_manager)
    session.commit()
    return made


def standing(session: Session, factor: Factor) -> list[Indicator]:
    session.rollback()
    return whole(session, factor).indicators


def test_the_whole_form_is_kept_as_it_was_filled_in(session: Session, factor: Factor, visit: Visit) -> None:
    client = visit("unit")
    answer = client.post(f"/kvalitet/faktor/{factor.id}/indikator", data=WHOLE, follow_redirects=True)
    assert answer.status_code == 200
    (one,) = standing(session, factor)
    assert (one.within_low, one.within_high) == (Decimal("12.5"), Decimal("1234.5"))
    assert (one.periodicity, one.better, one.decimals, one.by_sex) == ("tertial", "within", 1, True)
    assert [skipped.period for skipped in one.skipped] == ["2026-T1", "2026-T2"]
    assert "bäst mellan 12,5 och 1 234,5" in answer.text.replace("\u00a0", " ")
    form = client.get(f"/kvalitet/faktor/{factor.id}?andra=indikator-{one.id}").text
    assert 'value="12,5"' in form
    assert 'value="2026-T1, 2026-T2"' in form
    assert verify(session).faults == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Skriv något här."),
        ({"nature": "gissad"}, "Not a valid choice|inte ett giltigt|Välj"),
        ({"within_low": "tolv"}, "Det går inte att läsa som ett tal"),
        ({"within_low": "", "within_high": ""}, "Skriv minst en av gränserna"),
        ({"within_low": "5", "within_high": "4"}, "Den övre gränsen kan inte ligga under"),
        ({"within_high": "9999999999999"}, "för stort"),
        ({"skipped": "vartannat år"}, "En av perioderna går inte att läsa"),
        ({"decimals": "7"}, "Mellan 0 och 6."),
        ({"starts_on": "i våras"}, "Inte ett giltigt datum"),
        ({"measurer_id": "999"}, "Välj ett av alternativen"),
    ],
)
def test_bad_input_is_told_at_its_field_with_everything_typed_still_there(
    session: Session, factor: Factor, visit: Visit, wrong: dict[str, str], said: str
) -> None:
    answer = visit("unit").post(f"/kvalitet/faktor/{factor.id}/indikator", data=WHOLE | wrong)
    assert answer.status_code == 422
    assert any(words in answer.text for words in said.split("|"))
    assert "Prickas av" in answer.text
    assert "schemat" in answer.text
    for value in wrong.values():
        assert not value.strip() or value in answer.text or value in {"gissad", "999"}
    assert standing(session, factor) == []


def test_an_indicator_another_changed_meanwhile_is_shown_as_it_stands(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    one = add_indicator(session, factor, town.unit_manager)
    session.commit()
    path = f"/kvalitet/faktor/{factor.id}/indikator/{one.id}/andra"
    theirs = {"name": "Deras ord", "nature": "qualitative", "periodicity": "year", "revision": 1}
    assert visit("support").post(path, data=theirs).status_code == 302
    answer = visit("unit").post(path, data=theirs | {"name": "Mina ord"})
    assert answer.status_code == 409
    assert "Mina ord" in answer.text
    assert "Deras ord" in answer.text
    assert [one.name for one in standing(session, factor)] == ["Deras ord"]


def test_an_indicator_taken_away_comes_back_by_the_same_notice(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    one = add_indicator(session, factor, town.unit_manager, "Borta en stund")
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}/indikator/{one.id}"
    answer = client.post(f"{path}/ta-bort", follow_redirects=True)
    assert f"{path}/aterta" in answer.text
    assert standing(session, factor)[0].removed_at is not None
    client.post(f"{path}/aterta")
    assert standing(session, factor)[0].removed_at is None
    assert verify(session).faults == []


def test_indicators_go_up_and_down_within_their_factor(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    made = [add_indicator(session, factor, town.unit_manager, name) for name in ("Ett", "Två", "Tre")]
    session.commit()
    path = f"/kvalitet/faktor/{factor.id}/indikator/{made[2].id}/flytta"
    visit("unit").post(path, data={"hall": "upp"})
    assert [one.name for one in standing(session, factor)] == ["Ett", "Tre", "Två"]
    assert verify(session).faults == []


def test_an_indicator_is_reached_only_through_its_own_factor(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    other = make_factor(session, town.unit, town.unit_manager, "En annan")
    one = add_indicator(session, other, town.unit_manager)
    session.commit()
    answer = visit("unit").post(f"/kvalitet/faktor/{factor.id}/indikator/{one.id}/ta-bort")
    assert answer.status_code == 404
    assert standing(session, other)[0].removed_at is None


def test_a_result_and_a_resource_are_shown_together_once_and_parted_again(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    result, resource = (add_indicator(session, factor, town.unit_manager, name) for name in ("Lugn", "Vuxna"))
    stranger = add_indicator(session, make_factor(session, town.unit, town.unit_manager), town.unit_manager)
    session.commit()
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    for wrong in ((result.id, result.id), (result.id, stranger.id), ("", resource.id)):
        answer = client.post(
            f"{path}/par", data={"result_id": wrong[0], "resource_id": wrong[1], "words": "Mina ord om paret"}
        )
        assert answer.status_code == 422
        assert "Mina ord om paret" in answer.text
    sent = {"result_id": result.id, "resource_id": resource.id, "words": "Läs dem ihop."}
    answer = client.post(f"{path}/par", data=sent, follow_redirects=True)
    assert "Läs dem ihop." in answer.text
    assert client.post(f"{path}/par", data=sent).status_code == 422
    session.rollback()
    pair = session.scalars(select(EfficiencyPair)).one()
    answer = client.post(f"{path}/par/{pair.id}/ta-isar", follow_redirects=True)
    assert f"{path}/par/{pair.id}/aterta" in answer.text
    assert "Läs dem ihop." not in answer.text
    answer = client.post(f"{path}/par/{pair.id}/aterta", follow_redirects=True)
    assert "Läs dem ihop." in answer.text
    assert client.post(f"{path}/par/{pair.id + 7}/ta-isar").status_code == 404
    assert verify(session).faults == []


@pytest.fixture
def with_targets(app: Flask) -> Iterator[None]:
    """A model with targets for three years, a checklist for indicators, and types that are more than words or figures."""

    known = app.extensions[EXTENSION]
    label = Label(sv="Fem kännetecken", en="Five marks")
    marks = Checklist(
        key="marks",
        name=label,
        applies_to=("indicator",),
        points=(ChecklistPoint(key="clear", text=Label(sv="Är det lätt att förstå?", en="Is it clear?")),),
    )
    words = known.indicators.types[0].names
    result = IndicatorType(key="result", names=words, explanation=known.indicators.types[0].explanation)
    indicators = known.indicators.model_copy(
        update={"target_years": 3, "yearly_targets": True, "checklist": "marks", "types": (result,)}
    )
    app.extensions[EXTENSION] = known.model_copy(update={"indicators": indicators, "checklists": (marks,)})
    yield
    app.extensions[EXTENSION] = known


@pytest.mark.usefixtures("with_targets")
def test_a_model_with_targets_asks_for_one_a_year_offers_its_checklist_and_its_types(
    session: Session, factor: Factor, visit: Visit
) -> None:
    client, path = visit("unit"), f"/kvalitet/faktor/{factor.id}"
    page = client.get(path).text
    assert "Mål 2026" in page
    assert "Mål 2028" in page
    assert "Är det lätt att förstå?" in page
    sent = WHOLE | {"target_2026": "80", "target_2027": "82,5", "target_2028": "", "type_key": "result"}
    client.post(f"{path}/indikator", data=sent)
    (one,) = standing(session, factor)
    assert {target.year: target.value for target in one.targets} == {2026: 80, 2027: Decimal("82.5")}
    assert one.type_key == "result"
    assert "2027: 82,5" in client.get(path).text
    again = client.post(
        f"{path}/indikator/{one.id}/andra", data=sent | {"target_2027": "åttio", "revision": 1}
    )
    assert again.status_code == 422
    assert 'value="åttio"' in again.text
    client.post(f"{path}/indikator/{one.id}/andra", data=sent | {"target_2026": "", "revision": 1})
    (one,) = standing(session, factor)
    assert {target.year: target.value for target in one.targets} == {2027: Decimal("82.5")}
    assert verify(session).faults == []


def test_a_model_without_targets_does_not_ask_for_them(factor: Factor, visit: Visit) -> None:
    assert "target_" not in visit("unit").get(f"/kvalitet/faktor/{factor.id}").text
