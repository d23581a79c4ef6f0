"""A forecast from draft to submitted and withdrawn: what is kept, what is refused and why, and that nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.economy.errors import ChangedMeanwhile, NotYours, Refused
from app.economy.forecasts import services
from app.economy.forecasts.services import Figures
from app.economy.models import EconomicRemedy, Forecast, ForecastState, Recovery, RecoveryState, RemedyNote
from app.organisation.models import Person
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.economy import add_remedy, make_forecast, make_submitted, plan_of, submit, whole
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.economy.conftest import YEAR

Visit = Callable[[str], SamsynClient]
FIGURES = {
    "budget": "1 000",
    "outcome": "800",
    "expected": "1 100",
    "says": "Vi går över.",
    "why": "Vikarier.",
    "revision": "1",
}


def begin(client: SamsynClient, town: Municipality, month: int = 10) -> int:
    answer = client.post("/ekonomi/prognos/ny", data={"unit": town.unit.id, "year": YEAR, "month": month})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rpartition("/")[2])


def one(session: Session) -> Forecast:
    session.rollback()
    return whole(
        session, session.scalars(select(Forecast).order_by(Forecast.id.desc())).first() or Forecast()
    )


def test_a_draft_is_kept_with_nothing_in_it(session: Session, town: Municipality, visit: Visit) -> None:
    number = begin(visit("unit"), town)
    page = visit("unit").get(f"/ekonomi/prognos/{number}")
    assert "Prognos januari–oktober 2026" in page.text
    found = one(session)
    assert (found.budget, found.outcome, found.expected, found.state) == (None, None, None, "draft")
    assert verify(session).faults == []


def test_beginning_twice_opens_the_one_there_is(session: Session, town: Municipality, visit: Visit) -> None:
    client = visit("unit")
    assert begin(client, town) == begin(client, town)
    assert len(session.scalars(select(Forecast)).all()) == 1


def test_figures_are_kept_as_swedes_write_them(session: Session, town: Municipality, visit: Visit) -> None:
    client = visit("unit")
    number = begin(client, town)
    answer = client.post(
        f"/ekonomi/prognos/{number}", data=FIGURES | {"budget": "1\u00a0234,5", "outcome": "-5,5"}
    )
    assert answer.status_code == 302
    found = one(session)
    assert (found.budget, found.outcome, found.expected) == (1_234_500, -5_500, 1_100_000)
    page = client.get(f"/ekonomi/prognos/{number}").text
    assert 'value="1234,5"' in page
    assert 'value="-5,5"' in page
    assert "Överskott 134,5\u00a0tkr" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"budget": "ungefär tusen"}, "Det går inte att läsa som ett belopp"),
        ({"outcome": "1.234"}, "Punkten kan läsas på två sätt"),
        ({"expected": "12 34"}, "Mellanrummen står inte vid tusental"),
        ({"expected": "1 234 000 kr"}, "Skriv i tusental kronor"),
        ({"says": "å" * 20_001}, "20"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit, wrong: dict[str, str], said: str
) -> None:
    client = visit("unit")
    number = begin(client, town)
    answer = client.post(f"/ekonomi/prognos/{number}", data=FIGURES | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Vikarier." in answer.text
    for typed in wrong.values():
        assert typed in answer.text
    assert one(session).why == ""


def test_a_negative_forecast_is_saved_but_not_submitted_without_remedies(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    number = begin(client, town)
    assert client.post(f"/ekonomi/prognos/{number}", data=FIGURES).status_code == 302
    refused = client.post(f"/ekonomi/prognos/{number}/lamna", data={"expected": one(session).record_revision})
    assert refused.status_code == 422
    assert "Prognosen visar ett underskott. Det behövs minst en åtgärd, med effekt." in refused.text
    assert one(session).state == ForecastState.DRAFT
    client.post(f"/ekonomi/prognos/{number}/atgard", data={"what": "Vi väntar med datorerna"})
    refused = client.post(f"/ekonomi/prognos/{number}/lamna", data={"expected": one(session).record_revision})
    assert refused.status_code == 422
    assert "Åtgärden ”Vi väntar med datorerna” saknar effekt" in refused.text
    remedy = session.scalars(select(EconomicRemedy)).one()
    client.post(
        f"/ekonomi/atgard/{remedy.id}/andra",
        data={"what": "Vi väntar med datorerna", "effect": "60", "revision": "1"},
    )
    answer = client.post(f"/ekonomi/prognos/{number}/lamna", data={"expected": one(session).record_revision})
    assert answer.status_code == 302
    found = one(session)
    assert (found.state, found.submitted_by_id) == (ForecastState.SUBMITTED, town.unit_manager.id)
    locked = json.loads(session.get_one(Edition, found.edition_id).content or "")
    assert locked["remedies"][0]["effect"] == 60_000
    assert locked["says"] == "Vi går över."
    page = client.get(f"/ekonomi/prognos/{number}").text
    assert "40\u00a0tkr återstår" in page
    assert verify(session).faults == []
    assert compare(session).agrees


def test_everything_that_is_missing_is_said_at_once(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    number = begin(client, town)
    refused = client.post(f"/ekonomi/prognos/{number}/lamna", data={"expected": "1"})
    assert "Budgeten för året saknas." in refused.text
    assert "Helårsprognosen saknas." in refused.text
    assert "Allt du har skrivit är sparat som utkast." in refused.text


def test_two_writers_do_not_overwrite_each_other(session: Session, town: Municipality, visit: Visit) -> None:
    manager, support = visit("unit"), visit("support")
    number = begin(manager, town)
    assert (
        support.post(f"/ekonomi/prognos/{number}", data=FIGURES | {"says": "Controllerns ord."}).status_code
        == 302
    )
    answer = manager.post(f"/ekonomi/prognos/{number}", data=FIGURES | {"says": "Chefens ord."})
    assert answer.status_code == 409
    assert "Controllerns ord." in answer.text
    assert "Chefens ord." in answer.text
    assert one(session).says == "Controllerns ord."


def test_a_form_that_stands_on_an_older_version_does_not_submit_what_one_has_not_read(
    session: Session, town: Municipality
) -> None:
    forecast = make_forecast(session, town.unit, town.unit_manager, expected=9_000)
    read = forecast.record_revision
    services.change(
        session,
        actor_id=town.support.id,
        forecast=forecast,
        figures=Figures(1, 1, 1, "Annat"),
        revision=forecast.revision,
    )
    from tests.factories.planning import profile

    with pytest.raises(ChangedMeanwhile):
        services.submit(
            session, actor_id=town.unit_manager.id, forecast=forecast, profile=profile(), expected=read
        )


def test_only_the_manager_submits_and_support_writes(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_forecast(session, town.unit, town.support, expected=9_000)
    session.commit()
    page = visit("support").get(f"/ekonomi/prognos/{forecast.id}")
    assert "Enhetens chef lämnar prognosen." in page.text
    answer = visit("support").post(
        f"/ekonomi/prognos/{forecast.id}/lamna", data={"expected": forecast.record_revision}
    )
    assert answer.status_code == 404
    assert one(session).state == ForecastState.DRAFT


def test_a_withdrawn_forecast_stays_and_a_new_one_begins_from_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_submitted(session, town.unit, town.unit_manager, expected=11_000, says="Vi går över.")
    session.commit()
    client = visit("unit")
    missing = client.post(f"/ekonomi/prognos/{forecast.id}/dra-tillbaka", data={"words": " "})
    assert missing.status_code == 422
    answer = client.post(f"/ekonomi/prognos/{forecast.id}/dra-tillbaka", data={"words": "Fel vikariesiffra."})
    assert answer.status_code == 302
    new = one(session)
    assert (new.number, new.state, new.says, new.expected) == (2, "draft", "Vi går över.", 11_000_000)
    old = session.get_one(Forecast, forecast.id)
    assert (old.state, old.withdrawn_why) == (ForecastState.WITHDRAWN, "Fel vikariesiffra.")
    assert session.scalars(select(EconomicRemedy.forecast_id)).one() == new.id
    assert "Vi håller tjänsten vakant" in client.get(f"/ekonomi/prognos/{forecast.id}").text
    assert visit("section").get(f"/ekonomi/prognos/{forecast.id}").status_code == 404
    assert verify(session).faults == []


def test_what_is_submitted_is_locked_and_followed_up_in_words(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_submitted(session, town.unit, town.unit_manager, expected=11_000)
    session.commit()
    client, remedy = visit("unit"), session.scalars(select(EconomicRemedy)).one()
    assert client.post(f"/ekonomi/prognos/{forecast.id}", data=FIGURES).status_code == 409
    for act in ("ta-bort", "andra"):
        client.post(f"/ekonomi/atgard/{remedy.id}/{act}", data={"what": "Annat", "revision": "1"})
    session.rollback()
    assert (
        session.scalars(select(EconomicRemedy.what).where(EconomicRemedy.removed_at.is_(None))).one()
        == remedy.what
    )
    nothing = client.post(f"/ekonomi/atgard/{remedy.id}/lage", data={"state": "not_begun", "words": ""})
    assert nothing.status_code == 422
    answer = client.post(
        f"/ekonomi/atgard/{remedy.id}/lage",
        data={"state": "ongoing", "words": "Halvvägs.", "effect": "700,5"},
    )
    assert answer.status_code == 302
    note = session.scalars(select(RemedyNote)).one()
    assert (note.text, note.state, note.effect) == ("Halvvägs.", "ongoing", 700_500)
    session.refresh(remedy)
    assert (remedy.state, remedy.effect) == ("ongoing", 700_500)
    assert "Halvvägs." in visit("section").get(f"/ekonomi/atgard/{remedy.id}").text
    assert verify(session).faults == []


def test_what_was_done_before_a_draft_stands_apart_from_what_counts_in_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_submitted(session, town.unit, town.unit_manager, expected=11_000, month=8)
    remedy = session.scalars(select(EconomicRemedy)).one()
    draft = make_forecast(
        session, town.unit, town.unit_manager, month=10, expected=11_000, says="Mer än väntat."
    )
    session.commit()
    client = visit("unit")
    assert "Räknas inte in här" not in client.get(f"/ekonomi/prognos/{draft.id}").text
    client.post(f"/ekonomi/atgard/{remedy.id}/lage", data={"state": "done", "words": "Gjort."})
    page = client.get(f"/ekonomi/prognos/{draft.id}").text
    assert page.index("Räknas inte in här") < page.index(remedy.what)


def test_it_is_said_why_nothing_more_is_added_to_or_taken_from_what_is_submitted(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_submitted(session, town.unit, town.unit_manager, expected=11_000)
    session.commit()
    client, remedy = visit("unit"), session.scalars(select(EconomicRemedy)).one()
    for path in (f"prognos/{forecast.id}/atgard", f"atgard/{remedy.id}/andra", f"atgard/{remedy.id}/ta-bort"):
        answer = client.post(f"/ekonomi/{path}", data={"what": "Annat", "revision": "1"})
        assert answer.status_code == 409, path
        assert "Det är låst så som det står nu." in answer.text, path


def test_an_effect_that_is_not_above_zero_is_refused_and_kept_in_the_field(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_forecast(session, town.unit, town.unit_manager)
    session.commit()
    answer = visit("unit").post(
        f"/ekonomi/prognos/{forecast.id}/atgard", data={"what": "Vi sparar", "effect": "-60"}
    )
    assert answer.status_code == 422
    assert "ett tal över noll" in answer.text
    assert 'value="-60"' in answer.text
    assert "Vi sparar" in answer.text


def test_a_removed_remedy_and_a_discarded_draft_can_be_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    forecast = make_forecast(session, town.unit, town.unit_manager)
    remedy = add_remedy(session, forecast, town.unit_manager)
    session.commit()
    client = visit("unit")
    client.post(f"/ekonomi/atgard/{remedy.id}/ta-bort")
    assert client.get(f"/ekonomi/atgard/{remedy.id}").status_code == 404
    client.post(f"/ekonomi/atgard/{remedy.id}/aterta")
    assert client.get(f"/ekonomi/atgard/{remedy.id}").status_code == 200
    client.post(f"/ekonomi/prognos/{forecast.id}/slang")
    assert one(session).state == ForecastState.DISCARDED
    begin(client, town)
    taken = client.post(f"/ekonomi/prognos/{forecast.id}/aterta")
    assert taken.status_code == 409
    assert "Det finns redan en" in taken.text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_the_budget_begins_from_the_frame_with_what_is_carried(session: Session, town: Municipality) -> None:
    from app.economy.models import Frame

    session.add(Frame(unit_id=town.unit.id, year=YEAR, amount=5_000_000, carried=-200_000, words=""))
    session.flush()
    forecast = services.begin(
        session, actor_id=town.unit_manager.id, unit_id=town.unit.id, year=YEAR, month=3
    )
    assert forecast.budget == 4_800_000


def test_no_door_makes_a_forecast_in_somebody_elses_unit(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    with pytest.raises(NotYours):
        services.begin(session, actor_id=people["sibling"].id, unit_id=town.unit.id, year=YEAR, month=3)
    with pytest.raises(Refused):
        services.begin(session, actor_id=town.unit_manager.id, unit_id=town.unit.id, year=YEAR, month=13)
    for who in ("sibling", "section", "chief", "auditor", "chair", "employee", "administrator"):
        answer = visit(who).post(
            "/ekonomi/prognos/ny", data={"unit": town.unit.id, "year": YEAR, "month": 10}
        )
        assert answer.status_code == 404, who


def test_drafts_are_read_by_manager_and_support_and_what_is_submitted_by_those_above(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    draft = make_forecast(session, town.unit, town.unit_manager, month=8, says="Hemligt utkast.", expected=1)
    told = make_submitted(session, town.unit, town.unit_manager, says="Lämnade ord.")
    session.commit()
    readers = {"unit", "support", "secretary", "section", "chief", "chair", "auditor"}
    for who in people:
        client = visit(who)
        may_draft = who in {"unit", "support", "secretary"}
        assert (client.get(f"/ekonomi/prognos/{draft.id}").status_code == 200) is may_draft, who
        page = client.get(f"/ekonomi/prognos/{told.id}")
        assert (page.status_code == 200) is (who in readers), who
        unit = client.get(f"/ekonomi/?enhet={town.unit.id}&ar={YEAR}")
        assert ("Hemligt utkast." in unit.text) is may_draft, who
        assert ("Lämnade ord." in unit.text) is (who in readers), who


def test_an_erased_version_takes_the_words_along(session: Session, town: Municipality) -> None:
    forecast = make_submitted(session, town.unit, town.unit_manager, expected=11_000, says="Känsliga ord.")
    edition = session.get_one(Edition, forecast.edition_id)
    erase_edition(session, edition=edition, because="Gallringsplan", actor_id=town.administrator.id)
    session.commit()
    assert whole(session, forecast).says == ""
    assert session.scalars(select(EconomicRemedy.what)).one() == "(gallrat)"
    assert verify(session).faults == []
    assert compare(session).agrees


def test_a_year_that_went_over_opens_its_recovery_and_one_reckoned_anew_lets_it_lapse(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    answer = client.post("/ekonomi/prognos/ny", data={"unit": town.unit.id, "year": YEAR - 1, "month": 12})
    number = int(answer.location.rpartition("/")[2])
    client.post(
        f"/ekonomi/prognos/{number}",
        data={"budget": "1 000", "outcome": "1 300", "says": "Dyr vinter.", "revision": "1"},
    )
    answer = client.post(f"/ekonomi/prognos/{number}/lamna", data={"expected": one(session).record_revision})
    plan = plan_of(session, town.unit, YEAR - 1)
    assert answer.location.endswith(f"/ekonomi/aterhamtning/{plan.id}")
    assert (plan.deficit, plan.state) == (300_000, RecoveryState.OPEN)
    start = client.get("/").text
    assert "Underskottet 2025 ska hämtas hem" in start
    new = services.withdraw(
        session, actor_id=town.unit_manager.id, forecast=whole(session, one(session)), why="Fel."
    )
    services.change(
        session,
        actor_id=town.unit_manager.id,
        forecast=new,
        figures=Figures(1_000_000, 900_000, None),
        revision=new.revision,
    )
    submit(session, new, town.unit_manager)
    assert session.scalars(select(Recovery.state)).one() == RecoveryState.LAPSED
    assert verify(session).faults == []


def test_another_time_of_the_year_is_chosen_for_a_unit_and_those_below_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for month, says in ((4, "Våren gick ihop."), (8, "Sommaren blev dyr.")):
        make_submitted(session, town.section, town.section_manager, month=month, says=says)
        make_submitted(session, town.unit, town.unit_manager, month=month, says=f"Förskolan: {says}")
    session.commit()
    client, here = visit("section"), f"/ekonomi/?enhet={town.section.id}"
    page = client.get(here).text
    assert f"{here}&amp;ar={YEAR}&amp;manad=4" in page
    assert 'class="words large"' in page
    spring = client.get(f"{here}&manad=4").text
    status = spring[spring.index('class="status"') :]
    assert status.index("Våren gick ihop.") < status.index("</figure>")
    below = spring[spring.index('id="below"') :]
    assert "Förskolan: Våren gick ihop." in below
    assert "Förskolan: Sommaren blev dyr." not in below
    assert "Inget är lämnat för" in client.get(f"{here}&manad=12").text
    assert "Sommaren blev dyr." in client.get(f"{here}&manad=3").text, (
        "no time of the year: what was said last"
    )
