"""What is written down by mistake is taken out of a meeting still open, and put back with one press."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.dialogues.establishing.services import current_draft
from app.dialogues.models import Agreement, AgreementState, Decision, RaisedMatter, State
from app.records.verifying import verify
from tests.factories.dialogues import establish
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table


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
    return [(one.text, one.theme_id) for one in table.session.scalars(select(Decision))]


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


def test_putting_a_decision_back_voids_what_was_given(table: Table) -> None:
    table.to(State.HELD)
    undo = take_decision_out(table, table.over, table.decide(table.rep))
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser samma sak.")
    table.consent(table.rep)
    assert table.consents() == 1
    table.over.post(undo)
    assert table.consents() == 0


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


def take_agreement_out(table: Table, who: SamsynClient, agreement: Agreement) -> str:
    at = (
        f"/dialoger/overenskommelser/{agreement.id}/stang?dialogue={table.dialogue.id}&theme={table.theme.id}"
    )
    answer = who.post(f"{at}&revision={agreement.revision}", data={"dropped": "1"})
    assert answer.location.endswith("#agreements")
    return undo_on(who.get(answer.location).text, "Överenskommelsen är borttagen.")


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
