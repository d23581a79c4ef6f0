"""All that is due to me to measure, on one page: what is there, how it is kept, what is refused with the text kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.notifications.due import due as reminders
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.quality.factors import services as factors
from app.quality.factors.models import Factor
from app.quality.indicators.models import Nature, Periodicity, Source
from app.quality.measuring.due import due_count
from app.quality.measuring.models import Measurement, MeasurementVersion, Sex
from app.quality.measuring.telling import remind_of_measuring
from app.quality.rights import Reader
from app.records.verifying import verify
from tests.factories.documents import acting_as
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality, make_appointment, make_manager, make_person, make_unit
from tests.factories.quality import whole
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.support.told_again import sent_when_told
from tests.web.measuring.conftest import NOW

Visit = Callable[[str], SamsynClient]
PERIOD = "2026-H1"
"""The half-year that is over at the moment of the tests."""
TERTIAL = "2026-T2"
OCTOBER = datetime(2026, 10, 10, 9, tzinfo=UTC)
"""A day when the second tertial is late, but not for long."""


def key_of(indicator_id: int, unit_id: int, period: str = PERIOD) -> str:
    return f"{indicator_id}-{unit_id}-{period.replace('/', '_')}"


def sent(key: str, sex: str = "", **fields: str) -> dict[str, str]:
    """Give a row as the form sends it."""
    found = {f"{key}.seen{sex}": "0", f"{key}.text": "", f"{key}.why": ""}
    return found | {f"{key}.{name}": value for name, value in fields.items()}


def kept(session: Session) -> list[Measurement]:
    session.rollback()
    return list(session.scalars(select(Measurement).order_by(Measurement.id)))


def test_what_is_over_and_not_measured_is_due_and_what_is_measured_is_not(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_measured(session, town.unit, town.unit_manager, name="Mätt redan")
    make_measured(session, town.unit, town.unit_manager, title="Lek", name="Väntar")
    first = make_measured(
        session, town.unit, town.unit_manager, title="Språk", name="Börjar sen", starts_on=date(2026, 7, 1)
    )
    make_measured(
        session, town.unit, town.unit_manager, title="Kost", name="Hämtas själv", source=Source.KOLADA
    )
    make_measured(session, town.unit, town.unit_manager, title="Ute", name="Hoppas över", skipped=PERIOD)
    done = make_measured(session, town.unit, town.unit_manager, title="Mat", name="Klar")
    measure(session, done, town.unit, town.unit_manager, PERIOD, "80")
    assert first
    session.commit()
    page = visit("unit").get("/kvalitet/mata")
    assert page.status_code == 200
    assert "Väntar" in page.text
    assert "Mätt redan" in page.text
    for gone in ("Börjar sen", "Hämtas själv", "Hoppas över", "Klar"):
        assert gone not in page.text, gone
    assert "Två mätningar väntar." in page.text


def test_nothing_due_is_a_good_day(visit: Visit) -> None:
    assert "Allt är mätt" in visit("unit").get("/kvalitet/mata").text


@pytest.mark.parametrize("who", ["auditor", "chair", "administrator", "employee"])
def test_the_page_is_closed_to_who_does_not_measure(who: str, visit: Visit) -> None:
    assert visit(who).get("/kvalitet/mata").status_code == 404


def test_all_rows_are_kept_with_one_press_and_the_history_tells_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    other = make_measured(
        session, town.unit, town.unit_manager, title="Lek", name="Så leker de", nature=Nature.QUALITATIVE
    )
    session.commit()
    client = visit("unit")
    first, second = key_of(one.id, town.unit.id), key_of(other.id, town.unit.id)
    answer = client.post(
        "/kvalitet/mata",
        data=sent(first, value="78 %") | sent(second, text="De leker längre ute."),
        follow_redirects=True,
    )
    assert "2 mätningar är sparade." in answer.text
    assert "Allt är mätt" in answer.text
    found = {row.indicator_id: row for row in kept(session)}
    assert found[one.id].value == 78
    assert found[one.id].state == "final"
    assert found[one.id].person_id == town.unit_manager.id
    assert found[other.id].text == "De leker längre ute."
    assert found[other.id].value is None
    assert verify(session).faults == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "”abc” är inget tal."),
        ("12 kr", "har en annan enhet än indikatorn (%)"),
        ("78,55", "har fler decimaler än indikatorn (0)"),
        ("9" * 20, "är större än vad som kan sparas"),
    ],
)
def test_what_is_no_figure_is_refused_with_all_that_was_typed_kept(
    typed: str, said: str, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    other = make_measured(session, town.unit, town.unit_manager, title="Lek", name="Andra")
    session.commit()
    key = key_of(one.id, town.unit.id)
    answer = visit("unit").post(
        "/kvalitet/mata",
        data=sent(key, value=typed, text="Orden står kvar.")
        | sent(key_of(other.id, town.unit.id), value="34"),
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert typed in answer.text
    assert "Orden står kvar." in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert [row.value for row in kept(session)] == [34], "the other row is kept"


def test_a_row_alone_is_answered_with_what_became_of_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    client, key = visit("unit"), key_of(one.id, town.unit.id)
    answer = client.post("/kvalitet/mata", data=sent(key, value="78"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f'id="state-{key}"' in answer.text
    assert "<html" not in answer.text
    assert "Sparat" in answer.text
    assert f'name="{key}.seen" value="1"' in answer.text
    refused = client.post(
        "/kvalitet/mata", data=sent(key, value="x", seen="1"), headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    assert 'data-wrong="value"' in refused.text


def test_divided_by_sex_all_three_are_kept_and_the_words_stand_on_the_whole(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, by_sex=True)
    session.commit()
    key = key_of(one.id, town.unit.id)
    data = sent(
        key, "T", valueT="78", valueK="80", valueM="", text="Flickorna har det lugnare.", preliminary="1"
    )
    visit("unit").post("/kvalitet/mata", data=data | {f"{key}.seenK": "0", f"{key}.seenM": "0"})
    found = {row.sex: row for row in kept(session)}
    assert set(found) == {Sex.ALL, Sex.WOMEN}, "what was not measured is not a zero"
    assert (found["T"].value, found["K"].value) == (78, 80)
    assert found["T"].text == "Flickorna har det lugnare."
    assert {row.state for row in found.values()} == {"preliminary"}
    page = visit("unit").get("/kvalitet/mata").text
    assert 'value="80"' in page, "what is preliminary waits to become final"


def test_what_is_not_to_be_measured_says_why_and_holds_no_value(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    client, key = visit("unit"), key_of(one.id, town.unit.id)
    both = client.post("/kvalitet/mata", data=sent(key, value="5", why="Enkäten ställdes in."))
    assert both.status_code == 422
    assert "Ta bort det ena." in both.text
    client.post("/kvalitet/mata", data=sent(key, why="Enkäten ställdes in."))
    (row,) = kept(session)
    assert (row.not_measured, row.text, row.value) == (True, "Enkäten ställdes in.", None)
    assert "Allt är mätt" in client.get("/kvalitet/mata").text


def test_two_who_measure_the_same_see_what_the_other_wrote_and_overwrite_nothing_unseen(
    session: Session, town: Municipality, visit: Visit, people: dict[str, Person]
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    key = key_of(one.id, town.unit.id)
    visit("unit").post("/kvalitet/mata", data=sent(key, value="70", text="Evas ord", preliminary="1"))
    support = visit("support")
    answer = support.post("/kvalitet/mata", data=sent(key, value="80", text="Saras ord"))
    assert answer.status_code == 409
    assert "Någon annan har skrivit här" in answer.text
    assert "Evas ord" in answer.text
    assert "Saras ord" in answer.text
    assert kept(session)[0].text == "Evas ord"
    again = support.post("/kvalitet/mata", data=sent(key, value="80", text="Saras ord", seen="1"))
    assert again.status_code == 302
    row = kept(session)[0]
    assert (row.text, row.value, row.revision) == ("Saras ord", 80, 2)
    (before,) = session.scalars(select(MeasurementVersion))
    assert (before.text, before.value, before.person_id) == ("Evas ord", 70, town.unit_manager.id)
    assert verify(session).faults == []


def test_saving_the_same_again_changes_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    client, key = visit("unit"), key_of(one.id, town.unit.id)
    client.post("/kvalitet/mata", data=sent(key, value="70"))
    answer = client.post("/kvalitet/mata", data=sent(key, value="70,0", seen="1"), follow_redirects=True)
    assert "Inget har ändrats." in answer.text
    assert kept(session)[0].revision == 1


def test_what_was_measured_by_mistake_is_taken_away_and_is_due_again(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, PERIOD, "700")
    session.commit()
    client, key = visit("unit"), key_of(one.id, town.unit.id)
    client.post(
        f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/{PERIOD}", data=sent(key, value="", seen="1")
    )
    assert kept(session)[0].value is None
    assert "En mätning väntar." in client.get("/kvalitet/mata").text
    assert verify(session).faults == []


@pytest.mark.parametrize("who", ["sibling", "section", "chief", "other_unit", "other_support"])
def test_nobody_measures_for_a_unit_that_is_not_theirs(
    who: str, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    answer = visit(who).post("/kvalitet/mata", data=sent(key_of(one.id, town.unit.id), value="1"))
    assert answer.status_code == 404
    assert kept(session) == []


@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2027-H1", "2026-H2x", "9999-H9"])
def test_a_period_the_indicator_is_not_measured_for_is_refused(
    period: str, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    answer = visit("unit").post("/kvalitet/mata", data=sent(key_of(one.id, town.unit.id, period), value="1"))
    assert answer.status_code in {302, 404, 409, 422}
    assert kept(session) == []


def test_a_factor_that_is_a_draft_or_has_ended_is_not_measured(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    factors.end(
        session,
        actor_id=town.unit_manager.id,
        factor=whole(session, session.get_one(Factor, one.factor_id)),
        words="Klart.",
    )
    session.commit()
    client = visit("unit")
    assert "Allt är mätt" in client.get("/kvalitet/mata").text
    answer = client.post("/kvalitet/mata", data=sent(key_of(one.id, town.unit.id), value="1"))
    assert answer.status_code == 409
    assert "Då mäts den inte." in answer.text
    assert kept(session) == []


def test_one_that_is_being_changed_again_is_measured_meanwhile(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    factors.reopen(
        session, actor_id=town.unit_manager.id, factor=whole(session, session.get_one(Factor, one.factor_id))
    )
    session.commit()
    assert "En mätning väntar." in visit("unit").get("/kvalitet/mata").text


def test_an_areas_indicator_is_due_in_each_unit_led_below_and_not_in_the_area_itself(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.section, town.section_manager, area=True)
    session.commit()
    assert "En mätning väntar." in visit("unit").get("/kvalitet/mata").text
    assert "En mätning väntar." in visit("sibling").get("/kvalitet/mata").text
    assert "Allt är mätt" in visit("section").get("/kvalitet/mata").text
    assert "Allt är mätt" in visit("other_unit").get("/kvalitet/mata").text
    visit("unit").post("/kvalitet/mata", data=sent(key_of(one.id, town.unit.id), value="70"))
    assert "Allt är mätt" in visit("unit").get("/kvalitet/mata").text
    assert "En mätning väntar." in visit("sibling").get("/kvalitet/mata").text


def test_who_is_named_measures_and_the_manager_does_not_unless_the_one_named_has_left(
    session: Session, town: Municipality, visit: Visit, people: dict[str, Person]
) -> None:
    make_measured(session, town.unit, town.unit_manager, measurer_id=people["support"].id)
    gone = make_person(session, "Gunnar Gången")
    make_appointment(session, gone, town.section, Role.SUPPORT, until=date(2026, 3, 1))
    make_measured(session, town.unit, town.unit_manager, title="Lek", name="Guns", measurer_id=gone.id)
    session.commit()
    mine = visit("unit").get("/kvalitet/mata").text
    assert "Guns" in mine
    assert "En mätning väntar." in mine
    assert "En mätning väntar." in visit("support").get("/kvalitet/mata").text
    assert "Två mätningar väntar." in visit("unit").get("/kvalitet/mata?vy=alla").text


def test_the_earlier_values_and_words_stand_beside(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    for period, value, text in (
        ("2024-H2", "60", "Äldst"),
        ("2025-H1", "65", "Förra"),
        ("2025-H2", "70", "Senast"),
    ):
        measure(session, one, town.unit, town.unit_manager, period, value, text)
    session.commit()
    page = visit("unit").get("/kvalitet/mata").text
    assert "Senast" in page
    assert "70\u00a0%" in page
    assert "andra halvåret 2025" in page.lower()
    assert "Äldst" not in page
    assert "Inte samtalad än" in page


def test_the_start_page_says_once_that_something_waits(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for name in ("Lugn", "Lek", "Språk"):
        make_measured(session, town.unit, town.unit_manager, title=name, name=name)
    session.commit()
    page = visit("unit").get("/").text
    assert "Tre mätningar väntar" in page
    assert "Första halvåret 2026." in page
    assert 'href="/kvalitet/mata"' in page
    assert "mätningar väntar" not in visit("section").get("/").text


def test_who_measures_is_reminded_once_as_the_time_comes_and_once_when_it_has_passed(
    session: Session, town: Municipality
) -> None:
    make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.TERTIAL)
    make_measured(
        session, town.unit, town.unit_manager, title="Lek", name="Lek", periodicity=Periodicity.TERTIAL
    )
    session.commit()

    def told() -> list[tuple[int, str, str]]:
        session.flush()
        rows = session.scalars(select(Notice).where(Notice.kind == "measure_due").order_by(Notice.id))
        return [(row.person_id, str(row.words["period_sv"]), row.path) for row in rows]

    def at(day: date) -> None:
        from app import clock

        moment = clock.from_stockholm(day, 8)
        with clock.frozen_at(moment):
            reminders.tell(session, moment)

    at(date(2026, 9, 2))
    assert told() == [(town.unit_manager.id, "tertial 2 2026", "/kvalitet/mata")], "one, however much is due"
    at(date(2026, 9, 20))
    assert len(told()) == 1
    at(date(2026, 10, 2))
    assert len(told()) == 2
    at(date(2026, 10, 20))
    assert len(told()) == 2
    assert NOW


def test_who_is_reminded_is_who_it_is_due_to(
    session: Session, town: Municipality, people: dict[str, Person]
) -> None:
    support, section = people["support"], town.section_manager
    tertial = {"periodicity": Periodicity.TERTIAL}
    make_measured(session, town.unit, town.unit_manager, name="Chefens", **tertial)
    make_measured(
        session, town.unit, town.unit_manager, title="Lek", name="Stödets", measurer_id=support.id, **tertial
    )
    make_measured(
        session,
        town.sibling,
        town.sibling_manager,
        name="Skriver inte där",
        measurer_id=section.id,
        **tertial,
    )
    deputy = make_person(session)
    make_appointment(session, deputy, town.unit, deputy=True)
    make_measured(session, town.other_unit, town.other_unit_manager, name="Slutat", **tertial)
    town.other_unit_manager.closed_on = OCTOBER.date()
    session.commit()
    remind_of_measuring(session, OCTOBER)
    session.flush()
    due_now = {
        (person.id, one.key)
        for person in (*people.values(), deputy)
        if person.closed_on is None
        for one in due_count(session, Reader(acting_as(session, person), OCTOBER.date()))[1]
        if one.key == TERTIAL
    }
    rows = session.execute(select(Notice.person_id, Notice.occasion).where(Notice.kind == Kind.MEASURE_DUE))
    assert {(person, occasion.split("/")[1]) for person, occasion in rows} == due_now
    assert {person for person, _ in due_now} == {
        town.unit_manager.id,
        deputy.id,
        support.id,
        town.sibling_manager.id,
    }


def test_when_all_are_reminded_more_people_take_no_more_statements(
    session: Session, town: Municipality
) -> None:
    make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.TERTIAL)
    few = sent_when_told(session, remind_of_measuring, OCTOBER)
    for number in range(4):
        unit = make_unit(session, under=town.section)
        by = make_manager(session, unit)
        make_measured(session, unit, by, name=f"Mått {number}", periodicity=Periodicity.TERTIAL)
    assert sent_when_told(session, remind_of_measuring, OCTOBER) == few
    assert len(unread(session, Kind.MEASURE_DUE)) == 5


def test_what_is_measured_is_no_news_any_more(
    session: Session, town: Municipality, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    moment = datetime(2026, 10, 10, 9, tzinfo=UTC)
    clock(moment)
    one, other = (
        make_measured(
            session, town.unit, town.unit_manager, title=name, name=name, periodicity=Periodicity.TERTIAL
        )
        for name in ("Lugn", "Lek")
    )
    session.commit()
    reminders.tell(session, moment)
    session.commit()
    assert unread(session, Kind.MEASURE_DUE) == ["measure/2026-T2/late"]
    client = visit("unit")
    client.post("/kvalitet/mata", data=sent(key_of(one.id, town.unit.id, TERTIAL), value="78"))
    assert len(unread(session, Kind.MEASURE_DUE)) == 1, "one is left to measure"
    client.post("/kvalitet/mata", data=sent(key_of(other.id, town.unit.id, TERTIAL), value="78"))
    assert unread(session, Kind.MEASURE_DUE) == []


def test_many_rows_come_a_page_at_a_time(session: Session, town: Municipality, visit: Visit) -> None:
    for number in range(45):
        make_measured(
            session, town.unit, town.unit_manager, title=f"Faktor {number:02}", name=f"Rad {number:02}"
        )
    session.commit()
    client = visit("unit")
    first, second = client.get("/kvalitet/mata").text, client.get("/kvalitet/mata?sida=2").text
    assert "Rad 39" in first
    assert "Rad 40" not in first
    assert "Rad 40" in second
    assert "Rad 44" in second
