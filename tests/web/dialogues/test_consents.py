"""Both establish the same version; any change of it voids what was given, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Guest, State
from app.organisation.models import Person
from app.records.models import Edition, HistoryEntry, Signature
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.remembering import remembered
from tests.web.dialogues.conftest import Table, words_on


def change_note(t: Table) -> None:
    t.write_note(t.over, "Vi ser det annorlunda.")


def change_whole(t: Table) -> None:
    t.write_whole("En annan helhet.")


def judge(t: Table) -> None:
    t.over.post(f"{t.at_theme}/omdome", data={"verdict": "different"})


def agree(t: Table) -> None:
    t.agree(t.over, "Ett nytt löfte")


def change_agreement(t: Table) -> None:
    agreement = t.session.info["agreement"]
    t.session.refresh(agreement)
    t.over.post(
        f"{t.here}/overenskommelser/{agreement.id}",
        data={"what": "Ändrat löfte", "who": "over", "revision": agreement.revision},
    )


def decide(t: Table) -> None:
    t.decide(t.over, "Ett nytt beslut")


def change_decision(t: Table) -> None:
    decision = t.session.info["decision"]
    t.session.refresh(decision)
    t.over.post(
        f"{t.here}/beslut",
        data={"decision": decision.id, "revision": decision.revision, "text": "Ändrat beslut"},
    )


def remove_decision(t: Table) -> None:
    decision = t.session.info["decision"]
    sent = {"decision": decision.id, "remove": "1", "revision": decision.revision}
    t.over.post(f"{t.here}/beslut", data=sent)


def release(t: Table) -> None:
    t.matter(t.over, t.session.info["matter"], "release")


def withdraw_released(t: Table) -> None:
    t.matter(t.over, t.session.info["released"], "withdraw")


def hold_back(t: Table) -> None:
    t.matter(t.over, t.session.info["released"], "hold")


def change_matter(t: Table) -> None:
    t.matter(t.over, t.session.info["released"], "change", text="Andra ord")


def attendance(t: Table) -> None:
    t.over.post(f"{t.here}/narvaro", data={"present": [t.over_person.id, t.rep_person.id]})


def guest_joins(t: Table) -> None:
    t.over.post(f"{t.here}/gaster", data={"person": t.session.info["half"].id})


def guest_leaves(t: Table) -> None:
    guest = t.session.scalars(select(Guest).where(Guest.person_id == t.session.info["whole"].id)).one()
    t.over.post(f"{t.here}/gaster/{guest.id}/ta-tillbaka")


def step_back(t: Table) -> None:
    t.over.post(f"{t.here}/steg", data={"till": "held"})


CHANGES = [
    change_note, change_whole, judge, agree, change_agreement, decide, change_decision, remove_decision, release,
    withdraw_released, hold_back, change_matter, attendance, guest_joins, guest_leaves, step_back,
]  # fmt: skip


@pytest.fixture
def establishing(table: Table, town: Municipality) -> Table:
    """A meeting on its way, with one of everything in it, and the reporting side's consent."""
    table.session.info.update(remembered(table.session, one_of_everything, table, town))
    return table


def one_of_everything(table: Table, town: Municipality) -> dict[str, object]:
    half, whole = make_person(table.session, "Halva Gästen"), make_person(table.session, "Hela Gästen")
    for guest in (half, whole):
        make_appointment(table.session, guest, town.section, Role.SUPPORT)
    table.to(State.ESTABLISHING)
    kept: dict[str, Any] = {"half": half, "whole": whole}
    kept["agreement"] = table.agree(table.rep)
    kept["decision"] = table.decide(table.rep)
    kept["matter"] = table.propose(table.rep, "Bara den ena vill")
    kept["released"] = table.propose(table.rep, "Båda vill")
    table.matter(table.over, kept["released"], "release")
    for client, guest in ((table.rep, half), (table.rep, whole), (table.over, whole)):
        assert client.post(f"{table.here}/gaster", data={"person": guest.id}).status_code == 302
    assert table.consent(table.rep).status_code == 302
    assert table.consents() == 1
    return kept


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_voids_what_was_given_and_says_so(
    establishing: Table, change: Callable[[Table], None]
) -> None:
    read = establishing.revision
    change(establishing)
    assert establishing.consents() == 0
    actions = establishing.session.scalars(
        select(HistoryEntry.action).where(
            HistoryEntry.object_kind == "dialogue", HistoryEntry.object_id == establishing.dialogue.id
        )
    ).all()
    assert "void_consent" in actions
    # Who had the page open before the change cannot establish what they have not read.
    if change is not step_back:
        stale = establishing.consent(establishing.over, revision=read, own_opinion="Min mening står kvar")
        assert stale.status_code == 409
        assert "Min mening står kvar" in stale.text
        assert establishing.consents() == 0


