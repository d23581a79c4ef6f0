"""What goes up is chosen by both, and only once it is established; what comes after is an addendum by both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.dialogues.models import Addendum, RaisedMatter, State
from app.economy.subjects import ECONOMY
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment
from app.passages.models import Passage, Talk
from app.records.models import Edition
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.web.dialogues.conftest import Table, words_on


def passages(t: Table) -> list[str]:
    t.session.commit()
    return list(t.session.scalars(select(Passage.text).order_by(Passage.id)))


def finish(t: Table) -> None:
    """Let both establish what stands now."""
    if t.state == State.HELD:
        t.over.post(f"{t.here}/steg", data={"till": "establishing"})
        t.write_whole("Det här är helheten.")
    for client in (t.over, t.rep):
        assert t.consent(client).status_code == 302
    assert t.state == State.ESTABLISHED


RELEASES = [
    # released by over, by rep, established, goes up
    (True, True, True, True),
    (True, True, False, False),
    (True, False, True, False),
    (False, True, True, False),
    (False, False, True, False),
]


@pytest.mark.parametrize(("over", "rep", "established", "up"), RELEASES)
def test_a_matter_goes_up_when_both_have_released_it_and_the_record_is_established(
    table: Table, over: bool, rep: bool, established: bool, up: bool
) -> None:
    table.to(State.HELD)
    first = table.rep if rep or not over else table.over
    matter = table.propose(first)
    if not (over or rep):
        table.matter(first, matter, "hold")
    if over and rep:
        table.matter(table.over, matter, "release")
    assert passages(table) == []
    if established:
        finish(table)
    assert passages(table) == (["Vikariepoolen räcker inte."] if up else [])


def test_a_matter_can_go_up_after_the_record_is_established(table: Table) -> None:
    table.to(State.ESTABLISHED)
    matter = table.propose(table.over, "Det här kom vi på sedan")
    assert passages(table) == []
    table.matter(table.rep, matter, "release")
    assert passages(table) == ["Det här kom vi på sedan"]
    assert len(table.session.scalars(select(Edition)).all()) == 1


def test_what_is_typed_in_afterwards_was_said_on_the_day_of_the_meeting(table: Table) -> None:
    table.dialogue.starts_at = now() - timedelta(days=5)
    table.session.commit()
    table.to(State.HELD)
    theme = table.theme.id
    subject = f"{ECONOMY}:{table.fresh().series.rep_post.unit_id}"
    table.over.post(f"{table.here}/tema/{theme}/handlar-om", data={"mark": subject})
    table.matter(table.over, table.propose(table.rep), "release")
    finish(table)
    agreed = table.fresh().starts_at
    raised, talked = table.session.scalars(select(Passage)).one(), table.session.scalars(select(Talk)).all()
    assert raised.said_on == agreed
    assert talked and {one.said_on for one in talked} == {agreed}


def test_new_words_need_a_new_release_by_the_other(table: Table) -> None:
    table.to(State.ESTABLISHED)
    matter = table.propose(table.rep, "Första orden")
    table.matter(table.rep, matter, "change", text="Andra orden")
    table.session.refresh(matter)
    # The other releases what was on the page, which is not what stands there now.
    stale = table.over.post(
        f"{table.here}/lyft/{matter.id}", data={"wish": "release", "revision": matter.revision - 1}
    )
    assert stale.status_code in {302, 409, 422}
    assert passages(table) == []
    table.matter(table.over, matter, "change", text="Tredje orden")
    assert passages(table) == []
    table.session.refresh(matter)
    assert (matter.over_released_at is not None, matter.rep_released_at is not None) == (True, False)
    table.matter(table.rep, matter, "release")
    assert passages(table) == ["Tredje orden"]


def test_what_has_gone_up_never_changes_and_goes_up_once(table: Table) -> None:
    table.to(State.ESTABLISHED)
    matter = table.propose(table.rep, "Orden som gick upp")
    table.matter(table.over, matter, "release")
    for client in (table.over, table.rep):
        for wish in ("release", "hold", "change", "withdraw"):
            table.matter(client, matter, wish, text="Efterklokt")
    assert passages(table) == ["Orden som gick upp"]
    table.session.refresh(matter)
    assert (matter.text, matter.withdrawn_at) == ("Orden som gick upp", None)


def test_a_withdrawn_matter_is_gone_for_both(table: Table) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep)
    assert table.matter(table.over, matter, "withdraw").status_code == 302
    assert "Vikariepoolen räcker inte." not in table.rep.get(table.at_theme).text
    answer = table.matter(table.rep, matter, "release")
    assert "Det är borttaget sedan du läste det." in table.rep.get(answer.location).text
    finish(table)
    assert passages(table) == []


def test_a_proposal_is_never_in_the_record_until_both_have_released_it(table: Table) -> None:
    table.to(State.HELD)
    table.propose(table.rep, "Bara den ena vill")
    finish(table)
    content = table.session.scalars(select(Edition.content)).one()
    assert "Bara den ena vill" not in (content or "")
    # It stands beside the record, where the other can still release it.
    assert "Bara den ena vill" in words_on(table.over.get(f"{table.here}/"))


def test_nothing_is_raised_before_the_meeting_or_from_one_called_off(table: Table) -> None:
    for prepare in (
        lambda: None,
        lambda: table.over.post(f"{table.here}/stall-in", data={"reason": "Sjukdom"}),
    ):
        prepare()
        answer = table.rep.post(f"{table.here}/lyft", data={"text": "För tidigt"})
        assert answer.status_code in {302, 422}
        assert table.session.scalars(select(RaisedMatter)).all() == []


@pytest.mark.parametrize("wish", ["", "raise", "RELEASE"])
def test_an_unknown_wish_is_refused(table: Table, wish: str) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep)
    assert table.matter(table.over, matter, wish).status_code == 400


def propose_addendum(t: Table, text: str = "Datumet ska vara den 3:e") -> Addendum:
    assert t.rep.post(f"{t.here}/tillagg", data={"text": text}).status_code == 302
    t.session.commit()
    return t.session.scalars(select(Addendum).where(Addendum.text == text)).one()


def on_addendum(
    t: Table, addendum: Addendum, wish: str, *, by_over: bool = True, revision: int | None = None
) -> int:
    t.session.commit()
    t.session.refresh(addendum)
    client = t.over if by_over else t.rep
    given = revision if revision is not None else addendum.revision
    return client.post(f"{t.here}/tillagg/{addendum.id}", data={"wish": wish, "revision": given}).status_code


def test_an_addendum_is_established_by_both_and_leaves_the_record_as_it_is(table: Table) -> None:
    table.to(State.ESTABLISHED)
    record = table.session.scalars(select(Edition.content)).one()
    addendum = propose_addendum(table)
    on_addendum(table, addendum, "establish")
    assert len(table.session.scalars(select(Edition)).all()) == 1
    on_addendum(table, addendum, "establish", by_over=False)
    editions = table.session.scalars(select(Edition).order_by(Edition.id)).all()
    assert [edition.kind for edition in editions] == ["dialogue_record", "dialogue_addendum"]
    assert editions[0].content == record
    assert "Fastställt av båda" in table.over.get(f"{table.here}/").text


def test_a_changed_addendum_must_be_established_anew_by_both(table: Table) -> None:
    table.to(State.ESTABLISHED)
    addendum = propose_addendum(table)
    on_addendum(table, addendum, "establish")
    read = addendum.revision
    table.rep.post(
        f"{table.here}/tillagg",
        data={"text": "Datumet är den 4:e", "addendum": addendum.id, "revision": read},
    )
    table.session.refresh(addendum)
    assert (addendum.over_consent_at, addendum.rep_consent_at) == (None, None)
    on_addendum(table, addendum, "establish", revision=read)
    on_addendum(table, addendum, "establish", by_over=False)
    assert len(table.session.scalars(select(Edition)).all()) == 1
    on_addendum(table, addendum, "establish")
    assert len(table.session.scalars(select(Edition)).all()) == 2


def test_an_established_addendum_is_neither_changed_nor_withdrawn(table: Table) -> None:
    table.to(State.ESTABLISHED)
    addendum = propose_addendum(table)
    for by_over in (True, False):
        on_addendum(table, addendum, "establish", by_over=by_over)
    on_addendum(table, addendum, "withdraw")
    late = table.rep.post(
        f"{table.here}/tillagg",
        data={"text": "Efterklok text", "addendum": addendum.id, "revision": addendum.revision},
    )
    assert late.status_code == 422
    assert "Efterklok text" in late.text
    table.session.refresh(addendum)
    assert (addendum.text, addendum.withdrawn_at) == ("Datumet ska vara den 3:e", None)


def test_what_nobody_is_left_to_establish_or_release_is_said_instead_of_asked_for(
    table: Table, town: Municipality
) -> None:
    table.to(State.ESTABLISHED)
    table.over.post(f"{table.here}/tillagg", data={"text": "Det var elva barn."})
    page = table.over.get(f"{table.here}/").text
    assert "Skriv ett tillägg" in page and "Fastställ tillägget" in page
    session = table.session
    held = select(Appointment.id).where(Appointment.person_id == table.rep_person.id)
    session.commit()
    for one in session.scalars(held).all():
        end_appointment(session, appointment_id=one, on=today(), actor_id=None)
    make_appointment(session, make_person(session, "Ny Enhetschef"), town.unit, since=today())
    session.commit()
    page = table.over.get(f"{table.here}/").text
    said = f"{table.rep_person.name} har inte längre uppdraget"
    assert said in page
    assert "Det var elva barn." in page
    assert "Skriv ett tillägg" not in page and "Fastställ tillägget" not in page
    assert "Ta bort förslaget" in page
    assert said not in table.over.get("/").text


def test_either_withdraws_an_addendum_not_yet_established(table: Table) -> None:
    table.to(State.ESTABLISHED)
    addendum = propose_addendum(table)
    assert on_addendum(table, addendum, "withdraw") == 302
    assert "Datumet ska vara den 3:e" not in table.rep.get(f"{table.here}/").text


def test_an_addendum_of_another_dialogue_is_not_there(table: Table) -> None:
    from tests.factories.dialogues import make_dialogue

    table.to(State.ESTABLISHED)
    addendum = propose_addendum(table)
    other = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    answer = table.over.post(
        f"/dialoger/{other.id}/tillagg/{addendum.id}", data={"wish": "establish", "revision": 1}
    )
    assert answer.status_code == 404


def test_before_establishing_there_is_nothing_to_add_to(table: Table) -> None:
    table.to(State.HELD)
    answer = table.rep.post(f"{table.here}/tillagg", data={"text": "Ett tillägg i förtid"})
    assert answer.status_code == 422
    assert "Ett tillägg i förtid" in answer.text
