"""What is new for me, how I want it, the morning's summary, and the administrator's view of the outbox."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app import clock as time
from app.access.matrix import Role
from app.cli import cli
from app.config import ConfigurationError, Settings
from app.notifications.delivering import Delivered, day_began, make_days
from app.notifications.kinds import KINDS, Kind
from app.notifications.models import MailState, Notice, NoticeChoice, Pace
from app.notifications.services import choose
from app.notifications.transport import Fault
from app.organisation.models import Person
from app.records.models import HistoryEntry
from tests.factories.organisation import Municipality, make_appointment, make_municipality
from tests.support.client import SamsynClient
from tests.support.mail_server import Post
from tests.support.signed_in import sign_in
from tests.support.statements import counted_statements
from tests.support.world import World, _aside
from tests.web.notifications.conftest import notices, outbox, person, say

SIX = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""Six in the morning in Sweden."""


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def manager(session: Session, town: Municipality) -> Person:
    town.unit_manager.email = "eva@exempel.se"
    session.commit()
    return town.unit_manager


@pytest.fixture
def here(client: SamsynClient, session: Session, manager: Person) -> SamsynClient:
    return sign_in(client, session, manager)


@pytest.fixture
def administrator(clients: Callable[[], SamsynClient], session: Session, town: Municipality) -> SamsynClient:
    admin = person(session, "Adam Administratör", None)
    make_appointment(session, admin, town.administration, Role.ADMINISTRATOR)
    session.commit()
    return sign_in(clients(), session, admin)


def test_what_is_new_stands_once_and_is_counted_in_the_head(
    here: SamsynClient, session: Session, manager: Person
) -> None:
    assert 'class="count"' not in here.get("/").text
    say(session, manager, "one", title="Dialog ett")
    say(session, manager, "two", title="Dialog två")
    assert '<span class="count">2' in here.get("/").text
    page = here.get("/nytt").text
    assert page.index("Dialog två") < page.index("Dialog ett"), "newest first"
    first = notices(session, manager)[0]
    answer = here.post(f"/nytt/{first.id}/oppna")
    assert (answer.status_code, answer.location) == (303, "/dialoger/1/")
    assert '<span class="count">1' in here.get("/nytt").text
    last = notices(session, manager)[-1]
    say(session, manager, "three", title="Dialog tre")
    here.post("/nytt/last", data={"upto": last.id})
    assert '<span class="count">1' in here.get("/nytt").text, "what came since is still new"
    here.post("/nytt/last", data={"upto": 2**31 - 1})
    page = here.get("/nytt").text
    assert "Inget nytt sedan sist" in page
    assert "Dialog tre" in page


def tell_many(session: Session, to: Person, number: int, *, read: int = 0) -> None:
    """Tell somebody of many meetings past the outbox, the first `read` of them read."""
    at = time.now()
    rows = [
        {
            "person_id": to.id,
            "kind": Kind.CHANGE,
            "words": {"who": "Sven", "title": f"Dialog {n:04}", "starts_at": at.isoformat(), "minutes": 60},
            "path": "/dialoger/1/",
            "about_kind": "",
            "occasion": f"many/{n}",
            "pace": Pace.NONE,
            "created_at": at + timedelta(seconds=n),
            "read_at": at if n < read else None,
        }
        for n in range(number)
    ]
    session.execute(insert(Notice), rows)
    session.commit()


def titles_on(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"Dialog \d{4}", page)))


def walk_news(here: SamsynClient, address: str) -> tuple[list[str], int]:
    """Follow the way to the next page to the end: every title in order, and the longest page."""
    found, longest = [], 0
    while address:
        page = here.get(address).text
        titles = titles_on(page.partition("<h1>")[2].partition("<details")[0])
        found += titles
        longest = max(longest, len(page))
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""
    return found, longest