def no_change(t: Table) -> None:
    t.write_note(t.over, "Vi ser det så här.")


def judge_nothing_new(t: Table) -> None:
    t.over.post(f"{t.at_theme}/omdome", data={"verdict": ""})


def write_on_the_text_of_a_proposal_nobody_has_released(t: Table) -> None:
    t.over.get(f"{t.here}/helhet")


def close_a_promise(t: Table) -> None:
    made = t.session.info["agreement"]
    t.over.post(f"/dialoger/overenskommelser/{made.id}/stang?revision={made.revision}", data={"done": "1"})


def same_guest_again(t: Table) -> None:
    t.over.post(f"{t.here}/gaster", data={"person": t.session.info["whole"].id})


def release_again(t: Table) -> None:
    t.matter(t.rep, t.session.info["released"], "release")


def decide_the_same(t: Table) -> None:
    made = t.session.info["decision"]
    t.session.refresh(made)
    t.over.post(f"{t.here}/beslut", data={"decision": made.id, "text": made.text, "revision": made.revision})


def read_only(t: Table) -> None:
    for page in ("/", "/helhet", "/lasare", "/storbild"):
        t.over.get(t.here + page)


@pytest.mark.parametrize(
    "nothing",
    [
        no_change,
        judge_nothing_new,
        close_a_promise,
        same_guest_again,
        release_again,
        decide_the_same,
        read_only,
    ],
    ids=lambda change: change.__name__,
)
def test_what_changes_nothing_in_the_record_voids_nothing(
    establishing: Table, nothing: Callable[[Table], None]
) -> None:
    nothing(establishing)
    assert establishing.consents() == 1


def test_one_takes_back_ones_own_consent_while_the_other_has_not_given_theirs(establishing: Table) -> None:
    assert establishing.over.post(f"{establishing.here}/helhet/angra").status_code == 302
    assert establishing.consents() == 1
    assert establishing.rep.post(f"{establishing.here}/helhet/angra").status_code == 302
    assert establishing.consents() == 0


def test_nobody_establishes_twice_or_for_the_other(establishing: Table) -> None:
    assert establishing.consent(establishing.rep).status_code == 302
    answer = establishing.consent(establishing.rep, own_opinion="Jag ångrade mig")
    assert answer.status_code == 422
    # The page has no form for it any more: it is given back to be taken along.
    assert "Jag ångrade mig" in answer.text
    assert establishing.consents() == 1
    assert establishing.state == State.ESTABLISHING


def test_an_empty_picture_cannot_be_established(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    answer = table.consent(table.over, own_opinion="Jag väntar gärna")
    assert answer.status_code == 409
    assert "Jag väntar gärna" in answer.text


def test_what_both_establish_is_what_both_read(establishing: Table) -> None:
    page = establishing.over.get(f"{establishing.here}/helhet").text
    assert establishing.consent(establishing.over, own_opinion="Jag minns det annorlunda").status_code == 302
    edition = establishing.session.scalars(select(Edition)).one()
    content = json.loads(edition.content or "")
    assert content["whole"] in page
    assert content["raised"] == [{"text": "Båda vill", "theme": establishing.theme.title, "subjects": []}]
    assert [person["name"] for person in content["people"]] == [
        "Sven Sektionschef",
        "Eva Enhetschef",
        "Hela Gästen",
    ]
    signed = establishing.session.scalars(select(Signature).order_by(Signature.side)).all()
    assert [(s.side, s.own_opinion) for s in signed] == [("over", "Jag minns det annorlunda"), ("rep", None)]
    assert establishing.state == State.ESTABLISHED
    assert verify(establishing.session).faults == []


def test_an_established_record_never_changes_again(establishing: Table) -> None:
    establishing.consent(establishing.over)
    before = establishing.session.scalars(select(Edition.content)).one()
    for change in CHANGES:
        if change not in {guest_joins, guest_leaves}:
            change_or_miss(establishing, change)
    assert establishing.session.scalars(select(Edition.content)).all() == [before]
    assert establishing.state == State.ESTABLISHED


def change_or_miss(t: Table, change: Callable[[Table], None]) -> None:
    """Try; where the helper looks for what was not written, that is the proof."""
    from sqlalchemy.exc import NoResultFound

    try:
        change(t)
    except NoResultFound:
        return


def let_go(t: Table) -> None:
    """End the test's own transaction and keep it out of requests made from threads."""
    t.session.commit()
    for client in (t.over, t.rep):
        client.before_request = None


def test_both_establish_at_the_very_same_time(
    table: Table, session: Session, clients: Callable[[], SamsynClient]
) -> None:
    table.to(State.ESTABLISHING)
    revision, address = table.revision, f"{table.here}/helhet/faststall"
    let_go(table)
    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(
                lambda client: client.post(address, data={"revision": revision}).status_code,
                (table.over, table.rep),
            )
        )
    assert answers == [302, 302]
    assert table.state == State.ESTABLISHED
    assert len(session.scalars(select(Edition)).all()) == 1
    assert {s.side for s in session.scalars(select(Signature))} == {"over", "rep"}
    assert verify(session).faults == []


