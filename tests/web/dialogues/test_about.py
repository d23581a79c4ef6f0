"""The two say what they talk about: by one press, seen by both, part of the record, gone up with what is raised."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.about.models import MatterSubject, TakenUp, ThemeSubject
from app.dialogues.models import PairKind, State
from app.dialogues.queries.said import themes_of
from app.organisation.models import Person, Unit
from app.passages.models import Passage, PassageSubject, Talk
from app.passages.subjects import Ref, subjects
from app.records.queries import history_of
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.subjects import KIND, goal_of, register_goals, title_of
from tests.web.dialogues.conftest import Table, words_on
from tests.web.dialogues.test_raising import finish

Visit = Callable[[Person], SamsynClient]


@pytest.fixture(autouse=True)
def goals() -> None:
    register_goals()


@pytest.fixture
def goal(town: Municipality) -> Ref:
    """The goal of the reporting unit: both may read it."""
    return goal_of(town.unit)


def mark(t: Table, client: SamsynClient, ref: Ref, wish: str = "mark") -> int:
    return client.post(f"{t.at_theme}/handlar-om", data={wish: str(ref)}).status_code


def marked(t: Table) -> list[Ref]:
    t.session.commit()
    return [one.ref for one in t.session.scalars(select(ThemeSubject).order_by(ThemeSubject.id))]


def on_matters(t: Table) -> list[Ref]:
    t.session.commit()
    return [one.ref for one in t.session.scalars(select(MatterSubject).order_by(MatterSubject.id))]


def talks(t: Table) -> list[tuple[Ref, str]]:
    t.session.commit()
    return [(Ref(one.subject_kind, one.subject_id), one.theme) for one in t.session.scalars(select(Talk))]


def test_one_press_marks_a_theme_and_one_takes_it_away_and_both_see_it(table: Table, goal: Ref) -> None:
    table.to(State.HELD)
    assert mark(table, table.over, goal) == 302
    for client in (table.over, table.rep):
        page = client.get(table.at_theme).text
        assert f'value="{goal}"' in page
        assert 'aria-pressed="true"' in page
        assert title_of(goal.id) in page
    assert mark(table, table.rep, goal, "unmark") == 302
    assert marked(table) == []
    told = [one.action for one in history_of(table.session, "theme", table.theme.id)]
    assert told[:2] == ["unmark_theme", "mark_theme"]


def test_a_press_by_the_script_is_answered_with_the_row_alone(table: Table, goal: Ref) -> None:
    table.to(State.HELD)
    for wish, pressed in (("mark", "true"), ("unmark", "false")):
        answer = table.rep.htmx(f"{table.at_theme}/handlar-om", method="POST", data={wish: str(goal)})
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<section class="about"')
        assert (f'aria-pressed="{pressed}"' in answer.text) == (wish == "mark")
    choosing = table.rep.htmx(f"{table.at_theme}/handlar-om?valj=1")
    assert 'id="about-words"' in choosing.text
    assert title_of(goal.id) in choosing.text


def test_marking_twice_is_marking_once_and_unmarking_what_is_not_marked_is_nothing(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal, "unmark")
    before = table.revision
    mark(table, table.over, goal)
    mark(table, table.rep, goal)
    assert (marked(table), table.revision) == ([goal], before + 1)


@pytest.mark.parametrize("wish", ["mark", "unmark"])
def test_what_the_record_is_about_is_part_of_what_is_established(table: Table, goal: Ref, wish: str) -> None:
    table.to(State.HELD)
    if wish == "unmark":
        mark(table, table.over, goal)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    assert table.consents() == 1
    mark(table, table.rep, goal, wish)
    assert table.consents() == 0


@pytest.mark.parametrize("state", [State.PREPARING, State.ESTABLISHED])
def test_a_theme_is_not_marked_before_the_meeting_nor_after_it_is_established(
    table: Table, goal: Ref, state: State
) -> None:
    table.to(state)
    mark(table, table.over, goal)
    assert marked(table) == []


def test_what_not_both_may_read_is_neither_offered_nor_marked(table: Table, town: Municipality) -> None:
    table.to(State.HELD)
    above = goal_of(town.section)
    choosing = table.over.get(f"{table.at_theme}/handlar-om").text
    assert title_of(town.unit.id) in choosing
    assert title_of(town.section.id) not in choosing
    answer = table.over.post(f"{table.at_theme}/handlar-om", data={"mark": str(above)}, follow_redirects=True)
    assert "kan inte ni båda läsa" in words_on(answer)
    assert marked(table) == []


@pytest.mark.parametrize("wish", ["", "goal", "test_goal:0", "test_goal:999999", "nothing:1", "<b>:1"])
def test_what_is_no_subject_is_refused_without_an_accident(table: Table, wish: str) -> None:
    table.to(State.HELD)
    answer = table.over.post(f"{table.at_theme}/handlar-om", data={"mark": wish})
    assert answer.status_code in {302, 400}
    assert marked(table) == []


def test_a_subject_is_found_by_its_words_and_words_that_find_nothing_stay_where_they_were_typed(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    address = f"{table.at_theme}/handlar-om"
    answer = table.over.post(address, data={"words": "mål som <ingen> har"})
    assert answer.status_code == 422
    assert 'value="mål som &lt;ingen&gt; har"' in answer.text
    assert "Inget ämne heter så" in answer.text
    fragment = table.over.htmx(address, method="POST", data={"words": "ingen alls"})
    assert fragment.status_code == 422
    assert "<html" not in fragment.text
    for words in (title_of(goal.id), title_of(goal.id).upper()[5:]):
        assert table.over.post(address, data={"words": words}).status_code == 302
        assert marked(table) == [goal]
        mark(table, table.over, goal, "unmark")


def test_a_guest_sees_what_it_is_about_and_neither_a_guest_nor_a_deputy_marks(
    table: Table, session: Session, town: Municipality, goal: Ref, visit: Visit
) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal)
    guest, deputy = make_person(session, "Gun Gäst"), make_person(session, "Dag Deputy")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    make_appointment(session, deputy, town.unit, deputy=True)
    session.commit()
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    invited, beside = visit(guest), visit(deputy)
    page = invited.get(table.at_theme).text
    assert title_of(goal.id) in page
    assert "/handlar-om" not in page
    assert title_of(goal.id) not in beside.get(table.at_theme, follow_redirects=True).text
    for client in (invited, beside):
        mark(table, client, goal, "unmark")
    assert marked(table) == [goal]


def test_the_note_is_asked_for_with_how_the_page_knows_the_marks_and_tells_when_they_changed(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    page = table.rep.get(table.at_theme).text
    stands = page.split('data-about="')[1].split('"')[0]
    note = table.theme.note
    assert note is not None
    ask = f"{table.at_theme}/anteckning?base={note.revision_id or 0}"
    assert table.rep.get(f"{ask}&about={stands}").status_code == 204
    mark(table, table.over, goal)
    told = table.rep.get(f"{ask}&about={stands}")
    assert told.status_code == 200
    assert told.json is not None
    assert told.json["about"] not in {"", stands}
    assert table.rep.get(ask).status_code == 204
    row = table.rep.htmx(f"{table.at_theme}/handlar-om")
    assert title_of(goal.id) in row.text
    assert f'data-about="{told.json["about"]}"' in row.text


def test_a_matter_is_about_what_its_theme_is_about_until_the_two_say_otherwise(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal)
    matter = table.propose(table.rep)
    assert on_matters(table) == [goal]
    table.matter(table.over, matter, "release")
    about = f"{table.here}/lyft/{matter.id}/handlar-om"
    stale = table.rep.post(about, data={"unmark": str(goal), "revision": 0}, follow_redirects=True)
    assert "har ändrats sedan du läste" in words_on(stale)
    assert on_matters(table) == [goal]
    table.rep.post(about, data={"unmark": str(goal), "revision": matter.revision})
    assert on_matters(table) == []
    table.session.refresh(matter)
    assert (matter.over_released_at is None, matter.rep_released_at is None) == (True, False)
    assert f'name="mark" value="{goal}"' in table.rep.get(table.at_theme).text
    fragment = table.rep.htmx(about, method="POST", data={"mark": str(goal), "revision": matter.revision})
    assert 'id="matters"' in fragment.text
    assert on_matters(table) == [goal]


def test_what_goes_up_carries_what_it_is_about_and_is_not_marked_after(table: Table, goal: Ref) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    finish(table)
    table.session.commit()
    passage = table.session.scalars(select(Passage)).one()
    on_passage = [one.ref for one in table.session.scalars(select(PassageSubject))]
    assert on_passage == [goal]
    table.session.refresh(matter)
    data = {"unmark": str(goal), "revision": matter.revision}
    table.rep.post(f"{table.here}/lyft/{matter.id}/handlar-om", data=data)
    assert on_matters(table) == [goal]
    assert title_of(goal.id) in table.rep.get(f"/lyft/{passage.id}").text
    assert verify(table.session).faults == []


def test_it_is_kept_as_talked_about_only_where_something_was_noted_or_came_of_it(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal)
    themes = themes_of(table.session, table.dialogue.id)
    silent, promised = themes[1], themes[2]
    for theme in (silent, promised):
        table.over.post(f"{table.here}/tema/{theme.id}/handlar-om", data={"mark": str(goal)})
    data = {"what": "Fråga familjerna", "who": "rep", "theme": promised.id}
    table.rep.post(f"{table.here}/overenskommelser/ny", data=data)
    assert talks(table) == []
    titles = [themes[0].title, promised.title]
    finish(table)
    assert talks(table) == [(goal, title) for title in titles]
    assert verify(table.session).faults == []


def test_the_established_record_says_what_it_is_about_on_the_page_and_on_paper(
    table: Table, goal: Ref
) -> None:
    table.to(State.HELD)
    mark(table, table.over, goal)
    assert title_of(goal.id) in table.over.get(f"{table.here}/helhet").text
    assert title_of(goal.id) in table.over.get(f"{table.here}/motesblad").text
    finish(table)
    subjects.forget(KIND)
    for page in ("/", "/faststalld"):
        text = words_on(table.rep.get(f"{table.here}{page}"))
        assert "Handlar om" in text
        assert title_of(goal.id) in text


def test_with_nothing_to_be_about_there_is_no_row(table: Table) -> None:
    subjects.forget(KIND)
    known = subjects.known()
    table.to(State.HELD)
    page = table.over.get(table.at_theme).text
    assert ('id="about"' in page) == bool(known)


def taken_up(t: Table) -> list[Ref]:
    t.session.commit()
    return [one.ref for one in t.session.scalars(select(TakenUp))]


def test_one_press_takes_a_subject_up_in_the_next_meeting_and_both_find_it_there(
    table: Table, goal: Ref
) -> None:
    answer = table.rep.post(f"/dialoger/ta-upp/{KIND}/{goal.id}")
    assert answer.status_code == 302
    assert taken_up(table) == [goal]
    assert "tas upp i" in words_on(table.rep.get(answer.location))
    for client in (table.over, table.rep):
        page = words_on(client.get(table.at_theme))
        assert "Att ta upp" in page
        assert "Eva Enhetschef vill ta upp det" in page
    table.session.commit()
    table.to(State.HELD)
    held = html.unescape(table.over.get(table.at_theme).text)
    assert f'name="mark" value="{goal}"' in held
    assert marked(table) == []
    mark(table, table.over, goal)
    assert (marked(table), taken_up(table)) == ([goal], [goal])


def test_what_is_taken_up_can_be_put_back_by_either(table: Table, goal: Ref) -> None:
    table.rep.post(f"/dialoger/ta-upp/{KIND}/{goal.id}")
    undo = f"{table.at_theme}/ta-upp/ta-bort?amne={goal}"
    assert table.over.post(undo).status_code == 302
    assert taken_up(table) == []
    assert table.over.post(f"{table.at_theme}/ta-upp/ta-bort?amne=x").status_code == 400
    assert verify(table.session).faults == []


def test_one_chooses_the_meeting_and_the_theme_and_others_meetings_are_not_to_choose(
    table: Table, town: Municipality, goal: Ref, visit: Visit
) -> None:
    page = table.rep.get(f"/dialoger/ta-upp/{KIND}/{goal.id}").text
    last = themes_of(table.session, table.dialogue.id)[-1]
    assert f'value="{last.id}"' in page
    table.rep.post(f"/dialoger/ta-upp/{KIND}/{goal.id}", data={"theme": last.id})
    table.session.commit()
    assert table.session.scalars(select(TakenUp.theme_id)).all() == [last.id]
    chief = visit(town.chief_executive)
    assert "inget möte framför dig" in words_on(chief.get(f"/dialoger/ta-upp/{KIND}/{goal.id}"))
    chief.post(f"/dialoger/ta-upp/{KIND}/{goal.id}", data={"theme": last.id})
    assert len(taken_up(table)) == 1
    assert visit(town.sibling_manager).get(f"/dialoger/ta-upp/{KIND}/{goal.id}").status_code == 404


def test_it_is_taken_up_with_whom_may_read_it_though_another_meeting_comes_before(
    table: Table, town: Municipality, goal: Ref, visit: Visit
) -> None:
    talks = make_series(table.session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    soon = make_dialogue(
        table.session, talks, town.unit_manager, town.employee, starts_at=clock.now() + timedelta(days=1)
    )
    table.session.commit()
    # Chosen all the same, it is refused.
    theirs = themes_of(table.session, soon.id)[0]
    table.rep.post(f"/dialoger/ta-upp/{KIND}/{goal.id}", data={"theme": theirs.id})
    assert taken_up(table) == []
    assert table.rep.post(f"/dialoger/ta-upp/{KIND}/{goal.id}").status_code == 302
    assert table.session.scalars(select(TakenUp.theme_id)).all() == [table.theme.id]
    # Where nobody ahead may read it, that is said, and how to go on.
    above = goal_of(town.section)
    table.over.post(f"/dialoger/ta-upp/{KIND}/{above.id}")
    assert len(taken_up(table)) == 1
    told = words_on(table.over.get(f"/dialoger/ta-upp/{KIND}/{above.id}"))
    assert "Ingen av dem du har möte med framför dig kan läsa det här." in told


def test_what_not_both_may_read_is_not_taken_up(table: Table, town: Municipality) -> None:
    above: Unit = town.section
    table.over.post(f"/dialoger/ta-upp/{KIND}/{above.id}")
    assert taken_up(table) == []


def test_who_has_the_post_now_learns_of_no_mark_by_looking_for_what_is_not_there(
    table: Table, goal: Ref, town: Municipality, visit: Visit
) -> None:
    """What two others talk about stands with their notes, and is for the two alone until it is established."""
    table.to(State.HELD)
    mark(table, table.over, goal)
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    table.session.commit()
    client, address = visit(deputy), f"{table.at_theme}/handlar-om"
    for wish in ({"words": "Finns inte"}, {"words": "Finns inte", "text": "Mina ord"}):
        for answer in (client.post(address, data=wish), client.htmx(address, method="POST", data=wish)):
            assert title_of(goal.id) not in answer.text
            assert 'class="about"' not in answer.text
    assert "Mina ord" in client.post(address, data={"words": "Finns inte", "text": "Mina ord"}).text
