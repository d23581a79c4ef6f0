"""Whoever has been closed and is opened again comes in anew, wherever it was done, and with an address of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.notifications.feed.services import make_feed
from app.organisation import people
from app.organisation.appointing import appoint
from app.organisation.errors import Reason, Refused
from app.organisation.models import Person, Unit
from app.records.models import HistoryEntry
from tests.support.client import SamsynClient
from tests.web.accounts.test_links_and_register import Count, link_in, path_of


def close_in_the_organisation(admin: SamsynClient, number: int) -> None:
    yesterday = clock.today() - timedelta(days=1)
    answer = admin.post(
        f"/organisation/person/{number}/avsluta",
        data={"last_day": yesterday.isoformat(), "confirmed": "1"},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("opens", ["/organisation/person/{}/oppna", "/konton/{}/oppna"])
def test_nothing_of_before_lets_in_who_was_closed_in_the_organisation(
    chef: SamsynClient,
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    session: Session,
    person_id: Count,
    open_for: Count,
    opens: str,
) -> None:
    number = person_id("chef")
    path = path_of(link_in(admin.post(f"/konton/{number}/lank").text))
    close_in_the_organisation(admin, number)
    assert open_for("chef") == 0
    assert admin.post(opens.format(number)).status_code in {302, 303}
    unit = session.scalars(select(Unit.id).order_by(Unit.id)).first()
    assert unit is not None
    appoint(session, person_id=number, unit_id=unit, role="support", valid_from=clock.today(), actor_id=None)
    session.commit()
    assert chef.get("/konto/").status_code == 302
    assert clients().get(path).status_code == 410


def test_who_was_to_be_closed_later_stays_signed_in_when_it_is_taken_back(
    chef: SamsynClient, admin: SamsynClient, session: Session, person_id: Count
) -> None:
    number = person_id("chef")
    session.get_one(Person, number).closed_on = clock.today() + timedelta(days=5)
    session.commit()
    admin.post(f"/organisation/person/{number}/oppna")
    assert chef.get("/konto/").status_code == 200


@pytest.mark.parametrize("opens", ["/organisation/person/{}/oppna", "/konton/{}/oppna"])
def test_nobody_is_opened_again_with_an_address_that_has_gone_to_another(
    admin: SamsynClient, session: Session, person_id: Count, opens: str
) -> None:
    number = person_id("annan")
    admin.post(f"/konton/{number}/stang")
    people.create_person(session, name="Annan Andersson", email="annan@kommunen.example", actor_id=None)
    session.commit()
    answer = admin.post(opens.format(number), follow_redirects=True)
    assert "hör redan till Annan Andersson" in answer.text
    session.rollback()
    assert session.get_one(Person, number).closed_on is not None


@pytest.mark.parametrize("last_day", [timedelta(days=-1), timedelta(days=30)], ids=["now", "later"])
def test_nobody_closes_oneself_in_the_organisation_as_little_as_under_accounts(
    admin: SamsynClient, session: Session, person_id: Count, last_day: timedelta
) -> None:
    number = person_id("admin")
    why = "Du kan inte stänga ditt eget konto. Be en annan administratör."
    address = f"/organisation/person/{number}/avsluta"
    assert address not in admin.get(f"/organisation/person/{number}").text
    answer = admin.post(address, data={"last_day": (clock.today() + last_day).isoformat(), "confirmed": "1"})
    assert answer.status_code == 422
    assert why in answer.text
    assert why in admin.post(f"/konton/{number}/stang", follow_redirects=True).text
    session.rollback()
    assert session.get_one(Person, number).closed_on is None
    assert admin.get("/konton/").status_code == 200


@pytest.mark.parametrize("closes", ["organisation", "konton"])
def test_a_calendar_address_of_before_holds_no_longer_when_somebody_is_opened_again(
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    session: Session,
    person_id: Count,
    closes: str,
) -> None:
    number = person_id("chef")
    address = f"/kalender/{make_feed(session, person_id=number)}.ics"
    session.commit()
    assert clients().get(address).status_code == 200
    if closes == "organisation":
        close_in_the_organisation(admin, number)
    else:
        admin.post(f"/konton/{number}/stang")
    assert clients().get(address).status_code == 404
    admin.post(f"/konton/{number}/oppna")
    session.rollback()
    unit = session.scalars(select(Unit.id).order_by(Unit.id)).first()
    assert unit is not None
    appoint(session, person_id=number, unit_id=unit, role="support", valid_from=clock.today(), actor_id=None)
    session.commit()
    assert clients().get(address).status_code == 404
    removed = session.scalars(
        select(HistoryEntry.actor_id).where(HistoryEntry.action == "account.calendar_removed")
    ).all()
    assert removed == [person_id("admin")], "it is whoever closed that took it away"


def test_who_was_closed_on_a_day_that_comes_has_no_address_left_when_opened_after_it(
    admin: SamsynClient, clients: Callable[[], SamsynClient], session: Session, person_id: Count
) -> None:
    number = person_id("annan")
    address = f"/kalender/{make_feed(session, person_id=number)}.ics"
    session.get_one(Person, number).closed_on = clock.today()
    session.commit()
    admin.post(f"/organisation/person/{number}/oppna")
    assert clients().get(address).status_code == 404


def test_closing_whoever_has_left_for_a_later_day_opens_nobody_again(
    admin: SamsynClient, session: Session, person_id: Count
) -> None:
    number = person_id("chef")
    admin.post(f"/konton/{number}/stang")
    ahead = clock.today() + timedelta(days=30)
    answer = admin.post(
        f"/organisation/person/{number}/avsluta", data={"last_day": ahead.isoformat(), "confirmed": "1"}
    )
    assert answer.status_code == 422
    assert "redan avslutad" in answer.text
    session.rollback()
    assert session.get_one(Person, number).closed_on == clock.today()
    with pytest.raises(Refused) as refused:
        people.close_person(session, person_id=number, on=ahead, actor_id=None)
    assert refused.value.reason == Reason.HAS_LEFT


def test_a_page_of_before_moves_neither_the_day_somebody_left_nor_the_day_somebody_is_to_leave(
    admin: SamsynClient, session: Session, person_id: Count
) -> None:
    number = person_id("chef")
    for day, sent in (
        (clock.today() - timedelta(days=30), "stang"),
        (clock.today() + timedelta(days=30), "oppna"),
    ):
        session.get_one(Person, number).closed_on = day
        session.commit()
        assert admin.post(f"/konton/{number}/{sent}").status_code == 303
        session.rollback()
        session.expire_all()
        assert session.get_one(Person, number).closed_on == day, sent
    assert (
        session.scalars(
            select(HistoryEntry.action).where(HistoryEntry.action.in_(["account.closed", "account.reopened"]))
        ).all()
        == []
    )
