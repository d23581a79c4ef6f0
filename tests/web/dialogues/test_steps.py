"""The life of a meeting: when it may begin, which steps there are, that every step is logged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.clock import STOCKHOLM, now
from app.dialogues.models import State
from app.dialogues.queries.said import themes_of
from app.dialogues.series.ending import swedish_day
from app.passages.models import Passage
from app.records.models import Reading
from app.records.queries import history_of
from app.records.verifying import verify
from tests.support.client import SamsynClient
from tests.support.files import pdf
from tests.web.dialogues.conftest import Table, words_on

STEPS = ("planned", "preparing", "held", "establishing", "established", "cancelled")
TAKEN = {
    ("planned", "preparing"), ("planned", "held"), ("preparing", "planned"), ("preparing", "held"),
    ("held", "preparing"), ("held", "establishing"), ("establishing", "held"),
}  # fmt: skip


def step(t: Table, till: str) -> int:
    return t.over.post(f"{t.here}/steg", data={"till": till}).status_code


def move(t: Table, moment: datetime, *, by_rep: bool = False) -> None:
    local = moment.astimezone(STOCKHOLM)
    client = t.rep if by_rep else t.over
    answer = client.post(
        f"{t.here}/andra",
        data={
            "title": "Dialog",
            "day": local.date().isoformat(),
            "time": f"{local:%H:%M}",
            "minutes": "60",
            "expected": t.fresh().calendar_sequence,
        },
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("origin", ["planned", "preparing", "held", "establishing", "established"])
def test_only_the_steps_of_the_domain_can_be_taken(table: Table, origin: str) -> None:
    for target in STEPS:
        if (origin, target) in TAKEN or target == "cancelled":
            continue
        if table.state != origin:
            table.to(State(origin))
        step(table, target)
        assert table.state == origin, target


def test_a_meeting_walks_on_and_back_and_every_step_is_logged(table: Table) -> None:
    for target in ("preparing", "planned", "preparing", "held", "establishing", "held", "preparing", "held"):
        assert step(table, target) == 302
        assert table.state == target
    logged = [c for c in history_of(table.session, "dialogue", table.dialogue.id) if c.action == "step"]
    assert [c.after["state"] for c in logged if c.after][::-1] == [
        "preparing", "planned", "preparing", "held", "establishing", "held", "preparing", "held",
    ]  # fmt: skip
    assert {c.actor for c in logged} == {"Sven Sektionschef"}
    page = table.rep.get(f"{table.here}/lasare").text
    assert page.count("Nytt läge") == len(logged)


def test_what_was_opened_stays_open_when_the_meeting_is_prepared_again(table: Table) -> None:
    table.to(State.HELD)
    step(table, "preparing")
    assert "Överordnads bild." in table.rep.get(table.at_theme).text
    late = table.rep.post(
        f"{table.at_theme}/min-bild", data={"text": "Nu vet jag vad du tycker", "base": "1"}
    )
    assert late.status_code == 422
    assert "Nu vet jag vad du tycker" in late.text
    assert "Nu vet jag vad du tycker" not in table.over.get(table.at_theme).text


@pytest.mark.parametrize("called_off", [False, True])
def test_a_meeting_that_got_another_day_after_it_was_begun_is_held_on_that_day(
    table: Table, called_off: bool
) -> None:
    """It was begun by mistake, or broken off: what is raised from it tells of the day it was held, with those there then."""
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    table.over.post(f"{table.here}/narvaro", data={"present": [table.over_person.id, table.rep_person.id]})
    if called_off:
        table.over.post(f"{table.here}/stall-in", data={"reason": "Brandlarm"})
        step(table, "planned")
    else:
        step(table, "preparing")
    table.fresh().held_at = now() - timedelta(days=7)
    table.session.commit()
    agreed = now() - timedelta(minutes=2)
    move(table, agreed)
    step(table, "held")
    assert table.state == "held"
    assert [one.attended for one in table.fresh().participants] == [None, None]
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == "established"
    assert swedish_day(table.session.scalars(select(Passage.said_on)).one()) == swedish_day(agreed)
    assert verify(table.session).faults == []


def test_going_back_to_the_notes_of_a_meeting_begun_early_begins_it_not_anew(table: Table) -> None:
    table.to(State.ESTABLISHING)
    begun = table.fresh()
    begun.held_at = begun.starts_at - timedelta(minutes=5)
    table.session.commit()
    step(table, "held")
    found = table.fresh()
    assert found.held_at == found.starts_at - timedelta(minutes=5)


def test_a_meeting_gone_back_from_and_on_with_is_held_when_it_was_begun(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.here}/narvaro", data={"present": [table.over_person.id]})
    begun = table.fresh().held_at
    step(table, "preparing")
    step(table, "held")
    assert table.fresh().held_at == begun
    assert [one.attended for one in table.fresh().participants] == [True, False]


def test_a_meeting_does_not_start_ahead_of_time_unless_both_have_shared(table: Table) -> None:
    move(table, now() + timedelta(days=2))
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Inte delad än", "base": ""})
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    step(table, "held")
    assert table.state == "preparing"
    assert "Inte delad än" not in table.over.get(table.at_theme).text
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    agreed = table.fresh().starts_at.astimezone(STOCKHOLM).date().isoformat()
    table.over.post(f"{table.here}/steg", data={"till": "held", "instead_of": agreed})
    assert table.state == "held"


def test_what_opens_both_pictures_for_good_is_asked_first_where_a_theme_is_not_written_on(
    table: Table,
) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Det jag ser.", "base": ""})
    # Sharing first can be taken back: nothing is asked.
    assert table.rep.post(f"{table.here}/dela").status_code == 302
    table.over.post(f"{table.at_theme}/min-bild", data={"text": "Det jag hör.", "base": ""})
    asked = table.over.post(f"{table.here}/dela")
    assert asked.status_code == 200
    told = words_on(asked)
    first, *others = themes_of(table.session, table.dialogue.id)
    assert "Vill du dela nu?" in told and "Skriv vidare" in told
    assert all(one.title in told for one in others) and f'/tema/{first.id}"' not in asked.text
    assert "Det jag ser." not in table.over.get(table.at_theme).text
    for one in others:
        table.over.post(f"{table.here}/tema/{one.id}/min-bild", data={"text": "Också.", "base": ""})
    assert table.over.post(f"{table.here}/dela").status_code == 302
    assert "Det jag ser." in table.over.get(table.at_theme).text


def test_who_moves_a_meeting_earlier_to_open_the_others_picture_must_wait_a_day(
    table: Table, clock: Callable[[datetime], None]
) -> None:
    begun = now()
    clock(begun)
    move(table, begun + timedelta(days=5))
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Inte delad än", "base": ""})
    move(table, begun - timedelta(minutes=5))
    step(table, "held")
    assert table.state == "planned"
    assert "Inte delad än" not in table.over.get(table.at_theme).text
    clock(begun + timedelta(minutes=55))
    # The one who wrote it may open it.
    assert "Börja mötet" in table.rep.get(f"{table.here}/").text
    clock(begun + timedelta(hours=23, minutes=59))
    step(table, "held")
    assert table.state == "planned"
    clock(begun + timedelta(hours=24, minutes=1))
    # The sign-in of the day before has run out; whoever comes back may start now.
    from tests.support.signed_in import sign_in

    sign_in(table.over, table.session, table.over_person)
    step(table, "held")
    assert table.state == "held"


def test_moving_it_later_and_back_again_does_not_make_one_wait_less(
    table: Table, clock: Callable[[datetime], None]
) -> None:
    begun = now()
    clock(begun)
    move(table, begun + timedelta(days=3))
    move(table, begun - timedelta(hours=1))
    move(table, begun - timedelta(minutes=30))
    step(table, "held")
    assert table.state == "planned"


def test_one_cannot_shake_off_the_wait_by_letting_the_other_move_it(
    table: Table, clock: Callable[[datetime], None]
) -> None:
    begun = now()
    clock(begun)
    move(table, begun + timedelta(days=3))
    # The other agrees to the new, earlier time: then it is agreed by both who could be surprised.
    move(table, begun - timedelta(hours=1), by_rep=True)
    assert table.rep.post(f"{table.here}/steg", data={"till": "held"}).status_code in {302, 422}
    assert table.state == "planned"
    assert step(table, "held") == 302
    assert table.state == "held"


def test_a_meeting_is_called_off_with_a_reason_and_can_be_taken_back(table: Table) -> None:
    step(table, "cancelled")
    assert table.state == "planned"
    empty = table.over.post(f"{table.here}/stall-in", data={"reason": "  "})
    assert empty.status_code in {302, 422}
    assert table.state == "planned"
    assert (
        table.over.post(f"{table.here}/stall-in", data={"reason": "Magsjuka på avdelningen"}).status_code
        == 302
    )
    assert table.state == "cancelled"
    assert "Magsjuka på avdelningen" in table.rep.get(f"{table.here}/").text
    assert table.rep.post(f"{table.here}/steg", data={"till": "planned"}).status_code == 302
    assert table.state == "planned"
    history = table.rep.get(f"{table.here}/lasare").text
    assert "Magsjuka på avdelningen" in history


def test_what_one_wrote_for_a_meeting_that_was_called_off_is_read_by_oneself(table: Table) -> None:
    """Whoever books another finds it again; nothing of it has been opened by calling the meeting off."""
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Min väl **förberedda** bild.", "base": ""})
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjukdom"})
    mine, other = table.rep.get(f"{table.here}/"), table.over.get(f"{table.here}/")
    assert "Min väl <strong>förberedda</strong> bild." in mine.text
    assert "Det du skrev till mötet" in mine.text and "Bara du läser det." in mine.text
    assert "förberedda" not in other.text and "Det du skrev till mötet" not in other.text


def test_what_was_written_together_is_read_after_the_meeting_was_called_off(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.here}/stall-in", data={"reason": "Brandlarm"})
    for client, mine, theirs in (
        (table.over, "Överordnads bild.", "Rapporterandes bild."),
        (table.rep, "Rapporterandes bild.", "Överordnads bild."),
    ):
        page = client.get(f"{table.here}/").text
        assert "Vi ser det så här." in page and mine in page
        assert theirs not in page
        assert "Bara du läser det." not in page


def test_time_and_place_stay_once_the_meeting_has_begun(table: Table) -> None:
    table.to(State.HELD)
    before = table.fresh().starts_at
    table.over.post(
        f"{table.here}/andra",
        data={"title": "Annat", "day": "2027-01-01", "time": "09:00", "minutes": "60", "expected": "0"},
    )
    now_it_is = table.fresh()
    assert (now_it_is.starts_at, now_it_is.title) == (before, "Dialog")


def test_a_shared_picture_can_be_taken_back_until_both_have_shared(table: Table) -> None:
    address = f"{table.at_theme}/min-bild"
    table.rep.post(address, data={"text": "Första", "base": ""})
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    locked = table.rep.post(address, data={"text": "Första och mer", "base": "1"})
    assert locked.status_code == 422
    assert "Första och mer" in locked.text
    table.rep.post(f"{table.here}/ta-tillbaka")
    assert table.rep.post(address, data={"text": "Första och mer", "base": "1"}).status_code == 302
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    table.rep.post(f"{table.here}/ta-tillbaka")
    assert "Första och mer" in table.over.get(table.at_theme).text


def test_that_one_has_begun_to_write_stands_on_no_page_of_the_other_until_one_shares(table: Table) -> None:
    def seen(client: SamsynClient) -> list[str]:
        pages = ("/", "/dialoger/", f"{table.here}/", table.at_theme, f"{table.here}/lasare", line)
        return [
            # Words that explain themselves are numbered on from one request of a test to the next.
            re.sub(
                r"csrf_token\" value=\"[^\"]*|X-CSRFToken[^}]*|gloss-[\w-]+-\d+", "", client.get(page).text
            )
            for page in pages
        ]

    line = f"/dialoger/serie/{table.series.id}/"
    seen(table.over)
    before = seen(table.over)
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Det första", "base": ""})
    table.rep.post(
        f"{table.at_theme}/filer",
        data={"file": (io.BytesIO(pdf("Schema")), "schema.pdf")},
        content_type="multipart/form-data",
    )
    assert seen(table.over) == before
    assert 'aria-current="step"><span class="text">Förbereds' in table.rep.get(f"{table.here}/").text
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    assert table.state == "preparing"
    assert 'aria-current="step"><span class="text">Förbereds' in table.over.get(f"{table.here}/").text


def test_nobody_sees_in_what_was_read_that_the_other_prepares_until_both_have_shared(table: Table) -> None:
    """Who opens a theme before that reads their own picture: that they did tells that there may be one."""

    def prepares(client: SamsynClient) -> None:
        client.post(
            f"{table.at_theme}/filer",
            data={"file": (io.BytesIO(pdf("Schema")), "schema.pdf")},
            content_type="multipart/form-data",
        )
        page = client.get(table.at_theme)
        file = re.search(r'href="(/bilagor/\d+)"', page.text)
        assert file
        assert client.get(file[1]).status_code == 303
        for address in ("fran-papper", "forberedelseblad", "motesblad", "storbild"):
            assert client.get(f"{table.here}/{address}").status_code == 200, address

    prepares(table.rep)
    assert table.session.scalars(select(Reading)).all() == []
    assert "Ingen läsning är noterad än." in table.over.get(f"{table.here}/lasare").text
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    table.over.get(table.at_theme)
    assert table.session.scalars(select(Reading)).all() == []
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    table.over.get(table.at_theme)
    table.session.commit()
    assert table.session.scalars(select(Reading.person_id)).all() == [table.over_person.id]
    assert table.over_person.name in table.rep.get(f"{table.here}/lasare").text.split("Vem som har läst")[1]


def test_an_agreement_comes_along_until_it_is_closed(table: Table) -> None:
    from tests.factories.dialogues import make_dialogue

    table.to(State.HELD)
    agreement = table.agree(table.over, "Ringa familjerna på Ängen")
    later = make_dialogue(
        table.session, table.series, table.over_person, table.rep_person, starts_at=now() - timedelta(hours=1)
    )
    table.session.commit()
    second = Table(
        table.session, table.series, later, table.over, table.rep, table.over_person, table.rep_person
    )
    assert second.over.post(f"{second.here}/steg", data={"till": "held"}).status_code == 302
    for client in (table.over, table.rep):
        assert "Ringa familjerna på Ängen" in client.get(second.at_theme).text
        assert "Ringa familjerna på Ängen" in client.get(f"/dialoger/serie/{table.series.id}/").text
    assert "Ringa familjerna på Ängen" in table.rep.get("/").text
    closed = table.rep.post(
        f"/dialoger/overenskommelser/{agreement.id}/stang", data={"done": "1", "from": "start"}
    )
    assert closed.status_code == 302
    assert "Ringa familjerna på Ängen" not in second.over.get(second.at_theme).text
    assert "Ringa familjerna på Ängen" not in table.rep.get("/").text
    assert "Ringa familjerna på Ängen" in table.over.get(table.at_theme).text
    table.session.refresh(agreement)
    table.over.post(f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}", data={})
    assert "Ringa familjerna på Ängen" in second.over.get(second.at_theme).text


def test_every_change_of_a_meeting_is_in_the_history(table: Table) -> None:
    from app.records.models import HistoryEntry

    table.to(State.ESTABLISHED)
    actions = set(table.session.scalars(select(HistoryEntry.action)))
    assert actions >= {
        "plan_dialogue", "write_picture", "share_pictures", "step", "write_note", "write_whole", "consent", "established",
    }  # fmt: skip


def test_who_goes_on_to_establishing_is_told_so_where_the_page_looks_as_it_did(table: Table) -> None:
    table.to(State.HELD)
    on = table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    assert "Den gemensamma bilden skrivs först." in table.over.get(on.location).text
    table.write_whole("Det här är helheten.")
    table.over.post(f"{table.here}/steg", data={"till": "held"})
    reading = table.over.get(f"{table.here}/helhet?las=1").text
    assert 'name="las" value="1"' in reading
    on = table.over.post(f"{table.here}/steg", data={"till": "establishing", "las": "1"})
    assert on.location == f"{table.here}/helhet?las=1"
    page = table.over.get(on.location).text
    assert "Nu fastställer ni. Läs igenom det som står här" in page
    assert "Fastställ för min del" in page


def test_the_whole_is_last_among_the_themes_from_when_the_meeting_is_held(table: Table) -> None:
    whole = f"{table.here}/helhet"
    assert whole not in table.rep.get(table.at_theme).text
    table.to(State.HELD)
    assert f'value="{whole}"' in table.rep.get(table.at_theme).text
    assert f'href="{whole}"' in table.rep.get(f"{table.at_theme}?las=1").text
    assert f'href="{whole}" aria-current="step"' in table.rep.get(whole).text


def test_who_has_shared_is_told_that_beginning_opens_what_the_other_has_not(table: Table) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "REP", "base": ""})
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    told = f"också det som {table.over_person.name} inte har delat"
    assert told in table.rep.get(f"{table.here}/").text
