"""The page of search: what it finds and marks, how it narrows, and how it helps when nothing is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Dialogue, SharedText, Theme
from app.planning.models import Activity, Goal, GoalState
from app.records.disposal import erase_edition
from app.records.models import Edition, Reading
from app.search import queries
from app.search.asking import question
from app.search.models import SearchText
from app.search.queries import Wanted
from app.search.reader import Reader
from tests.support.client import SamsynClient
from tests.support.population import people
from tests.support.signed_in import sign_in
from tests.web.search.conftest import acting_as

NOTE = "Sjukfrånvaron på **förskolan** har ökat. Vi saknar vikarier och öppna förskolan fick stänga."
SHY = "Äldre ägare i ån. HR-stöd 5,5 procent <script>alert(1)</script>"


@pytest.fixture
def reader(client: SamsynClient, session: Session) -> SamsynClient:
    """The section manager, with two notes that say something."""
    dialogue = session.scalars(select(Dialogue).where(Dialogue.title == "Möte established")).all()
    for one in dialogue:
        notes = session.scalars(
            select(SharedText).where(SharedText.dialogue_id == one.id, SharedText.theme_id.is_not(None))
        ).all()
        for note, text in zip(notes, (NOTE, SHY), strict=False):
            note.text = text
    session.commit()
    return sign_in(client, session, people(session)["section_manager"])


def search(client: SamsynClient, line: str, **more: str) -> str:
    answer = client.get("/sok", query_string={"q": line} | more)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("sjukfrånvaro", "<mark>Sjukfrånvaron</mark>"),
        ("vikarie förskolor", "<mark>vikarier</mark>"),
        ('"öppna förskolan"', "<mark>öppna förskolan</mark>"),
        ("sjuk*", "<mark>Sjukfrånvaron</mark>"),
        ("äldre", "<mark>Äldre</mark>"),
        ("5,5", "<mark>5</mark>,<mark>5</mark>"),
        ("ÄGARE ån", "<mark>ägare</mark>"),
    ],
)
def test_what_is_found_is_marked(reader: SamsynClient, line: str, marked: str) -> None:
    assert marked in search(reader, line)


@pytest.mark.parametrize(
    "line", ['"förskolan öppna"', "aldre", "sjuk", "frånvaro*", "agare*", "vikarier saknades aldrig"]
)
def test_what_is_not_there_is_not_found(reader: SamsynClient, line: str) -> None:
    assert "<mark>" not in search(reader, line)


def test_a_text_is_shown_as_text(reader: SamsynClient) -> None:
    page = search(reader, "procent")
    assert "&lt;script" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "line", ['"', "* OR NOT (", "whose : s1", "' | 'a':*", "NEAR(förskola vikarie)", "\x00", "%00"]
)
def test_nothing_typed_is_an_operator(reader: SamsynClient, line: str) -> None:
    assert "500" not in search(reader, line)[:200]


def test_nothing_found_helps_on(reader: SamsynClient) -> None:
    page = search(reader, "aldre agare")
    assert "Sök på ett ord i taget" in page
    assert ">förskolan<" in search(reader, "forskolan")
    assert ">sjukfrånv*<" in search(reader, "sjukfrånv")


def test_nothing_asked_teaches(reader: SamsynClient) -> None:
    assert "Sökningen går aldrig utanför" in search(reader, "")


def test_a_search_is_narrowed_by_kind_and_year(reader: SamsynClient) -> None:
    assert "<mark>vikarier</mark>" in search(reader, "vikarie", slag="shared")
    assert "<mark>" not in search(reader, "vikarie", slag="decision")
    assert "<mark>" not in search(reader, "vikarie", ar="1999")
    assert "Sök i allt, utan urval" in search(reader, "vikarie", ar="1999")


def test_names_of_people_and_units_are_found(reader: SamsynClient) -> None:
    assert "<mark>Kommunchef</mark>" in search(reader, "kommunchef")
    assert "/organisation/enhet/" in search(reader, "kommunstyrelsen")


def test_hits_of_a_unit_and_those_under_it(session: Session) -> None:
    person = people(session)["section_manager"]
    actor, today = acting_as(session, person), clock.today()
    reader = Reader(session, actor, today)
    everything = queries.look(reader, Wanted(question("kanarie")))
    own = {holding.unit_id for holding in actor.holdings}
    wanted = Wanted(question("kanarie"), unit_id=min(own))
    within = queries.look(reader, wanted)
    assert 0 < within.total <= everything.total
    nowhere = Wanted(question("kanarie"), unit_id=2_000_000)
    assert queries.look(reader, nowhere).total == 0


def test_a_page_past_the_last_gives_the_first(session: Session) -> None:
    actor = acting_as(session, people(session)["section_manager"])
    found = queries.look(Reader(session, actor, clock.today()), Wanted(question("kanarie"), page=400))
    assert (found.page, len(found.rows)) == (1, queries.PAGE)
    assert found.total > queries.PAGE


def test_who_reads_in_hits_is_noted_where_the_dialogue_is_others(
    client: SamsynClient, session: Session
) -> None:
    guest = people(session)["guest"]
    sign_in(client, session, guest)
    client.get("/sok?q=kanarie&slag=shared")
    # The note was written beside this session, which may still look at the moment before.
    session.rollback()
    noted = session.scalars(
        select(Reading).where(Reading.person_id == guest.id, Reading.what == "search")
    ).all()
    assert noted


def test_statements_are_few(reader: SamsynClient, statements: Callable[[], object]) -> None:
    search(reader, "kanarie")
    with statements() as sent:  # type: ignore[attr-defined]
        search(reader, "kanarie")
    # Sign-in, the page head, and one that asks which boards somebody writes the internal control of.
    assert len(sent) <= 11, "\n".join(one[:200] for one in sent)


def test_statements_are_as_many_when_ten_times_as_much_is_found(
    reader: SamsynClient, session: Session, statements: Callable[[], object]
) -> None:
    meetings = session.scalars(select(Dialogue).where(Dialogue.title == "Möte established")).all()
    counted = []
    for number in (10, 200):
        themes = [
            Theme(dialogue_id=meeting.id, position=number + place, title="Tema", questions="", backgrounds=[])
            for meeting in meetings
            for place in range(number)
        ]
        session.add_all(themes)
        session.flush()
        session.add_all(
            SharedText(dialogue_id=theme.dialogue_id, theme_id=theme.id, text="Kvarnstenen maler.")
            for theme in themes
        )
        session.commit()
        search(reader, "kvarnsten")
        with statements() as sent:  # type: ignore[attr-defined]
            page = search(reader, "kvarnsten")
        counted.append(len(sent))
        assert "<mark>Kvarnstenen</mark>" in page
    # PostgreSQL is told once how to look when words are common.
    assert counted[0] <= counted[1] <= counted[0] + 1 <= 12, counted


def test_a_goal_opened_again_is_found_by_its_established_words_and_shown_as_they_were(
    client: SamsynClient, session: Session
) -> None:
    sign_in(client, session, people(session)["auditor"])
    page = search(client, "kanarie", slag="goal")
    goal = session.scalars(
        select(Goal).where(Goal.state == GoalState.DRAFT, Goal.edition_id.is_not(None)).limit(1)
    ).one()
    assert f"/{goal.id}" in page
    assert "fastställd version" in page
    assert goal.title not in page
    # Erased by law, it is not found either.
    erase_edition(
        session, edition=session.get_one(Edition, goal.edition_id), because="Gallras", actor_id=None
    )
    assert not session.scalars(
        select(SearchText).where(SearchText.kind == "established_goal", SearchText.object_id == goal.id)
    ).all()


def test_a_hit_does_not_say_its_name_twice(reader: SamsynClient, session: Session) -> None:
    activity = session.scalars(select(Activity).where(Activity.removed_at.is_(None)).limit(1)).one()
    activity.what, activity.who = "Kvarnstenen vändes", "Mjölnaren"
    session.commit()
    page = search(reader, "kvarnstenen")
    assert page.count("<mark>Kvarnstenen</mark>") == 1
    assert "Mjölnaren" in page
