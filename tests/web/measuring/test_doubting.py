"""A figure that is hardly so is asked about once, in plain words, with all that was typed kept; a yes is enough."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.indicators.models import Indicator, Periodicity
from app.quality.measuring.models import Measurement
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.measuring.test_due import PERIOD, kept, key_of, sent
from tests.web.measuring.test_files import carry_out, show, template

Visit = Callable[[str], SamsynClient]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def indicator(session: Session, town: Municipality) -> Indicator:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, "2025-H2", "72")
    session.commit()
    return one


def now(session: Session, period: str = PERIOD) -> Measurement | None:
    session.rollback()
    return session.scalars(select(Measurement).where(Measurement.period == period)).one_or_none()


def answer_in(page: str) -> str:
    found = re.search(r'\.sure" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_it_is_asked_beside_the_field_with_what_was_typed_and_kept_once_one_says_yes(
    indicator: Indicator, session: Session, town: Municipality, visit: Visit
) -> None:
    client, key = visit("unit"), key_of(indicator.id, town.unit.id)
    asked = client.post("/kvalitet/mata", data=sent(key, value="720", text="Orden står kvar."))
    assert asked.status_code == 422
    assert "En rad väntar på ditt svar" in asked.text
    assert asked.text.count("Stämmer 720\u00a0%? Senast var det 72\u00a0%.") == 2, "above, and at the row"
    assert 'value="720"' in asked.text and "Orden står kvar." in asked.text
    assert 'aria-invalid="true"' not in asked.text
    assert now(session) is None
    # Another figure is another question.
    other = client.post("/kvalitet/mata", data=sent(key, value="730", sure=answer_in(asked.text)))
    assert "Stämmer 730\u00a0%?" in other.text
    yes = sent(key, value="720", text="Orden står kvar.", sure=answer_in(asked.text))
    assert client.post("/kvalitet/mata", data=yes).status_code == 302
    row = now(session)
    assert row is not None and (row.value, row.text) == (720, "Orden står kvar.")


def test_what_stands_is_not_asked_about_again_when_its_words_are_changed(
    indicator: Indicator, session: Session, town: Municipality, visit: Visit
) -> None:
    measure(session, indicator, town.unit, town.unit_manager, PERIOD, "720")
    session.commit()
    key = key_of(indicator.id, town.unit.id)
    page = f"/kvalitet/indikator/{indicator.id}/matningar/{town.unit.id}/{PERIOD}"
    client = visit("unit")
    assert client.post(page, data=sent(key, value="720", text="Nu med ord.", seen="1")).status_code == 302
    asked = client.post(page, data=sent(key, value="7200", text="Nu med ord.", seen="2"))
    assert asked.status_code == 422
    assert "Svara på en fråga först" in asked.text
    assert "Stämmer 7\u00a0200\u00a0%? Senast var det 72\u00a0%." in asked.text


@pytest.mark.parametrize(
    ("unit", "typed", "said"),
    [
        ("%", "720", "Stämmer 720\u00a0%? Det är mer än hela, 100 procent."),
        ("barn", "-3", "Stämmer \u22123\u00a0barn? Det är mindre än noll."),
    ],
)
def test_what_was_never_measured_before_is_asked_about_by_what_is_odd(
    unit: str, typed: str, said: str, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, unit_of_measure=unit)
    session.commit()
    key = key_of(one.id, town.unit.id)
    answer = visit("unit").post("/kvalitet/mata", data=sent(key, value=typed), headers=HTMX)
    assert answer.status_code == 422
    assert said in answer.text
    assert kept(session) == []


def test_divided_by_sex_each_is_asked_about_and_answered_at_once(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, by_sex=True)
    session.commit()
    client, key = visit("unit"), key_of(one.id, town.unit.id)
    data = sent(key, "T", valueT="78", valueK="800", valueM="700") | {
        f"{key}.seenK": "0",
        f"{key}.seenM": "0",
    }
    asked = client.post("/kvalitet/mata", data=data, headers=HTMX)
    assert "Kvinnor: Stämmer 800\u00a0%?" in asked.text
    assert "Män: Stämmer 700\u00a0%?" in asked.text
    assert asked.text.count("Ja, det stämmer") == 1
    assert (
        client.post(
            "/kvalitet/mata", data=data | {f"{key}.sure": answer_in(asked.text)}, headers=HTMX
        ).status_code
        == 200
    )
    assert {row.sex: row.value for row in kept(session)} == {"T": 78, "K": 800, "M": 700}


def test_many_rows_are_held_against_what_stood_before_in_one_statement(
    session: Session, town: Municipality, visit: Visit, world: World
) -> None:
    rows = [
        make_measured(session, town.unit, town.unit_manager, title=f"Faktor {number}", name=f"Rad {number}")
        for number in range(4)
    ]
    for one in rows:
        measure(session, one, town.unit, town.unit_manager, "2025-H2", "72")
    session.commit()
    client = visit("unit")

    def asks(number: int) -> int:
        data: dict[str, str] = {}
        for one in rows[:number]:
            data |= sent(key_of(one.id, town.unit.id), value="720")
        with counted_statements(world.engine) as seen:
            assert client.post("/kvalitet/mata", data=data).status_code == 422
        return sum("measurement.value IS NOT NULL" in one for one in seen)

    assert asks(1) == asks(4) == 1


def test_a_file_is_shown_with_what_is_worth_a_look_and_read_in_all_the_same(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for name, unit in (("Lugn", "%"), ("Köade", "barn")):
        one = make_measured(
            session,
            town.unit,
            town.unit_manager,
            title=name,
            name=name,
            unit_of_measure=unit,
            periodicity=Periodicity.HALF_YEAR,
        )
        measure(session, one, town.unit, town.unit_manager, "2025-H1", "72")
    session.commit()
    client = visit("unit")
    rows = template(client)
    for row in rows:
        row["varde"] = "720" if row["indikator"] == "Lugn" else "71"
    page = show(client, rows)
    assert "Titta på det här först" in page
    assert "En siffra ser ovanlig ut." in page
    assert "Stämmer 720\u00a0%? Senast var det 72\u00a0%." in page
    assert "Stämmer 71" not in page
    assert "2 mätningar är sparade ur filen." in carry_out(client, page)
    assert "Titta på det här först" not in show(client, rows), "what is read in is not asked about again"


def test_rows_of_a_file_are_held_against_each_other(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_measured(session, town.unit, town.unit_manager, unit_of_measure="barn")
    session.commit()
    client = visit("unit")
    (row,) = template(client)
    page = show(
        client, [row | {"period": "2026-H1", "varde": "720"}, row | {"period": "2025-H2", "varde": "72"}]
    )
    assert "Stämmer 720\u00a0barn? Senast var det 72\u00a0barn." in page