def test_two_thousand_notices_come_in_pages_of_the_same_cost(
    here: SamsynClient, session: Session, manager: Person, world: World
) -> None:
    costs = set()
    for number, read in ((60, 30), (2000, 1000)):
        session.execute(delete(Notice))
        tell_many(session, manager, number, read=read)
        with counted_statements(world.engine) as sent:
            page = here.get("/nytt").text
        costs.add(len(sent))
        assert f'<span class="count">{"99+" if number - read > 99 else number - read}' in page
        unread, longest = walk_news(here, "/nytt")
        assert unread == [f"Dialog {n:04}" for n in reversed(range(read, number))]
        assert longest < 200_000
        before, _ = walk_news(here, "/nytt?visa=lasta")
        assert before == [f"Dialog {n:04}" for n in reversed(range(read))]
    assert len(costs) == 1
    for odd in ("-1", "0", "x", "99999999999999999999"):
        assert here.get(f"/nytt?sida={odd}").status_code == 200
    upto = re.search(r'name="upto" value="(\d+)"', here.get("/nytt?sida=7").text)
    assert upto is not None
    say(session, manager, "later", title="Dialog efteråt")
    here.post("/nytt/last", data={"upto": upto[1]})
    page = here.get("/nytt").text
    assert '<span class="count">1' in page and "Dialog efteråt" in page
    here.post("/nytt/last", data={"upto": 2**31 - 1})
    read_all, _ = walk_news(here, "/nytt")
    assert len(read_all) == 2000, "with nothing new, what was read is what there is"


def test_nobody_opens_the_news_of_another(here: SamsynClient, session: Session, town: Municipality) -> None:
    say(session, town.section_manager)
    (theirs,) = notices(session, town.section_manager)
    assert here.post(f"/nytt/{theirs.id}/oppna").status_code == 404
    here.post("/nytt/last", data={"upto": theirs.id})
    assert notices(session, town.section_manager)[0].read_at is None
    assert "bjuder in dig till Dialog i december" not in here.get("/nytt").text


def test_opening_the_page_reads_nothing(here: SamsynClient, session: Session, manager: Person) -> None:
    say(session, manager)
    here.get("/nytt")
    assert notices(session, manager)[0].read_at is None


def test_each_chooses_how_soon(here: SamsynClient, session: Session, manager: Person) -> None:
    assert "eva@exempel.se" in here.get("/konto/aviseringar").text
    here.post(
        "/konto/aviseringar",
        data={"invitation": "daily", "change": "none", "shared": "at_once", "establish": "sometimes"},
    )
    session.commit()
    kept = {choice.kind: choice.pace for choice in session.scalars(select(NoticeChoice))}
    assert kept == {"invitation": "daily", "change": "none"}, "only what differs from the default is kept"
    page = here.get("/konto/aviseringar").text
    assert page.count(" selected") == len(KINDS)
    say(session, manager, "one", Kind.INVITATION)
    say(session, manager, "two", Kind.CHANGE)
    say(session, manager, "three", Kind.SHARED)
    assert [one.pace for one in notices(session, manager)] == [Pace.DAILY, Pace.NONE, Pace.NONE]
    assert len(outbox(session)) == 1
    here.post("/konto/aviseringar", data={"invitation": "at_once"})
    session.commit()
    assert session.get_one(NoticeChoice, (manager.id, "invitation")).pace == Pace.AT_ONCE
    actions = session.scalars(select(HistoryEntry.action).where(HistoryEntry.object_kind == "account")).all()
    assert actions.count("account.notices_chosen") == 2
    assert "Aviseringar valdes" in here.get("/konto/").text


def test_the_morning_brings_what_was_not_yet_read_in_one_mail(
    session: Session,
    manager: Person,
    post: Post,
    deliver_to: Callable[..., Delivered],
    clock: Callable[[datetime], None],
) -> None:
    clock(SIX - timedelta(hours=12))
    choose(session, person_id=manager.id, paces=dict.fromkeys(Kind, Pace.DAILY))
    for number in range(3):
        say(session, manager, str(number), title=f"Dialog {number}")
    notices(session, manager)[0].read_at = time.now()
    session.commit()
    clock(SIX + timedelta(minutes=20))
    assert make_days(session) == 0, "it is not half past six yet"
    clock(SIX + timedelta(minutes=40))
    say(session, manager, "late", title="Dialog sent")
    assert make_days(session) == 1
    assert make_days(session) == 0
    assert deliver_to() == Delivered(sent=1)
    body = post.taken[0].get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Dialog 1" in text and "Dialog 2" in text
    assert "Dialog 0" not in text, "what was read is no news"
    assert "Dialog sent" not in text, "it comes the next morning"
    assert "2 saker" in str(post.taken[0]["Subject"])
    clock(SIX + timedelta(days=1, minutes=40))
    assert make_days(session) == 1


