"""Who is reminded to look a document over, when, and once; and what stands on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.documents import services
from app.documents.models import Ending
from app.documents.telling import remind_of_reviews
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation import reorganising, units
from app.organisation.models import Person
from tests.factories.documents import acting_as, days_ahead, make_document, whole
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.web.documents.conftest import NOW

Visit = Callable[[Person], SamsynClient]


def told(session: Session) -> list[tuple[str, str]]:
    session.flush()
    rows = session.execute(
        select(Person.name, Notice.words, Notice.path)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.kind == Kind.DOCUMENT_REVIEW)
        .order_by(Notice.id)
    )
    return [(name, str(words["title"])) for name, words, _ in rows]


def test_the_manager_and_the_person_named_are_told_once_when_near_and_once_when_past(
    session: Session, town: Municipality
) -> None:
    make_document(
        session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(30),
        responsible_person_id=town.support.id,
    )  # fmt: skip
    make_document(session, town.unit_manager, town.unit, "Längre fram", next_review_on=days_ahead(31))
    make_document(session, town.unit_manager, town.unit, "Utan dag")
    assert remind_of_reviews(session, NOW) == 2
    assert told(session) == [("Eva Enhetschef", "Rutin"), ("Sara Stöd", "Rutin")]
    assert remind_of_reviews(session, NOW + timedelta(hours=1)) == 0
    later = NOW + timedelta(days=31)
    with clock.frozen_at(later):
        assert remind_of_reviews(session, later) == 3, "past for both, near for the other"
        assert remind_of_reviews(session, later) == 0


def test_one_who_is_both_is_told_once(session: Session, town: Municipality) -> None:
    make_document(
        session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(3),
        responsible_person_id=town.unit_manager.id,
    )  # fmt: skip
    assert remind_of_reviews(session, NOW) == 1


def test_a_day_that_is_moved_is_told_of_anew(session: Session, town: Municipality) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(3))
    assert remind_of_reviews(session, NOW) == 1
    services.review(
        session,
        actor=acting_as(session, town.unit_manager),
        document=whole(session, document, town.unit_manager),
        next_on=days_ahead(10),
        note="",
    )
    assert remind_of_reviews(session, NOW) == 1
    assert [one.split("/")[2] for one in unread(session, Kind.DOCUMENT_REVIEW)] == [str(days_ahead(10))]


def test_a_document_looked_over_or_ended_is_no_news_any_more(session: Session, town: Municipality) -> None:
    by = town.unit_manager
    looked, ended = (
        make_document(session, by, town.unit, title, next_review_on=days_ahead(3))
        for title in ("Rutin", "Plan")
    )
    assert remind_of_reviews(session, NOW) == 2
    actor = acting_as(session, by)
    services.review(
        session, actor=actor, document=whole(session, looked, by), next_on=days_ahead(300), note=""
    )
    assert [one.split("/")[1] for one in unread(session, Kind.DOCUMENT_REVIEW)] == [str(ended.id)]
    services.end(
        session,
        actor=actor,
        document=whole(session, ended, by),
        how=Ending.LAID_ASIDE,
        on=clock.today(),
        why="Behövs inte.",
    )
    assert unread(session, Kind.DOCUMENT_REVIEW) == []


def test_nobody_is_told_of_what_has_ended_or_is_long_past(session: Session, town: Municipality) -> None:
    ended = make_document(session, town.unit_manager, town.unit, "Avslutad", next_review_on=days_ahead(3))
    services.end(
        session,
        actor=acting_as(session, town.unit_manager),
        document=whole(session, ended, town.unit_manager),
        how=Ending.LAID_ASIDE,
        on=clock.today(),
        why="Behövs inte.",
    )
    make_document(session, town.unit_manager, town.unit, "Glömd", next_review_on=days_ahead(-366))
    assert remind_of_reviews(session, NOW) == 0


def test_who_has_left_every_post_is_not_told(session: Session, town: Municipality) -> None:
    gone = make_person(session, "Fredrik Föredetting")
    make_document(
        session,
        town.unit_manager,
        town.unit,
        "Rutin",
        next_review_on=days_ahead(3),
        responsible_person_id=gone.id,
    )
    remind_of_reviews(session, NOW)
    assert told(session) == [("Eva Enhetschef", "Rutin")]


def test_what_a_gone_unit_left_is_told_its_successor_or_the_unit_above(
    session: Session, town: Municipality, visit: Visit, client: SamsynClient
) -> None:
    make_document(session, town.unit_manager, town.unit, "Utflykter", next_review_on=days_ahead(3))
    make_document(session, town.other_unit_manager, town.other_unit, "Disk", next_review_on=days_ahead(4))
    new = reorganising.merge_units(
        session,
        unit_ids=[town.unit.id, town.sibling.id],
        on=clock.today(),
        name="Förskolan Kotten",
        actor_id=None,
    )
    units.close_unit(
        session, unit_id=town.other_unit.id, on=clock.today(), actor_id=None, end_appointments=True
    )
    head = make_person(session, "Kerstin Kotte")
    make_appointment(session, head, new, since=clock.today())
    assert remind_of_reviews(session, NOW) == 2
    assert told(session) == [("Kerstin Kotte", "Utflykter"), ("Sten Servicechef", "Disk")]
    # The start page asks the same people.
    assert "Se över Utflykter" in visit(head).get("/").text
    assert "Se över Disk" in visit(town.other_section_manager).get("/").text
    assert "Se över" not in visit(town.section_manager).get("/").text


def test_the_start_page_shows_what_is_to_be_looked_over(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_document(session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(-2))
    page = visit(town.unit_manager).get("/").text
    assert "Se över Rutin" in page and "Dagen har passerat" in page
    assert "Se över Rutin" not in visit(town.section_manager).get("/").text
    for number in range(3):
        make_document(
            session, town.unit_manager, town.unit, f"Plan {number}", next_review_on=days_ahead(number)
        )
    many = visit(town.unit_manager).get("/").text
    assert "4 styrdokument att se över" in many and "Det som brådskar mest: Rutin." in many


def test_the_notice_is_read_in_the_product(session: Session, town: Municipality, visit: Visit) -> None:
    make_document(session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(-2))
    remind_of_reviews(session, NOW)
    page = visit(town.unit_manager).get("/nytt").text
    assert "Styrdokumentet Rutin skulle ha setts över" in page


def test_moments_are_swedish_days(session: Session, town: Municipality) -> None:
    make_document(session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(31))
    # Half past eleven in the evening in London is the next day here.
    late = datetime.combine(NOW.date(), datetime.min.time(), NOW.tzinfo) + timedelta(hours=23, minutes=30)
    assert remind_of_reviews(session, late) == 1
