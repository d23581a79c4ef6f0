"""A page of before, or a seat that became another's, releases nothing, shows nothing and loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.clock import today
from app.dialogues.models import AgreementState, State
from app.organisation.models import Appointment, Person
from app.passages.models import Passage
from tests.factories.organisation import make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]


def _up(table: Table) -> list[str]:
    table.session.commit()
    return list(table.session.scalars(select(Passage.text)))


@pytest.mark.parametrize("wish", ["withdraw", "hold"])
def test_what_both_took_back_does_not_go_up_since_one_puts_it_back(table: Table, wish: str) -> None:
    table.to(State.ESTABLISHED)
    matter = table.propose(table.rep, "Orden som inte skulle upp")
    read_at = matter.revision
    table.matter(table.over, matter, "withdraw")
    # On a page of before: the answer says that it is removed.
    answer = table.rep.post(f"{table.here}/lyft/{matter.id}", data={"wish": wish, "revision": read_at})
    assert "borttaget" in words_on(table.rep.get(answer.location))
    table.over.post(f"{table.here}/lyft/{matter.id}?onskan=put_back")
    table.matter(table.over, matter, "release")
    assert _up(table) == []


def test_who_withdrew_it_has_not_released_it_though_somebody_took_over_since(
    table: Table, visit: Visit
) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep, "Orden som drogs tillbaka")
    table.matter(table.over, matter, "release")
    table.matter(table.rep, matter, "withdraw")
    successor = make_person(table.session, "Cia Chef")
    make_appointment(table.session, successor, table.fresh().series.over_post.unit, deputy=True)
    table.session.commit()
    table.over = visit(successor)
    table.over.post(f"{table.here}/ta-over")
    table.over.post(f"{table.here}/lyft/{matter.id}?onskan=put_back")
    table.session.commit()
    table.session.refresh(matter)
    assert matter.rep_released_at is None
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Helheten.")
    for client in (table.over, table.rep):
        table.consent(client)
    assert table.state == State.ESTABLISHED
    table.matter(table.over, matter, "release")
    assert _up(table) == []


def _promoted(table: Table) -> None:
    """The reporting one leaves that post and stands in for whoever leads the unit above, who is there too."""
    session, post = table.session, table.fresh().series.over_post
    for one in session.scalars(select(Appointment).where(Appointment.person_id == table.rep_person.id)):
        one.valid_to = today()
    make_appointment(session, table.rep_person, post.unit, deputy=True)
    session.commit()


def test_who_has_left_their_side_reads_no_agreement_noted_since(table: Table) -> None:
    table.to(State.HELD)
    _promoted(table)
    table.agree(table.over, "Kanariefågel på lut")
    assert table.rep.get(table.at_theme).status_code == 302  # has no seat among the two
    assert "på lut" not in table.rep.get(f"/dialoger/serie/{table.series.id}/").text
    assert "på lut" not in words_on(table.rep.get("/sok?q=kanariefågel"))


def test_who_has_left_their_side_takes_nothing_out_of_a_record_being_established(table: Table) -> None:
    table.to(State.ESTABLISHING)
    agreement = table.agree(table.over, "Kanariefågel på lut")
    _promoted(table)
    assert table.consent(table.over).status_code == 302
    assert table.consents() == 1
    at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    table.rep.post(at, data={"dropped": "1"})
    table.session.commit()
    table.session.refresh(agreement)
    assert agreement.state == AgreementState.OPEN
    assert table.consents() == 1


def test_an_own_opinion_is_given_back_to_whose_seat_was_taken_meanwhile(table: Table, visit: Visit) -> None:
    table.to(State.ESTABLISHING)
    deputy = make_person(table.session, "Disa Deputy")
    make_appointment(table.session, deputy, table.fresh().series.rep_post.unit, deputy=True)
    table.session.commit()
    revision = table.revision
    visit(deputy).post(f"{table.here}/ta-over")
    answer = table.consent(table.rep, revision=revision, own_opinion="Min egna kanariefågelmening")
    page = answer if answer.status_code != 302 else table.rep.get(answer.location)
    assert "kanariefågelmening" in page.text
    assert "Det kan bara de två som dialogen gäller göra." in page.text


def test_who_has_left_their_side_does_not_read_why_a_meeting_was_called_off_since(table: Table) -> None:
    _promoted(table)
    table.over.post(f"{table.here}/stall-in", data={"reason": "Kanariefågel på lut"})
    line = f"/dialoger/serie/{table.series.id}/"
    assert "på lut" in table.over.get(line).text
    for page in (line, f"{table.here}/", "/sok?q=kanariefågel"):
        assert "på lut" not in words_on(table.rep.get(page)), page


def test_short_words_about_what_is_no_longer_ones_own_are_given_back(table: Table) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.rep)
    _promoted(table)
    at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    assert "Kanariefågeln" in table.rep.post(at, data={"dropped": "1", "words": "Kanariefågeln"}).text
    moved = table.rep.post(
        f"{table.here}/andra", data={"title": "Budgetdialog", "place": "Biblioteket", "day": "2027-01-11"}
    )
    assert "Biblioteket" in moved.text
