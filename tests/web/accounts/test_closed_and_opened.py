"""Whoever has been closed and is opened again comes in anew, wherever it was done, and with an address of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation import people
from app.organisation.appointing import appoint
from app.organisation.models import Person, Unit
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
