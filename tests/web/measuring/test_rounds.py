"""An indicator measured in the rounds of a rhythm of the model: what is due of it, where, and until when."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.notifications.due import due as reminders
from app.notifications.models import Notice
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Periodicity
from app.records.verifying import verify
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.measuring.conftest import NOW
from tests.web.measuring.test_due import kept, key_of, sent
from tests.web.measuring.test_files import show, template

Visit = Callable[[str], SamsynClient]
RHYTHM = "twice_a_year"
"""Tranemo's rhythm with rounds after April and October."""


def in_rounds(session: Session, town: Municipality, **more: object) -> Indicator:
    made = make_measured(
        session, town.unit, town.unit_manager, periodicity=Periodicity.ROUND, rhythm=RHYTHM, **more
    )
    session.commit()
    return made


def test_what_is_due_is_the_latest_round_until_it_is_measured(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = in_rounds(session, town)
    measure(session, one, town.unit, town.unit_manager, "2026-R04", "71")
    yearly = make_measured(
        session, town.unit, town.unit_manager, title="Lek", name="Varje år", periodicity=Periodicity.YEAR
    )
    measure(session, yearly, town.unit, town.unit_manager, "2025", "80")
    session.commit()
    client = visit("unit")
    page = client.get("/kvalitet/mata").text
    assert "Omgången efter oktober 2026" in page
    assert "Omgången efter april 2026" in page, "what stood before is there"
    assert "Varje år" not in page
    assert "omgången efter oktober 2026" in client.get("/").text.lower()
    reminders.tell(session, NOW)
    session.commit()
    assert "measure/2026-R10/now" in set(session.scalars(select(Notice.occasion)))

    key = key_of(one.id, town.unit.id, "2026-R10")
    assert (
        "En mätning är sparad"
        in client.post("/kvalitet/mata", data=sent(key, value="78"), follow_redirects=True).text
    )
    assert "Allt är mätt" in client.get("/kvalitet/mata").text
    whole = client.get(f"/kvalitet/indikator/{one.id}/matningar?enhet={town.unit.id}").text
    assert "efter april" in whole
    assert "efter oktober" in whole
    assert "efter maj" not in whole
    assert verify(session).faults == []


def test_a_month_without_a_round_is_refused_on_its_page_and_in_a_file(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = in_rounds(session, town)
    client = visit("unit")
    address = f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/2026-R09"
    assert client.get(address).status_code == 404
    answer = client.post(address, data=sent(key_of(one.id, town.unit.id, "2026-R09"), value="7"))
    assert answer.status_code == 404

    (row,) = template(client)
    assert row["period"] == "2026-R10"
    assert "mäts inte för den sortens period" in show(client, [row | {"period": "2026-R09", "varde": "7"}])
    assert "Det här skulle" in show(client, [row | {"varde": "7"}])
    assert kept(session) == []


def test_the_rhythm_is_chosen_where_the_indicator_is_written_and_kept_with_the_version(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = in_rounds(session, town)
    client = visit("unit")
    factor = session.scalars(select(Factor)).one()
    page = client.get(f"/kvalitet/faktor/{factor.id}").text
    assert "två gånger om året (april och oktober)" in page
    client.post(f"/kvalitet/faktor/{factor.id}/oppna-igen")
    form = client.get(f"/kvalitet/faktor/{factor.id}?andra=indikator-{one.id}").text
    assert f'value="round/{RHYTHM}" selected' in form or f'selected value="round/{RHYTHM}"' in form
    fields = {"name": one.name, "nature": "quantitative", "method": "Frågor", "routine": "Alla"}
    fields |= {"better": "none", "source": "hand", "decimals": "0", "revision": str(one.revision)}
    path = f"/kvalitet/faktor/{factor.id}/indikator/{one.id}/andra"
    assert client.post(path, data=fields | {"periodicity": "round/finns_inte"}).status_code == 422
    assert client.post(path, data=fields | {"periodicity": "half_year"}).status_code == 302
    session.expire_all()
    assert (one.periodicity, one.rhythm) == ("half_year", "")
    assert verify(session).faults == []
