"""Activities and what is said of them; reminders, the start page and what comes along to a dialogue."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock as app_clock
from app.notifications.due import due
from app.notifications.models import Notice
from app.passages.subjects import Ref
from app.planning.goals import services
from app.planning.models import Activity, Goal, ProgressNote
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality
from tests.factories.passages import make_passage
from tests.factories.planning import add_activity, complete, establish, make_established, make_goal, whole
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def test_an_activity_is_changed_where_it_stands_and_taken_away_with_a_way_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    one = add_activity(session, goal, town.unit_manager)
    session.commit()
    client = visit("unit")
    assert 'name="what"' in client.get(f"/plan/mal/{goal.id}?andra=aktivitet-{one.id}").text
    fields = {"what": "Göra om schemat", "starts_on": "2026-12-01", "due_on": "2026-11-01", "revision": 1}
    refused = client.post(f"/plan/aktivitet/{one.id}/andra", data=fields)
    assert refused.status_code == 422
    assert "Slutdagen kan inte ligga före startdagen." in refused.text
    assert "Göra om schemat" in refused.text
    client.post(f"/plan/aktivitet/{one.id}/andra", data=fields | {"due_on": "2026-12-24"})
    session.rollback()
    assert session.get_one(Activity, one.id).due_on == date(2026, 12, 24)
    page = client.post(f"/plan/aktivitet/{one.id}/ta-bort", follow_redirects=True).text
    assert f"/plan/aktivitet/{one.id}/aterta" in page
    assert client.get(f"/plan/aktivitet/{one.id}").status_code == 404
    client.post(f"/plan/aktivitet/{one.id}/aterta")
    assert client.get(f"/plan/aktivitet/{one.id}").status_code == 200
    assert verify(session).faults == []


def test_words_said_about_an_activity_stand_by_it_on_the_page_of_its_goal(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    talked, other = (add_activity(session, goal, town.unit_manager, what) for what in ("Schemat", "Rutinen"))
    establish(session, whole(session, goal), town.unit_manager)
    make_series(session, town.section, town.unit)
    make_passage(
        session,
        (town.section, town.section_manager),
        (town.unit, town.unit_manager),
        text="Morgnarna är lugnare nu.",
        about=[Ref("activity", talked.id)],
    )
    session.commit()
    page = visit("unit").get(f"/plan/mal/{goal.id}").text
    assert page.count("Morgnarna är lugnare nu.") == 1
    place = page.index("Morgnarna är lugnare nu.")
    assert page.index(f'id="activity-{talked.id}"') < place < page.index(f'id="activity-{other.id}"')
    audited = visit("auditor").get(f"/plan/mal/{goal.id}").text
    assert "Schemat" in audited
    assert "Morgnarna är lugnare nu." not in audited


def test_two_who_change_the_same_activity_see_both(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    one = add_activity(session, goal, town.unit_manager)
    session.commit()
    visit("unit").post(f"/plan/aktivitet/{one.id}/andra", data={"what": "Evas", "revision": 1})
    answer = visit("support").post(f"/plan/aktivitet/{one.id}/andra", data={"what": "Saras", "revision": 1})
    assert answer.status_code == 409
    assert "Evas" in answer.text
    assert "Saras" in answer.text


def test_how_it_goes_is_said_in_words_and_stands_as_a_timeline(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    one = goal.activities[0]
    session.commit()
    client = visit("unit")
    nothing = client.post(f"/plan/aktivitet/{one.id}/lage", data={"state": "not_begun", "words": ""})
    assert nothing.status_code == 422
    client.post(f"/plan/aktivitet/{one.id}/lage", data={"state": "ongoing", "words": "Vi har börjat."})
    client.post(f"/plan/aktivitet/{one.id}/lage", data={"state": "done", "words": "Gäller från vecka 6."})
    page = client.get(f"/plan/aktivitet/{one.id}").text
    assert page.index("Gäller från vecka 6.") < page.index("Vi har börjat.")
    assert "Klar" in page
    client.post(f"/plan/mal/{goal.id}/lage", data={"words": "Lugnare nu."})
    on_page = client.get("/plan/").text
    assert on_page.index("Lugnare nu.") < on_page.index("Göra ett schema")
    assert verify(session).faults == []


def test_nothing_more_is_said_of_what_has_ended(session: Session, town: Municipality, visit: Visit) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    services.end(session, actor_id=town.unit_manager.id, goal=goal, words="Klart.")
    session.commit()
    answer = visit("unit").post(f"/plan/mal/{goal.id}/lage", data={"words": "En sak till"})
    assert answer.status_code == 409
    assert session.scalars(select(ProgressNote)).all() == []


def test_what_i_am_to_do_stands_on_my_start_page_and_in_my_list(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    add_activity(session, goal, by, "Skriva ner hur vi gör", person=by, due=date(2026, 12, 1))
    add_activity(session, goal, by, "Långt fram", person=by, due=date(2027, 6, 1))
    add_activity(session, goal, by, "Någon annans", person=town.employee, due=date(2026, 12, 1))
    session.commit()
    start, mine = visit("unit").get("/").text, visit("unit").get("/plan/mina-aktiviteter").text
    assert "Skriva ner hur vi gör" in start
    assert "Långt fram" not in start
    assert "Långt fram" in mine
    assert "Någon annans" not in start + mine
    assert "Skriva ner hur vi gör" not in visit("section").get("/").text


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 20, 7, tzinfo=UTC), 0),
        (datetime(2026, 11, 28, 7, tzinfo=UTC), 1),
        (datetime(2026, 12, 3, 7, tzinfo=UTC), 1),
    ],
)
def test_one_is_reminded_once_before_and_once_after_without_a_word_of_the_plan(
    session: Session, town: Municipality, app: Flask, moment: datetime, told: int
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    add_activity(session, goal, by, "Hemligt schema", person=by, due=date(2026, 12, 1))
    establish(session, complete(session, goal, by), by)
    session.commit()
    with app_clock.frozen_at(moment):
        due.tell(session, moment)
        due.tell(session, moment)
    notices = session.scalars(select(Notice).where(Notice.kind == "activity_due")).all()
    assert len(notices) == told
    assert "Hemligt" not in repr([one.words for one in notices])


def test_a_dialogue_brings_along_the_reporting_units_goals_for_those_who_may_read_them(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from app.dialogues.queries.said import themes_of
    from app.planning.parts.services import say_of_goal

    by = town.unit_manager
    make_goal(session, town.unit, by, "Mål i utkast")
    goal = make_established(session, town.unit, by, "Lugna lämningar")
    say_of_goal(session, actor_id=by.id, goal=goal, text="Schemat håller.")
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, by)
    for theme in themes_of(session, dialogue.id):
        theme.backgrounds = ["development_goals"]
    session.commit()
    theme_id = themes_of(session, dialogue.id)[0].id
    for who in ("unit", "section"):
        page = visit(who).get(f"/dialoger/{dialogue.id}/tema/{theme_id}").text
        assert "Lugna lämningar" in page
        assert page.index("Lugna lämningar") < page.index("Schemat håller.")
        assert ("Mål i utkast" in page) is False


# --- files


def sent(client: SamsynClient, content: bytes, name: str = "mal.csv") -> str:
    answer = client.post("/plan/las-in", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 200, answer.text
    return answer.text


def field(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


FILE = (
    "enhet_id;ar;mal;varfor;aktivitet;lage;indikator;metod;rutin\n"
    "Förskolan Ängen;2026;Lugna lämningar;För barnen;Schema;pågår;Så känns det;Samtal;Alla\n"
    "Förskolan Ängen;2026;Lugna lämningar;;Fråga familjerna;;;;\n"
).encode()


def test_a_file_is_tried_first_and_then_makes_drafts(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    page = sent(client, FILE)
    assert "Lugna lämningar" in page
    assert session.scalars(select(Goal)).all() == []
    answer = client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    assert answer.status_code == 302
    goal = whole(session, session.scalars(select(Goal)).one())
    assert (goal.state, [one.state for one in goal.activities]) == ("draft", ["ongoing", "not_begun"])
    assert "finns redan" in sent(client, FILE)
    assert verify(session).faults == []


def test_a_quote_that_keeps_a_cell_from_being_a_formula_is_no_part_of_a_goal(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    content = "enhet_id;ar;mal;varfor\nFörskolan Ängen;2026;'=Lika för alla;'-2 lärare\n".encode()
    page = sent(client, content)
    client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    goal = session.scalars(select(Goal)).one()
    assert (goal.title, goal.why) == ("=Lika för alla", "-2 lärare")


def test_a_file_that_means_something_else_by_now_is_not_carried_out(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    page = sent(client, FILE)
    make_goal(session, town.unit, town.unit_manager, "Lugna lämningar")
    session.commit()
    answer = client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    assert answer.status_code == 409
    assert len(session.scalars(select(Goal)).all()) == 1


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_what_is_taken_along_can_be_read_in_elsewhere(
    session: Session, town: Municipality, visit: Visit, sort: str
) -> None:
    goal = complete(
        session, make_goal(session, town.unit, town.unit_manager, '=HYPERLINK("x")'), town.unit_manager
    )
    session.commit()
    client = visit("unit")
    taken = client.get(f"/plan/ta-med.{sort}?ar={YEAR}")
    assert taken.status_code == 200
    assert b"<f>" not in taken.data
    if sort == "csv":
        assert "'=HYPERLINK" in taken.text
    assert "finns redan" in sent(client, taken.data, f"mal.{sort}")
    template = client.get(f"/plan/mall.{sort}")
    assert "Lugnare lämningar" in sent(client, template.data, f"mall.{sort}")
    assert goal.state == "draft"