def test_the_morning_is_swedish_also_when_the_clock_changes() -> None:
    summer, winter = datetime(2026, 7, 1, 4, 29, tzinfo=UTC), datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
    assert day_began(summer) == datetime(2026, 6, 30, 4, 30, tzinfo=UTC)
    assert day_began(winter) == datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
    changed = datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert day_began(changed) == datetime(2026, 10, 25, 5, 30, tzinfo=UTC)


def test_the_administrator_sees_what_went_wrong_and_sends_again(
    administrator: SamsynClient,
    session: Session,
    manager: Person,
    post: Post,
    deliver_to: Callable[..., Delivered],
) -> None:
    post.to["eva@exempel.se"] = "550 5.1.1 Okänd <script>"
    say(session, manager, title="HEMLIG RUBRIK")
    deliver_to()
    page = administrator.get("/utskick").text
    assert "Eva Enhetschef" in page and "Inbjudan till möte" in page
    assert "Mottagarens server tog inte emot mejlet." in page and "550" in page
    assert "<script>" not in page.partition('id="content"')[2]
    assert "HEMLIG RUBRIK" not in page
    post.to.clear()
    (row,) = outbox(session)
    administrator.post(f"/utskick/{row.id}/igen")
    assert deliver_to() == Delivered(sent=1)
    assert "Eva Enhetschef" in administrator.get("/utskick?visa=skickade").text
    assert administrator.post(f"/utskick/{row.id}/igen").status_code == 404, "what is sent is not sent again"
    assert "send_again" in session.scalars(select(HistoryEntry.action)).all()


def test_all_that_was_given_up_goes_again_with_one_press(
    administrator: SamsynClient, session: Session, manager: Person, deliver_to: Callable[..., Delivered]
) -> None:
    for number in range(3):
        say(session, manager, str(number))
    for row in outbox(session):
        row.state, row.fault = MailState.GIVEN_UP, Fault.UNREACHABLE
    session.commit()
    administrator.post("/utskick/igen")
    assert deliver_to() == Delivered(sent=3)


def test_only_administrators_look_after_mail(here: SamsynClient) -> None:
    assert here.get("/utskick").status_code == 404
    assert here.post("/utskick/igen").status_code == 404


def test_the_page_says_when_mail_is_not_set_up(administrator: SamsynClient) -> None:
    assert "SAMSYN_MAIL_URL" in administrator.get("/utskick").text


def test_the_command_does_it_all(world: World, session: Session, manager: Person, tmp_path: Path) -> None:
    say(session, manager)
    session.commit()
    app: Flask = world.another_app(mail_url=f"folder://{tmp_path}/mail")
    result = _aside(lambda: app.test_cli_runner().invoke(cli, ["jobs", "run"]))
    assert result.exit_code == 0, result.output
    assert "1 mails sent" in result.output
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    settings: Settings = world.settings
    assert settings.mail_url == ""
    result = world.app.test_cli_runner().invoke(cli, ["jobs", "run", "--limit", "5"])
    assert "mail is not set up" in result.output


@pytest.mark.parametrize("mail_url", ["gopher://mail", "mail.example.se", "smtp://[::1", "smtp://a:port"])
def test_a_mistaken_setting_stops_the_start_before_any_page_promises_a_mail(
    world: World, mail_url: str
) -> None:
    with pytest.raises(ConfigurationError, match="SAMSYN_MAIL_URL"):
        world.another_app(mail_url=mail_url)
