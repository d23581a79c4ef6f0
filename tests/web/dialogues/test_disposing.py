"""Disposal by two people with a protocol: one proposes, another confirms, the text goes and the protocol stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.clock import now, today
from app.dialogues.lasting import PICTURES
from app.dialogues.models import Addendum, Dialogue, RaisedMatter, State
from app.disposing.models import Disposal
from app.disposing.things import keep_what_is_over
from app.organisation.models import Person
from app.passages.models import Passage
from app.records.disposal import ErasureRefused, erase_edition
from app.records.earlier import GONE
from app.records.models import Edition, HistoryEntry
from app.records.verifying import verify
from tests.factories.dialogues import establish
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on
from tests.web.dialogues.test_disposal import OPINION, SAID, established, everywhere

Visit = Callable[[Person], SamsynClient]
GROUND, REASON = "Informationshanteringsplan 2024, punkt 3.2", "Bevarandetiden är ute."


@pytest.fixture
def first(session: Session, town: Municipality, visit: Visit) -> SamsynClient:
    return administrator(session, town, visit, "Anna Arkivarie")


@pytest.fixture
def second(session: Session, town: Municipality, visit: Visit) -> SamsynClient:
    return administrator(session, town, visit, "Ragnar Registrator")


def administrator(session: Session, town: Municipality, visit: Visit, name: str) -> SamsynClient:
    person = make_person(session, name)
    make_appointment(session, person, town.section, Role.ADMINISTRATOR)
    session.commit()
    return visit(person)


def edition_of(table: Table) -> int | None:
    """Give the version one proposes to dispose of."""
    return table.session.scalar(select(Dialogue.edition_id).where(Dialogue.id == table.dialogue.id))


def proposed(client: SamsynClient, table: Table) -> str:
    answer = client.post(f"/gallring/{edition_of(table)}/foresla", data={"reason": REASON, "ground": GROUND})
    assert answer.status_code == 302, words_on(answer)
    return answer.location


def erased(session: Session) -> bool:
    session.commit()
    session.expire_all()
    return all(edition.erased_at is not None for edition in session.scalars(select(Edition)))


def dispose_of(session: Session, kind: str, first: SamsynClient, second: SamsynClient) -> None:
    """Let the jobs keep what is over, and two dispose of the first of a kind."""
    keep_what_is_over(session)
    session.commit()
    number = session.scalars(select(Edition.id).where(Edition.kind == kind)).first()
    asked = first.post(f"/gallring/{number}/foresla", data={"reason": REASON, "ground": GROUND})
    assert second.post(f"{asked.location}/bekrafta").status_code == 302
    session.commit()
    session.expire_all()


def test_one_proposes_another_confirms_and_the_protocol_stays(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    page = first.get("/gallring/")
    assert f"/gallring/{edition_of(table)}/foresla" in page.text
    assert "Den går inte att få tillbaka." in first.get(f"/gallring/{edition_of(table)}/foresla").text
    here = proposed(first, table)
    assert not erased(session)
    assert f"/gallring/{edition_of(table)}/foresla" not in second.get("/gallring/").text
    assert here in second.get("/gallring/").text
    assert "Bekräfta och gallra" in second.get(here).text
    second.post(f"{here}/bekrafta")
    assert erased(session)
    words = everywhere(session)
    assert [said for said in SAID if said in words] == []
    outcome = verify(session)
    assert outcome.faults == []
    page = words_on(first.get(here))
    for told in (GROUND, REASON, "Anna Arkivarie", "Ragnar Registrator", "stämmer"):
        assert told in page
    assert "Protokoll över gallring" in page
    assert GROUND in words_on(first.get("/gallring/protokoll"))
    assert "Texten är gallrad enligt beslut den" in table.rep.get(f"{table.here}/").text
    actions = session.scalars(
        select(HistoryEntry.action).where(HistoryEntry.object_kind == "disposal").order_by(HistoryEntry.seq)
    ).all()
    assert actions == ["propose_disposal", "confirm_disposal"]


def test_nobody_confirms_what_they_proposed_themselves(
    table: Table, session: Session, first: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    page = first.get(here).text
    assert "Bekräfta och gallra" not in page
    assert "En annan person behöver bekräfta." in page
    answer = first.post(f"{here}/bekrafta", follow_redirects=True)
    assert "En annan person behöver bekräfta." in answer.text
    assert not erased(session)


def test_the_database_itself_refuses_one_person_in_both_places(
    table: Table, session: Session, first: SamsynClient
) -> None:
    established(table)
    proposed(first, table)
    session.commit()
    with pytest.raises(DatabaseError):
        session.execute(text("UPDATE disposal SET confirmed_by_id = proposed_by_id"))
    session.rollback()


def test_nobody_has_a_part_in_disposing_of_their_own_record(
    table: Table, session: Session, town: Municipality, first: SamsynClient
) -> None:
    make_appointment(session, table.rep_person, town.section, Role.ADMINISTRATOR)
    session.commit()
    established(table)
    answer = table.rep.post(
        f"/gallring/{edition_of(table)}/foresla", data={"reason": REASON, "ground": GROUND}
    )
    assert answer.status_code == 422
    assert "Det är din egen handling." in answer.text
    assert REASON in answer.text
    here = proposed(first, table)
    table.rep.post(f"{here}/bekrafta")
    assert not erased(session)


def test_a_proposal_is_taken_back_and_stays_as_such(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    second.post(f"{here}/ta-tillbaka")
    second.post(f"{here}/bekrafta")
    assert not erased(session)
    assert "tillbakataget" in first.get(here).text
    again = proposed(second, table)
    assert again != here
    assert session.scalars(select(Disposal.withdrawn_at.is_not(None)).order_by(Disposal.id)).all() == [
        True,
        False,
    ]
    assert verify(session).faults == []


@pytest.mark.parametrize(
    ("reason", "ground"), [("", GROUND), (REASON, ""), ("  ", GROUND), ("a" * 501, GROUND)]
)
def test_without_reason_and_ground_nothing_is_proposed_and_nothing_typed_is_lost(
    table: Table, session: Session, first: SamsynClient, reason: str, ground: str
) -> None:
    established(table)
    answer = first.post(f"/gallring/{edition_of(table)}/foresla", data={"reason": reason, "ground": ground})
    assert answer.status_code == 422
    assert (reason.strip() or ground) in answer.text
    assert session.scalars(select(Disposal.id)).all() == []


def test_the_page_holds_no_text_of_a_dialogue(
    table: Table, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    pages = [first.get(path).text for path in ("/gallring/", here, "/gallring/protokoll")]
    second.post(f"{here}/bekrafta")
    pages += [first.get(path).text for path in ("/gallring/", here, "/gallring/protokoll")]
    assert [said for said in SAID for page in pages if said in page] == []


def test_only_administrators_know_of_the_page(table: Table, first: SamsynClient) -> None:
    established(table)
    here = proposed(first, table)
    for client in (table.over, table.rep):
        for path in ("/gallring/", "/gallring/protokoll", here, f"/gallring/{edition_of(table)}/foresla"):
            assert client.get(path).status_code == 404
        for path in (f"{here}/bekrafta", f"{here}/ta-tillbaka"):
            assert client.post(path).status_code == 404


def test_addenda_go_with_the_record(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    words = "Rättelse: det var sju barn."
    table.over.post(f"{table.here}/tillagg", data={"text": words})
    session.commit()
    number = session.scalars(select(Addendum.id)).one()
    for client in (table.over, table.rep):
        client.post(f"{table.here}/tillagg/{number}", data={"wish": "establish", "revision": 1})
    second.post(f"{proposed(first, table)}/bekrafta")
    assert erased(session)
    assert words not in everywhere(session)
    assert verify(session).faults == []


def test_nothing_more_is_written_to_a_dialogue_that_was_disposed_of(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    table.over.post(f"{table.here}/tillagg", data={"text": "Ett tillägg på väg."})
    table.over.post(f"{table.here}/lyft", data={"text": "Ett stycke på väg."})
    session.commit()
    addendum, matter = session.scalars(select(Addendum.id)).one(), session.scalars(select(RaisedMatter)).one()
    offered = words_on(table.over.get(f"{table.here}/"))
    assert "Föreslå tillägget" in offered
    assert "Skriv stycket så som det ska läsas" in offered
    second.post(f"{proposed(first, table)}/bekrafta")
    page = words_on(table.over.get(f"{table.here}/"))
    assert "Texten är gallrad enligt beslut" in page
    assert "Dialogen är gallrad." in page
    for gone in (
        "Föreslå tillägget",
        "Fastställ tillägget",
        "Skriv stycket så som",
        "Håll kvar",
        "Ändra orden",
    ):
        assert gone not in page, gone
    for client, where, data in (
        (table.over, "tillagg", {"text": "Ännu ett."}),
        (table.rep, f"tillagg/{addendum}", {"wish": "establish", "revision": "1"}),
        (table.over, "lyft", {"text": "Ännu ett stycke."}),
        (table.rep, f"lyft/{matter.id}", {"wish": "release", "revision": str(matter.revision)}),
        (table.over, f"lyft/{matter.id}", {"wish": "change", "text": "Nytt.", "revision": "1"}),
    ):
        said = words_on(client.post(f"{table.here}/{where}", data=data, follow_redirects=True))
        assert "Dialogen är gallrad. Det går inte att skriva mer till den." in said, where
    assert "Ännu ett" not in everywhere(session)


def test_nobody_stands_behind_a_proposal_that_was_disposed_of_since_they_read_it(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    """What was never released goes with the pictures, the record stays; a page of before still offers to release the words."""
    table.to(State.ESTABLISHED)
    matter = table.propose(table.over, "Vikariepoolen räcker inte.")
    assert "Släpp uppåt" in words_on(table.rep.get(f"{table.here}/"))
    assert matter.text in table.rep.get("/").text
    revision = str(matter.revision)
    dispose_of(session, PICTURES, first, second)
    for wish, words in (("release", ""), ("change", "Poolen räcker inte till."), ("put_back", "")):
        answer = table.rep.post(
            f"{table.here}/lyft/{matter.id}",
            data={"wish": wish, "revision": revision, "text": words},
            follow_redirects=True,
        )
        assert "Texten är gallrad sedan du läste den." in words_on(answer), wish
        assert words in answer.text, wish
    session.commit()
    assert session.scalars(select(Passage)).all() == []
    for page in (f"{table.here}/", "/"):
        shown = words_on(table.rep.get(page))
        assert GONE not in shown and "Släpp uppåt" not in shown, page


def test_nobody_establishes_an_addendum_that_was_disposed_of_since_they_read_it(
    table: Table, session: Session, town: Municipality, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    table.to(State.ESTABLISHED)
    table.over.post(f"{table.here}/tillagg", data={"text": "Det var elva barn."})
    session.commit()
    addendum = session.scalars(select(Addendum)).one()
    here = f"{table.here}/tillagg/{addendum.id}"
    table.over.post(here, data={"wish": "establish", "revision": addendum.revision})
    clock(now() + timedelta(days=400))
    rep = visit(table.rep_person)
    assert "Fastställ tillägget" in rep.get(f"{table.here}/").text
    assert table.here in rep.get("/").text
    two = [administrator(session, town, visit, name) for name in ("Anna Arkivarie", "Ragnar Registrator")]
    dispose_of(session, "addendum_draft", *two)
    answers = [
        rep.post(here, data={"wish": "establish", "revision": addendum.revision}, follow_redirects=True),
        rep.post(
            f"{table.here}/tillagg",
            data={"addendum": addendum.id, "revision": addendum.revision, "text": "Det var tolv barn."},
        ),
    ]
    assert all("Texten är gallrad sedan du läste den." in words_on(answer) for answer in answers)
    assert "Det var tolv barn." in answers[1].text, "what was typed is given back"
    session.commit()
    session.refresh(addendum)
    assert (addendum.edition_id, addendum.text) == (None, GONE)
    shown = words_on(rep.get(f"{table.here}/"))
    assert GONE not in shown and "Fastställ tillägget" not in shown
    assert "Skriv ett tillägg" in shown
    assert verify(session).faults == []


def test_nothing_is_asked_for_an_agreement_of_an_ended_line_that_was_disposed_of(
    table: Table, session: Session, town: Municipality, first: SamsynClient, second: SamsynClient
) -> None:
    table.to(State.HELD)
    promised = table.agree(table.over, "Ringa familjerna")
    establish(session, table.dialogue)
    table.series.ended_on = today()
    session.commit()
    line = f"/dialoger/serie/{table.series.id}/"
    for page in ("/", line):
        assert "Ringa familjerna" in table.rep.get(page).text, page
    dispose_of(session, "agreement", first, second)
    for page in ("/", line):
        assert GONE not in table.rep.get(page).text, page
    page = table.over.get("/dialoger/ny-serie").text
    pair = next(
        value
        for value, label in re.findall(r'<option value="(managers\|[^"]+)"[^>]*>([^<]*)', page)
        if town.unit_manager.name in label
    )
    sent = {"pair": pair, "template": str(table.series.template_id), "rhythm": "mallen"}
    assert table.over.post("/dialoger/ny-serie", data=sent).status_code == 302
    session.refresh(promised)
    assert (promised.what, promised.series_id) == (GONE, table.series.id), "it does not come along"


def test_a_text_that_comes_back_and_a_forged_protocol_are_found(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    second.post(f"{here}/bekrafta")
    session.commit()
    disposal = session.scalars(select(Disposal)).one()
    disposal.reason = "Ett annat skäl."
    session.commit()
    assert [fault for fault in verify(session).faults if "disposal" in fault]


def test_only_what_is_established_can_be_proposed(table: Table, first: SamsynClient) -> None:
    table.to(State.HELD)
    assert first.get(f"/gallring/{edition_of(table)}/foresla").status_code == 404
    assert first.get("/gallring/99999/foresla").status_code == 404
    assert "Inget att gallra" in first.get("/gallring/").text


def test_two_who_confirm_at_once_erase_once(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    for _ in range(2):
        second.post(f"{here}/bekrafta")
    assert verify(session).faults == []
    assert OPINION not in everywhere(session)


def test_it_is_found_by_registry_number_among_many(
    table: Table, session: Session, first: SamsynClient, statements: Callable[[], object]
) -> None:
    established(table)
    session.scalars(
        select(Dialogue).where(Dialogue.edition_id.is_not(None))
    ).one().registry_number = "KS 2026/7"
    session.commit()
    assert f"/gallring/{edition_of(table)}/foresla" in first.get("/gallring/?q=ks+2026").text
    assert "Ingen handling heter så." in first.get("/gallring/?q=100%25").text
    with statements() as sent:  # type: ignore[attr-defined]
        first.get("/gallring/")
    assert len(sent) <= 16


WHY = "Revisionen granskar hösten."


def held(client: SamsynClient, table: Table, lift: str = "0", why: str = WHY) -> str:
    answer = client.post(
        f"/gallring/{edition_of(table)}/bevara", data={"reason": why, "lift": lift}, follow_redirects=True
    )
    return answer.text


def test_what_is_kept_for_now_is_neither_proposed_nor_confirmed_until_that_is_lifted(
    table: Table, session: Session, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    here = proposed(first, table)
    assert "Bevaras tills vidare." in held(second, table)
    assert "Bekräfta och gallra" not in second.get(here).text
    answer = second.post(f"{here}/bekrafta", follow_redirects=True)
    assert "Det bevaras tills vidare." in answer.text
    assert not erased(session)
    first.post(f"{here}/ta-tillbaka")
    assert f"/gallring/{edition_of(table)}/foresla" not in first.get("/gallring/").text
    answer = first.post(
        f"/gallring/{edition_of(table)}/foresla",
        data={"reason": REASON, "ground": GROUND},
        follow_redirects=True,
    )
    assert answer.status_code == 409
    assert REASON in answer.text, "what was typed is given back"
    led = first.get(f"/gallring/{edition_of(table)}/foresla", follow_redirects=True).text
    assert WHY in led
    assert "Ragnar Registrator" in led
    with pytest.raises(ErasureRefused, match="held"):
        edition = session.scalars(select(Edition).limit(1)).one()
        erase_edition(session, edition=edition, because="Plan", actor_id=None)
    session.rollback()
    held(first, table, lift="1", why="Granskningen är klar.")
    here = proposed(first, table)
    second.post(f"{here}/bekrafta")
    assert erased(session)
    assert verify(session).faults == []
    actions = session.scalars(
        select(HistoryEntry.action).where(HistoryEntry.object_kind == "hold").order_by(HistoryEntry.seq)
    ).all()
    assert actions == ["place_hold", "lift_hold"]


def test_a_hold_needs_a_reason_and_two_at_once_do_not_undo_each_other(
    table: Table, first: SamsynClient, second: SamsynClient
) -> None:
    established(table)
    answer = first.post(f"/gallring/{edition_of(table)}/bevara", data={"reason": " ", "lift": "0"})
    assert answer.status_code == 422
    held(first, table)
    # The other had the page from before.
    answer = second.post(f"/gallring/{edition_of(table)}/bevara", data={"reason": "Utlämnande.", "lift": "0"})
    assert answer.status_code == 422
    assert "Någon annan har redan sagt att det bevaras." in answer.text
    assert "Utlämnande." in answer.text
    assert WHY in answer.text
    too_long = second.post(f"/gallring/{edition_of(table)}/bevara", data={"reason": "x" * 501, "lift": "1"})
    assert too_long.status_code == 422
    assert "x" * 501 in too_long.text
