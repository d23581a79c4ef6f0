"""What is written down by mistake is taken out of a meeting still open, and put back with one press."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.dialogues.establishing.services import current_draft
from app.dialogues.models import Agreement, AgreementState, Decision, RaisedMatter, State
from app.dialogues.queries.said import decisions_of, themes_of
from app.organisation.models import Person
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.dialogues import establish
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on
from tests.web.dialogues.test_disposal import everywhere


def undo_on(page: str, of: str) -> str:
    """Give the address of the button that undoes what the page says was done."""
    found = re.search(rf'{of}</p><form method="post" action="([^"]+)"', page)
    assert found is not None, "nothing to undo"
    return found[1].replace("&amp;", "&")


def take_decision_out(table: Table, who: SamsynClient, decision: Decision) -> str:
    answer = who.post(
        f"{table.here}/beslut", data={"decision": decision.id, "remove": "1", "revision": decision.revision}
    )
    return undo_on(who.get(answer.location).text, "Beslutet är borttaget.")


def decisions(table: Table) -> list[tuple[str, int | None]]:
    table.session.commit()
    table.session.expire_all()
    return [(one.text, one.theme_id) for one in decisions_of(table.session, table.dialogue.id)]


def test_a_decision_taken_out_is_put_back_as_it_read_once(table: Table) -> None:
    table.to(State.HELD)
    decision = table.decide(table.rep)
    undo = take_decision_out(table, table.over, decision)
    assert decisions(table) == []
    for _ in range(2):
        assert table.over.post(undo).status_code == 302
        assert decisions(table) == [("Frukosten stannar", table.theme.id)]
    assert verify(table.session).faults == []


def test_the_script_is_given_the_button_with_the_list(table: Table) -> None:
    table.to(State.HELD)
    decision = table.decide(table.rep)
    sent = {"decision": decision.id, "remove": "1", "revision": decision.revision}
    part = table.rep.htmx(f"{table.here}/beslut", method="POST", data=sent).text
    table.rep.post(undo_on(part, "Beslutet är borttaget."))
    assert decisions(table) == [("Frukosten stannar", table.theme.id)]


def test_nothing_is_put_back_into_what_is_established_nor_into_another_dialogue(table: Table) -> None:
    table.to(State.HELD)
    undo = take_decision_out(table, table.over, table.decide(table.rep))
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    table.over.post(undo)
    assert decisions(table) == []


def test_nothing_is_put_back_into_a_meeting_that_was_called_off(table: Table) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep)
    undone = [take_decision_out(table, table.over, table.decide(table.rep))]
    answer = table.matter(table.over, matter, "withdraw")
    undone.append(undo_on(table.over.get(answer.location).text, "Förslaget är borttaget."))
    table.over.post(f"{table.here}/stall-in", data={"reason": "Vi ses aldrig."})
    before = table.fresh().record_revision
    for undo in undone:
        answer = table.over.post(undo)
        assert "när mötet hålls" in table.over.get(answer.location).text
    assert decisions(table) == []
    table.session.refresh(matter)
    assert matter.withdrawn_at is not None
    assert table.fresh().record_revision == before


def test_putting_a_decision_back_voids_what_was_given(table: Table) -> None:
    table.to(State.HELD)
    undo = take_decision_out(table, table.over, table.decide(table.rep))
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser samma sak.")
    table.consent(table.rep)
    assert table.consents() == 1
    table.over.post(undo)
    assert table.consents() == 0


def test_a_decision_is_put_back_however_many_have_been_written_since(table: Table) -> None:
    table.to(State.HELD)
    undo = take_decision_out(table, table.over, table.decide(table.rep))
    table.decide(table.rep, "Lunchen flyttas")
    table.over.post(undo)
    assert {text for text, _ in decisions(table)} == {"Frukosten stannar", "Lunchen flyttas"}


def test_search_finds_a_decision_while_it_stands(table: Table, session: Session) -> None:
    table.to(State.HELD)
    decision, asked = table.decide(table.rep, "Solfjädern stannar kvar"), "/sok?q=solfj%C3%A4dern"
    assert "stannar kvar" in words_on(table.over.get(asked))
    undo = take_decision_out(table, table.over, decision)
    assert "stannar kvar" not in words_on(table.over.get(asked))
    table.over.post(undo)
    assert "stannar kvar" in words_on(table.over.get(asked))
    session.rollback()
    assert compare(session).agrees


def test_words_of_a_decision_that_was_taken_out_go_where_the_record_is_disposed_of(
    table: Table, session: Session
) -> None:
    table.to(State.HELD)
    take_decision_out(table, table.over, table.decide(table.rep))
    assert "Frukosten stannar" in everywhere(session)
    establish(session, table.dialogue)
    session.commit()
    edition = session.scalars(select(Edition)).one()
    erase_edition(session, edition=edition, because="Gallringsbeslut 12", actor_id=table.over_person.id)
    session.commit()
    assert "Frukosten stannar" not in everywhere(session)
    assert verify(session).faults == []


def test_a_passage_withdrawn_before_the_record_was_established_is_released_anew_where_it_is_put_back(
    table: Table,
) -> None:
    """Neither stands without a way up, nor goes up since one alone pressed a button after both had established."""
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    answer = table.matter(table.over, matter, "withdraw")
    undo = undo_on(table.over.get(answer.location).text, "Förslaget är borttaget.")
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    table.over.post(undo)
    table.session.commit()
    table.session.refresh(matter)
    assert matter.withdrawn_at is None
    assert matter.passage_id is None
    assert matter.rep_released_at is None
    assert "Det går upp när ni har fastställt" not in table.rep.get(f"{table.here}/").text
    table.matter(table.rep, matter, "release")
    table.session.commit()
    table.session.refresh(matter)
    assert matter.passage_id is not None
    assert verify(table.session).faults == []


@pytest.mark.parametrize("by_the_same", [True, False])
def test_a_passage_put_back_stands_released_by_whom_it_was_unless_they_withdrew_it(
    table: Table, by_the_same: bool
) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    answer = table.matter(table.rep, matter, "withdraw")
    undo = undo_on(table.rep.get(answer.location).text, "Förslaget är borttaget.")
    (table.rep if by_the_same else table.over).post(undo)
    table.session.commit()
    stands = table.session.scalars(select(RaisedMatter)).one()
    table.session.refresh(stands)
    assert stands.withdrawn_at is None
    assert stands.over_released_at is not None
    # Who withdrew it and did not put it back has not released it any more.
    assert (stands.rep_released_at is not None) is by_the_same
    assert verify(table.session).faults == []


@pytest.mark.parametrize("wish", ["withdraw", "hold"])
def test_what_both_take_out_or_one_holds_back_after_that_is_no_tampering(table: Table, wish: str) -> None:
    """What follows a withdrawal in the history leaves the passage withdrawn, as it stands in its table."""
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    table.matter(table.rep, matter, "withdraw")
    table.matter(table.over, matter, wish)
    table.session.refresh(matter)
    assert matter.withdrawn_at is not None
    assert matter.over_released_at is None
    assert verify(table.session).faults == []


def take_agreement_out(table: Table, who: SamsynClient, agreement: Agreement) -> str:
    at = (
        f"/dialoger/overenskommelser/{agreement.id}/stang?dialogue={table.dialogue.id}&theme={table.theme.id}"
    )
    answer = who.post(f"{at}&revision={agreement.revision}", data={"dropped": "1"})
    assert answer.location.endswith("#agreements")
    return undo_on(who.get(answer.location).text, "Överenskommelsen är borttagen.")


@pytest.mark.parametrize("taken_out", [True, False])
def test_what_was_never_agreed_is_not_put_back_once_the_record_is_established(
    table: Table, taken_out: bool
) -> None:
    """A promise of one alone would come along that the other has not established; what was agreed is let go of and put back."""
    table.to(State.HELD)
    agreement = table.agree(table.over)
    undo = take_agreement_out(table, table.rep, agreement) if taken_out else ""
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    line = f"/dialoger/serie/{table.series.id}/"
    if not taken_out:
        at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
        undo = undo_on(table.rep.post(at, data={"dropped": "1"}, follow_redirects=True).text, "inte längre.")
    answer = table.rep.post(undo, follow_redirects=True)
    assert ("Mötet är fastställt utan den" in answer.text) is taken_out
    assert ("Ringa familjerna" in table.over.get(line).text) is not taken_out
    table.session.commit()
    table.session.refresh(agreement)
    assert (agreement.state == AgreementState.DROPPED) is taken_out


def test_what_is_let_go_of_in_a_meeting_called_off_stays_on_the_line_with_its_words(table: Table) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    line = f"/dialoger/serie/{table.series.id}/"
    offered = table.rep.get(line).text
    assert "Ändra i mötet" in offered
    assert "Gäller den inte längre?" not in offered
    table.over.post(f"{table.here}/stall-in", data={"reason": "Vi ses aldrig."})
    assert "Gäller den inte längre?" in table.rep.get(line).text
    table.rep.post(
        f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}",
        data={"dropped": "1", "words": "Familjerna ringde själva."},
    )
    assert "Familjerna ringde själva." in table.over.get(line).text


def test_whoever_presses_twice_is_told_the_same_twice(table: Table) -> None:
    table.to(State.HELD)
    decision, matter = table.decide(table.rep), table.propose(table.rep)
    agreement = table.agree(table.rep)
    for _ in range(2):
        assert take_decision_out(table, table.over, decision)
        answer = table.over.post(f"{table.here}/lyft/{matter.id}", data={"wish": "withdraw", "revision": "1"})
        assert undo_on(table.over.get(answer.location).text, "Förslaget är borttaget.")
        assert take_agreement_out(table, table.over, agreement)


@pytest.mark.parametrize("how", [{"done": "1"}, {}, {"dropped": "1", "words": "Och ändå."}])
def test_what_was_left_out_of_the_record_is_closed_in_no_way_since(table: Table, how: dict[str, str]) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    take_agreement_out(table, table.rep, agreement)
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    table.session.refresh(agreement)
    at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    assert "Mötet är fastställt utan den" in table.over.post(at, data=how, follow_redirects=True).text
    assert "Ringa familjerna" not in table.over.get(f"/dialoger/serie/{table.series.id}/").text


def test_nobody_but_the_two_puts_anything_back(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    """Neither a deputy who has not taken over, an invited supporter, nor somebody who has no part in it."""
    table.to(State.HELD)
    deputy, guest = make_person(table.session, "Tove Tillförordnad"), make_person(table.session, "Gun Gäst")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    make_appointment(table.session, guest, town.section, Role.SUPPORT)
    table.session.commit()
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    matter, agreement = table.propose(table.rep), table.agree(table.over)
    undone = [take_decision_out(table, table.over, table.decide(table.rep))]
    answer = table.matter(table.over, matter, "withdraw")
    undone.append(undo_on(table.over.get(answer.location).text, "Förslaget är borttaget."))
    undone.append(take_agreement_out(table, table.rep, agreement))
    for other in (deputy, guest, town.other_unit_manager):
        client = visit(other)
        for undo in undone:
            client.post(undo)
    table.session.commit()
    table.session.expire_all()
    assert decisions(table) == []
    assert matter.withdrawn_at is not None
    assert agreement.state == AgreementState.DROPPED


def test_search_finds_no_agreement_that_was_taken_out(table: Table) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over, "Solfjädern till var och en")
    asked = "/sok?q=solfj%C3%A4dern"
    assert "till var och en" in words_on(table.over.get(asked))
    take_agreement_out(table, table.rep, agreement)
    assert "till var och en" not in words_on(table.over.get(asked))
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    assert "till var och en" not in words_on(table.over.get(asked))


def promised(table: Table) -> list[str]:
    table.session.commit()
    table.session.expire_all()
    return [one.what for one in current_draft(table.session, table.fresh()).agreements]


def test_an_agreement_written_by_mistake_is_not_established_and_can_be_put_back(table: Table) -> None:
    table.to(State.HELD)
    mistaken = table.agree(table.over)
    undo = take_agreement_out(table, table.rep, mistaken)
    assert promised(table) == []
    assert "Ringa familjerna" not in table.over.get(table.at_theme).text
    assert "Ringa familjerna" not in table.over.get(f"{table.here}/helhet").text
    table.rep.post(undo)
    assert promised(table) == ["Ringa familjerna"]
    assert verify(table.session).faults == []


def test_taking_an_agreement_out_voids_what_was_given(table: Table) -> None:
    table.to(State.HELD)
    mistaken = table.agree(table.over)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser samma sak.")
    table.consent(table.rep)
    take_agreement_out(table, table.over, mistaken)
    assert table.consents() == 0


def test_what_was_agreed_and_no_longer_holds_is_let_go_of_with_words_and_stays_in_what_was_established(
    table: Table,
) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    establish(table.session, table.dialogue)
    table.session.commit()
    line = f"/dialoger/serie/{table.series.id}/"
    assert "Gäller den inte längre?" in table.over.get(line).text
    table.over.post(
        f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}",
        data={"dropped": "1", "words": "Familjerna ringde själva."},
    )
    page = table.rep.get(line).text
    assert "gällde till" in page
    assert "Familjerna ringde själva." in page
    table.session.commit()
    table.session.refresh(agreement)
    assert agreement.state == AgreementState.DROPPED
    assert "Ringa familjerna" in table.rep.get(f"{table.here}/").text
    assert verify(table.session).faults == []


def test_the_line_says_who_does_what(table: Table) -> None:
    table.to(State.HELD)
    table.agree(table.over)
    establish(table.session, table.dialogue)
    table.session.commit()
    page = table.over.get(f"/dialoger/serie/{table.series.id}/").text
    row = page[page.index('class="what">Ringa familjerna') :][:200]
    assert table.rep_person.name.split()[0] in row


def test_words_typed_in_what_the_other_has_taken_out_are_not_lost_in_it(table: Table) -> None:
    table.to(State.HELD)
    agreement, matter, decision = table.agree(table.over), table.propose(table.rep), table.decide(table.rep)
    take_agreement_out(table, table.rep, agreement)
    table.matter(table.over, matter, "withdraw")
    take_decision_out(table, table.rep, decision)
    table.session.commit()
    for one in (agreement, matter, decision):
        table.session.refresh(one)
    at = f"{table.here}/overenskommelser/{agreement.id}"
    sent = {"what": "Ringa alla familjer", "who": "rep", "revision": agreement.revision}
    answers = [
        table.over.post(at, data=sent),
        table.matter(table.over, matter, "change", text="Vikarierna räcker inte till."),
        table.over.post(
            f"{table.here}/beslut", data={"decision": decision.id, "text": "Den blir kvar", "revision": "1"}
        ),
    ]
    typed = ("Ringa alla familjer", "Vikarierna räcker inte till.", "Den blir kvar")
    for answer, words in zip(answers, typed, strict=True):
        assert answer.status_code == 422
        assert "borttage" in answer.text
        assert words in answer.text
    table.session.commit()
    table.session.refresh(agreement)
    assert agreement.what == "Ringa familjerna"


def test_words_typed_at_what_was_left_out_of_the_record_are_shown_where_they_cannot_be_kept(
    table: Table,
) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    take_agreement_out(table, table.rep, agreement)
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    table.session.refresh(agreement)
    at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    answer = table.over.post(at, data={"done": "1", "words": "Alla familjer är uppringda."})
    assert answer.status_code == 422
    assert "Mötet är fastställt utan den" in answer.text and "Alla familjer är uppringda." in answer.text


def test_of_two_agreements_in_the_same_words_only_the_one_that_is_done_is_said_to_be(table: Table) -> None:
    table.to(State.HELD)
    first = table.agree(table.over)
    other = themes_of(table.session, table.dialogue.id)[1]
    table.over.post(
        f"{table.here}/overenskommelser/ny", data={"what": first.what, "who": "rep", "theme": other.id}
    )
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    table.session.refresh(first)
    at = f"/dialoger/overenskommelser/{first.id}/stang?revision={first.revision}"
    assert table.over.post(at, data={"done": "1"}).status_code == 302
    page = table.rep.get(f"{table.here}/").text.split("<article")[1].split("</article>")[0]
    assert page.count(first.what) == 2
    assert page.count('class="small since"') == 1


def test_an_agreement_taken_out_is_not_read_by_its_number_but_by_the_two(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over, "Solfjädern till var och en")
    take_agreement_out(table, table.rep, agreement)
    table.session.commit()
    people = [make_person(table.session, name) for name in ("Gun Gäst", "Dag Deputy")]
    make_appointment(table.session, people[0], town.section, Role.SUPPORT)
    make_appointment(table.session, people[1], town.section, deputy=True)
    table.session.commit()
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": people[0].id})
    guest, deputy = map(visit, people)
    there = f"{table.here}/overenskommelser/{agreement.id}"
    assert guest.get(table.at_theme).status_code == 200
    assert guest.get(there).status_code == 404
    table.session.commit()
    establish(table.session, table.dialogue)
    table.session.commit()
    for client in (guest, deputy):
        assert client.get(f"{table.here}/").status_code == 200
        answer = client.get(there)
        assert (answer.status_code, "Solfjädern" in answer.text) == (404, False)
    assert "Solfjädern" in table.over.get(there).text
