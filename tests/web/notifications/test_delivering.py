"""The outbox against a real mail server: taken, refused, lost, tried again, given up, and never lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock as app_clock
from app.config import ConfigurationError
from app.notifications.delivering import BACK_OFF, Delivered, deliver, give_up_old, tidy
from app.notifications.kinds import Kind
from app.notifications.models import MailState
from app.notifications.services import Calendar, send_again, tell
from app.notifications.transport import Fault, sender_for, transport_for
from app.organisation.models import Person
from tests.support.mail_server import Post, certificate, mail_server
from tests.support.world import World
from tests.web.notifications.conftest import BASE, notices, outbox, person, run, say

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_mail_arrives_with_text_html_and_the_way_in(
    session: Session, eva: Person, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    say(session, eva)
    assert deliver_to() == Delivered(sent=1)
    (mail,) = post.taken
    assert mail["To"] == "Eva Enhetschef <eva@exempel.se>"
    assert mail["From"] == "Samsyn <samsyn@samsyn.exempel.se>"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    for body in (plain.get_content(), html.get_content()):
        assert "https://samsyn.exempel.se/dialoger/1/" in body
        assert "Sven Sektionschef bjuder in dig till Dialog i december" in body
    (row,) = outbox(session)
    assert (row.state, row.attempts, row.claim) == (MailState.SENT, 1, None)
    assert row.sent_at is not None
    assert deliver_to() == Delivered()


def test_what_is_told_and_taken_back_is_not_sent(
    session: Session, eva: Person, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    tell(session, person_id=eva.id, kind=Kind.SHARED, words={"title": "x"}, path="/", occasion="gone")
    session.rollback()
    assert deliver_to() == Delivered()
    assert notices(session) == []


def test_the_same_occasion_is_told_once(session: Session, eva: Person) -> None:
    say(session, eva, "same")
    say(session, eva, "same")
    assert (len(notices(session)), len(outbox(session))) == (1, 1)


def test_nobody_without_an_address_is_mailed_but_everybody_is_told(session: Session) -> None:
    without = person(session, "Utan Adress", None)
    say(session, without)
    assert (len(notices(session)), outbox(session)) == (1, [])


def test_a_refused_receiver_is_given_up_and_the_others_get_theirs(
    session: Session, eva: Person, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    other = person(session, "Olle", "olle@exempel.se")
    post.to["eva@exempel.se"] = "550 5.1.1 No such user"
    say(session, eva)
    say(session, other)
    assert deliver_to() == Delivered(sent=1, given_up=1)
    refused, sent = outbox(session)
    assert (refused.state, refused.fault) == (MailState.GIVEN_UP, Fault.REFUSED)
    assert "No such user" in (refused.last_error or "")
    assert sent.state == MailState.SENT


def test_a_passing_refusal_is_tried_again_later_and_later_until_given_up(
    session: Session,
    eva: Person,
    post: Post,
    deliver_to: Callable[..., Delivered],
    clock: Callable[[datetime], None],
) -> None:
    moment = NOON
    clock(moment)
    say(session, eva)
    post.to["eva@exempel.se"] = "451 4.7.1 Greylisted"
    for wait in BACK_OFF:
        assert deliver_to() == Delivered(later=1)
        clock(moment + wait - timedelta(seconds=1))
        assert deliver_to() == Delivered(), "tried too early"
        moment += wait
        clock(moment)
    assert deliver_to() == Delivered(given_up=1)
    (row,) = outbox(session)
    assert (row.state, row.fault) == (MailState.GIVEN_UP, Fault.LATER)
    post.to.clear()
    send_again(session, actor_id=eva.id, outgoing=[row])
    session.commit()
    assert deliver_to() == Delivered(sent=1)


def test_a_mail_refused_after_its_text_is_told_apart(
    session: Session, eva: Person, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    post.answers = ["554 5.7.1 Looks like spam", "452 4.2.2 Mailbox full"]
    say(session, eva, "first")
    say(session, eva, "second")
    assert deliver_to() == Delivered(given_up=1, later=1)


@pytest.mark.parametrize("when", ["lost before", "lost after"])
def test_a_connection_lost_in_the_middle_costs_no_mail(
    session: Session,
    eva: Person,
    post: Post,
    deliver_to: Callable[..., Delivered],
    clock: Callable[[datetime], None],
    when: str,
) -> None:
    clock(NOON)
    say(session, eva, "first")
    say(session, eva, "second")
    post.answers = [when]
    assert deliver_to() == Delivered(later=1), "nobody else's mail burns an attempt on a server that is gone"
    clock(NOON + timedelta(minutes=2))
    assert deliver_to() == Delivered(sent=2)
    assert len(post.taken) == (3 if when == "lost after" else 2)
    assert len(set(post.ids)) == 2, "a repeat has the same Message-ID"


def test_a_server_that_is_not_there_leaves_the_rest_waiting(session: Session, eva: Person) -> None:
    say(session, eva, "first")
    say(session, eva, "second")
    assert run(session, "smtp://127.0.0.1:9") == Delivered(later=1)
    first, second = outbox(session)
    assert (first.attempts, second.attempts) == (1, 0)
    assert first.fault == Fault.UNREACHABLE


def test_starttls_and_a_password(
    session: Session, eva: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, trusted = certificate(tmp_path)
    say(session, eva, "first")
    with mail_server(tls=tls, password="hem/lig@") as post:
        address = f"smtp://samsyn:hem%2Flig%40@127.0.0.1:{post.port}?starttls=1&from=samsyn@exempel.se"
        assert run(session, address).later == 1, "a certificate nobody vouches for is not trusted"
        assert post.taken == []
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        say(session, eva, "second")
        assert run(session, address) == Delivered(sent=1)
        assert post.over_tls == [True]
        assert post.taken[0]["From"] == "Samsyn <samsyn@exempel.se>"
        say(session, eva, "third")
        assert run(session, address.replace("hem", "fel")).later == 1


def test_a_folder_takes_mail_too_and_a_repeat_takes_its_place(
    session: Session, eva: Person, tmp_path: Path
) -> None:
    say(session, eva)
    for _ in range(2):
        assert run(session, f"folder://{tmp_path}/mail") == Delivered(sent=1)
        (row,) = outbox(session)
        row.state, row.claimed_until = MailState.WAITING, None
        session.commit()
    (file,) = (tmp_path / "mail").iterdir()
    assert b"To: Eva Enhetschef <eva@exempel.se>" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "address",
    ["http://mail", "smtp://", "folder:relative", "smtp://user:pw@mail.exempel.se", "smtp://mail:port"],
)
def test_a_mistaken_setting_is_told_in_one_line(address: str) -> None:
    with pytest.raises(ConfigurationError, match="SAMSYN_MAIL_URL"):
        transport_for(address)


def test_the_closed_and_the_addressless_are_given_up_with_a_reason(
    session: Session, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    for name, email in (
        ("Stängd", "stangd@exempel.se"),
        ("Borta", "borta@exempel.se"),
        ("Fel", "fel@@ exempel"),
    ):
        say(session, person(session, name, email))
    closed, gone, _ = (row.person_id for row in outbox(session))
    session.get_one(Person, closed).closed_on = app_clock.today()
    session.get_one(Person, gone).email = None
    session.commit()
    assert deliver_to() == Delivered(given_up=3)
    assert [row.fault for row in outbox(session)] == [Fault.CLOSED, Fault.NO_ADDRESS, Fault.NO_ADDRESS]
    assert post.taken == []


def test_names_and_titles_cannot_break_out(
    session: Session, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    evil = person(session, "Eva\r\nBcc: alla@exempel.se\r\n\r\n<script>alert(1)</script>", "eva@exempel.se")
    title = (
        'Dialog\r\nX-Evil: 1\n\n[klicka](javascript:alert(1)) <img src="https://ond.exempel/x.png"> \u202etxt'
    )
    say(session, evil, title=title, who="**Sven**\n# Rubrik", place='"><script>')
    assert deliver_to() == Delivered(sent=1)
    (mail,) = post.taken
    assert mail["Bcc"] is None and mail["X-Evil"] is None
    assert "\n" not in str(mail["Subject"])
    assert "\u202e" not in str(mail["Subject"])
    html = mail.get_body(("html",))
    assert html is not None
    source = html.get_content()
    assert "<script>" not in source and "<img" not in source and '<a href="javascript' not in source
    assert source.count("<a ") == 2


def test_a_calendar_goes_along_at_once_even_to_those_who_want_a_daily_summary(
    session: Session, eva: Person, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    event = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:\xc3\x85terkoppling\r\nEND:VCALENDAR\r\n"
    tell(
        session, person_id=eva.id, kind=Kind.TAKE_OVER, words={"starts_at": NOON, "title": "x"}, path="/",
        occasion="c", calendar=Calendar(event, "REQUEST"),
    )  # fmt: skip
    session.commit()
    assert deliver_to() == Delivered(sent=1)
    (part,) = [one for one in post.taken[0].walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert part.get_content().replace("\r\n", "\n").encode() == event.replace(b"\r\n", b"\n")


def test_english_to_those_who_read_english(
    session: Session, post: Post, deliver_to: Callable[..., Delivered]
) -> None:
    say(session, person(session, "Ann English", "ann@exempel.se", "en"))
    deliver_to()
    (mail,) = post.taken
    assert mail["Content-Language"] == "en"
    assert "invites you to" in str(mail["Subject"])


def test_a_limit_is_kept(session: Session, eva: Person, deliver_to: Callable[..., Delivered]) -> None:
    for number in range(5):
        say(session, eva, str(number))
    assert deliver_to(limit=2) == Delivered(sent=2)
    assert deliver_to() == Delivered(sent=3)


def test_what_waited_a_week_untried_is_given_up_and_old_rows_go(
    session: Session, eva: Person, clock: Callable[[datetime], None], deliver_to: Callable[..., Delivered]
) -> None:
    clock(NOON)
    say(session, eva, "sent")
    deliver_to()
    say(session, eva, "old")
    clock(NOON + timedelta(days=8))
    assert give_up_old(session) == 1
    assert outbox(session)[1].fault == Fault.TOO_OLD
    assert tidy(session) == 0
    clock(NOON + timedelta(days=31))
    assert tidy(session) == 1
    assert len(notices(session)) == 2, "what one has not read stays"


def test_two_workers_send_each_mail_once(world: World, post: Post) -> None:
    with world.app.app_context(), world.session() as session:
        for number in range(24):
            made = person(session, f"Nummer {number}", f"nummer{number}@exempel.se")
            say(session, made, str(number))

    def work(_number: int) -> Delivered:
        with world.app.app_context(), Session(world.engine) as own:
            address = f"smtp://127.0.0.1:{post.port}"
            transport = transport_for(address)
            assert transport is not None
            return deliver(own, transport=transport, sender=sender_for(address, BASE), base_url=BASE)

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(work, range(3)))
    assert sum(one.sent for one in done) == 24
    assert sorted(str(one["To"]) for one in post.taken) == sorted({str(one["To"]) for one in post.taken})
    assert len(post.taken) == 24


KILLED = """
    import os, signal, sys
    from dataclasses import replace
    from app import create_app
    from app.db import db
    from app.notifications import delivering
    from app.notifications.transport import sender_for, transport_for
    from app.config import Settings

    url, mail, base = sys.argv[1:]
    app = create_app(Settings(database_url=url, secret_key="x" * 40, testing=True))
    mark = delivering._mark
    def die(*given, **values):
        os.kill(os.getpid(), signal.SIGKILL)
    delivering._mark = die
    with app.app_context():
        delivering.deliver(
            db.session, transport=transport_for(mail), sender=sender_for(mail, base), base_url=base
        )
"""


def test_a_worker_killed_between_sending_and_marking_repeats_a_mail_and_loses_none(
    world: World, post: Post, clock: Callable[[datetime], None]
) -> None:
    with world.app.app_context(), world.session() as session:
        made = person(session, "Eva", "eva@exempel.se")
        for number in range(3):
            say(session, made, str(number))
    world.engine.dispose()
    address = f"smtp://127.0.0.1:{post.port}"
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), world.database.url, address, BASE],
        env=dict(os.environ), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(post.taken) == 1
    with world.app.app_context(), Session(world.engine) as session:
        # What the dead worker has in hand is left alone at first, then taken by the next.
        assert run(session, address) == Delivered(sent=2)
        clock(app_clock.now() + timedelta(minutes=11))
        assert run(session, address) == Delivered(sent=1)
        assert {row.state for row in outbox(session)} == {MailState.SENT}
    assert len(post.taken) == 4
    assert len(set(post.ids)) == 3