def test_a_change_and_a_consent_at_the_very_same_time_never_establish_what_was_not_read(
    table: Table, session: Session
) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.rep)
    revision = table.revision
    note = table.theme.note
    assert note is not None
    at_note, base, at_consent = (
        f"{table.at_theme}/anteckning",
        note.revision_id,
        f"{table.here}/helhet/faststall",
    )
    let_go(table)
    with ThreadPoolExecutor(2) as threads:
        consent = threads.submit(table.over.post, at_consent, data={"revision": revision})
        write = threads.submit(table.rep.post, at_note, data={"text": "Ändrat i sista stund.", "base": base})
        statuses = (consent.result().status_code, write.result().status_code)
    established = table.state == State.ESTABLISHED
    assert statuses in {(302, 422), (409, 302)}
    assert established == (statuses[0] == 302)
    if established:
        content = session.scalars(select(Edition.content)).one()
        assert "Ändrat i sista stund." not in (content or "")
    else:
        assert table.consents() == 0


def test_taking_over_a_seat_voids_what_the_predecessor_gave(
    establishing: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    deputy = make_person(establishing.session, "Tove Tillförordnad")
    make_appointment(
        establishing.session, deputy, town.unit, deputy=True, since=clock.today() - timedelta(days=1)
    )
    assert visit(deputy).post(f"{establishing.here}/ta-over").status_code == 302
    assert establishing.consents() == 0
    assert establishing.rep.get(f"{establishing.here}/helhet").status_code == 302


def test_whoever_presses_twice_has_established_once_and_is_told_so(table: Table) -> None:
    table.to(State.ESTABLISHING)
    revision = table.revision
    for _ in range(2):
        answer = table.consent(table.rep, revision=revision, own_opinion="Jag ser det annorlunda.")
        assert (answer.status_code, answer.location) == (302, f"{table.here}/helhet")
    assert table.consents() == 1
    for _ in range(2):
        answer = table.consent(table.over, revision=revision, own_opinion="Jag också.")
        assert (answer.status_code, answer.location) == (302, f"{table.here}/")
    assert "Fastställd av er båda" in table.over.get(f"{table.here}/").text
    # Something else than was sent before is told what stands.
    answer = table.consent(table.over, revision=revision, own_opinion="Jag har ändrat mig.")
    assert answer.status_code == 422
    assert "Jag har ändrat mig." in answer.text


def test_what_only_one_of_the_two_said_of_a_theme_stands_in_the_record_and_on_its_paper(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.at_theme}/omdome", data={"verdict": "different"})
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    for client in (table.over, table.rep):
        table.consent(client)
    assert table.state == State.ESTABLISHED
    page = " ".join(words_on(table.rep.get(f"{table.here}/")).split())
    paper = table.rep.get(f"{table.here}/faststalld").text
    assert f"{table.rep_person.name}: sade inte sitt" in page
    assert f"{table.over_person.name}: olika bilder" in page
    assert f"{table.over_person.name} ser olika bilder, {table.rep_person.name} sade inte sitt." in paper
