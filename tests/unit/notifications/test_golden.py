"""Every mail there is, whole, in both languages: head, text and HTML as they stood when somebody last read them.

To write them anew after a change that is meant: SAMSYN_GOLDEN=write pytest tests/unit/notifications, then read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from app import clock, languages
from app.notifications.kinds import Kind
from app.notifications.letters import message
from app.notifications.links import MAIL_OF_ACCOUNT, MAIL_OF_PASSWORD, Link
from app.notifications.models import Notice, Outgoing
from app.notifications.routes import notifications
from app.notifications.services import MAIL_OF_DAY, MAIL_OF_NOTICE
from app.notifications.transport import sender_for
from app.organisation.models import Person

GOLDEN = Path(__file__).parent / "golden"
BASE = "https://samsyn.exempel.se"

MEETING: dict[str, object] = {
    "title": "Dialog i december",
    "starts_at": "2026-12-03T08:00:00+00:00",
    "minutes": 90,
    "place": "Rum Ängen",
    "who": "Åsa Öberg",
    "with": "Åsa Öberg",
}
HERE = "/dialoger/12/"

MAILS: dict[str, tuple[Kind, dict[str, object], str]] = {
    "invitation": (Kind.INVITATION, MEETING, HERE),
    "invitation_from_nobody": (Kind.INVITATION, {**MEETING, "who": "", "place": ""}, HERE),
    "invitation_reinstated": (Kind.INVITATION, {**MEETING, "what": "reinstated"}, HERE),
    "change": (Kind.CHANGE, MEETING, HERE),
    "change_to_what_one_proposed": (Kind.CHANGE, {**MEETING, "what": "taken"}, HERE),
    "cancellation": (Kind.CANCELLATION, MEETING, HERE),
    "cancellation_to_guest": (Kind.CANCELLATION, {**MEETING, "what": "guest"}, "/"),
    "answer_accepted": (Kind.ANSWER, {**MEETING, "what": "accepted"}, HERE),
    "answer_declined": (Kind.ANSWER, {**MEETING, "what": "declined"}, HERE),
    "answer_proposed": (
        Kind.ANSWER,
        {**MEETING, "what": "proposed", "proposed_at": "2026-12-08T12:00:00+00:00"},
        HERE,
    ),
    "prepare": (
        Kind.PREPARE,
        {**MEETING, "themes": ["Hur går det för barnen?", "Arbetsmiljö & bemanning"]},
        f"{HERE}skriv",
    ),
    "shared": (Kind.SHARED, MEETING, HERE),
    "shared_by_both": (Kind.SHARED, {**MEETING, "what": "open"}, HERE),
    "establish": (Kind.ESTABLISH, MEETING, f"{HERE}helhet"),
    "establish_addendum": (Kind.ESTABLISH, {**MEETING, "what": "addendum"}, f"{HERE}#addenda"),
    "reopened": (Kind.REOPENED, MEETING, f"{HERE}helhet"),
    "agreement_due": (
        Kind.AGREEMENT_DUE,
        {"with": "Åsa Öberg", "due_on": "2026-11-26", "said_on": "2026-08-14"},
        "/dialoger/serie/3/#agreements",
    ),
    "agreement_overdue": (
        Kind.AGREEMENT_DUE,
        {"with": "Åsa Öberg", "due_on": "2026-11-19"},
        "/dialoger/serie/3/#agreements",
    ),
    "overview": (
        Kind.OVERVIEW,
        {"who": "Birgitta Stenmark", "unit": "Kommunförvaltningen"},
        "/analys/text/26",
    ),
    "activity_due": (
        Kind.ACTIVITY_DUE,
        {"unit": "Förskolan Ängen", "due_on": "2026-11-26"},
        "/plan/aktivitet/9",
    ),
    "activity_overdue": (
        Kind.ACTIVITY_DUE,
        {"unit": "Förskolan Ängen", "due_on": "2026-11-19"},
        "/plan/aktivitet/9",
    ),
    "matter_answered": (
        Kind.MATTER_ANSWERED,
        {"who": "Karin Ek", "with": "Åsa Öberg", "said_on": "2026-10-01"},
        "/lyft/7",
    ),
    "guests_proposed": (
        Kind.GUESTS,
        {
            **MEETING,
            "what": "proposed",
            "guest": "Gun Gäst",
            "with": "",
            "between": ["Åsa Öberg", "Eva Lindström"],
        },
        f"{HERE}#guests",
    ),
    "guests_proposed_before_days_were_told": (
        Kind.GUESTS,
        {"what": "proposed", "who": "Åsa Öberg", "guest": "Gun Gäst", "title": "Dialog i december"},
        f"{HERE}#guests",
    ),
    "guests_invited": (Kind.GUESTS, {**MEETING, "what": "invited", "with": "Åsa Öberg · Bo Ek"}, HERE),
    "guests_declined": (Kind.GUESTS, {**MEETING, "what": "declined", "guest": "Gun Gäst"}, HERE),
    "guests_uninvited": (Kind.GUESTS, {**MEETING, "what": "uninvited"}, "/"),
    "take_over": (Kind.TAKE_OVER, {**MEETING, "before": "Fredrik Före"}, HERE),
    "document_review": (
        Kind.DOCUMENT_REVIEW,
        {"title": "Plan mot kränkande behandling", "due_on": "2026-12-14", "unit": "Lärandesektionen"},
        "/styrdokument/5/",
    ),
    "document_review_overdue": (
        Kind.DOCUMENT_REVIEW,
        {"title": "Plan mot kränkande behandling", "due_on": "2026-11-19", "unit": "Lärandesektionen"},
        "/styrdokument/5/",
    ),
    "measure_due": (
        Kind.MEASURE_DUE,
        {"period_sv": "tertial 2 2026", "period_en": "tertial 2 2026", "due_on": "2026-12-14"},
        "/kvalitet/mata",
    ),
    "measure_overdue": (
        Kind.MEASURE_DUE,
        {"period_sv": "tertial 2 2026", "period_en": "tertial 2 2026", "due_on": "2026-11-19"},
        "/kvalitet/mata",
    ),
    "control_due": (
        Kind.CONTROL_DUE,
        {"what": "Att närvarolistan stämmer", "due_on": "2026-12-04", "unit": "Kommunstyrelsen"},
        "/internkontroll/tillfalle/4",
    ),
    "control_overdue": (
        Kind.CONTROL_DUE,
        {"what": "Att närvarolistan stämmer", "due_on": "2026-11-19", "unit": "Kommunstyrelsen"},
        "/internkontroll/tillfalle/4",
    ),
    "risk_review": (
        Kind.RISK_REVIEW,
        {"due_on": "2026-12-14", "unit": "Förskolan Ängen"},
        "/internkontroll/risker/3/",
    ),
    "risk_review_overdue": (
        Kind.RISK_REVIEW,
        {"due_on": "2026-11-19", "unit": "Förskolan Ängen"},
        "/internkontroll/risker/3/",
    ),
    **{
        f"assignment_{what}": (
            Kind.ASSIGNMENT,
            {"what": what, "who": "Kommunstyrelsen", "unit": "Kommunförvaltningen"},
            "/uppdrag/7/",
        )
        for what in (
            "given",
            "changed",
            "withdrawn",
            "acknowledged",
            "objected",
            "held_to",
            "reported",
            "asked_further",
            "report_acknowledged",
        )
    },
    "assignment_due": (
        Kind.ASSIGNMENT_DUE,
        {"due_on": "2026-12-14", "who": "Kommunstyrelsen"},
        "/uppdrag/7/",
    ),
    "assignment_overdue": (
        Kind.ASSIGNMENT_DUE,
        {"due_on": "2026-11-19", "who": "Kommunstyrelsen"},
        "/uppdrag/7/",
    ),
    **{
        f"golden_zone_{what}": (
            Kind.GOLDEN_ZONE,
            {"what": what, "who": "Sven Sektionschef"},
            "/uppdrag/gyllene-zonen/3/",
        )
        for what in ("asked", "opened", "consented", "settled")
    },
    **{
        f"cycle_{what}": (
            Kind.CYCLE,
            {
                "what": what,
                "title_sv": "Nulägesanalys",
                "title_en": "Current-state analysis",
                "starts_on": "2027-03-01",
                "ends_on": "2027-04-30",
            },
            "/arshjul/2027/analysis_round/1/",
        )
        for what in ("soon", "moved")
    },
    "remedy_due": (
        Kind.REMEDY_DUE,
        {"due_on": "2026-12-14", "unit": "Lärandesektionen"},
        "/ekonomi/atgard/4",
    ),
    "remedy_overdue": (
        Kind.REMEDY_DUE,
        {"due_on": "2026-11-19", "unit": "Lärandesektionen"},
        "/ekonomi/atgard/4",
    ),
    "forecast_due": (
        Kind.FORECAST_DUE,
        {"due_on": "2026-12-14", "unit": "Lärandesektionen"},
        "/ekonomi/?enhet=4&ar=2026",
    ),
    **{
        f"remedy_plan_{what}": (
            Kind.REMEDY_PLAN,
            {"what": what, "unit": "Bildningsnämnden", "level": "Kommunstyrelsen", "year": 2026},
            "/ekonomi/atgardsplan/5",
        )
        for what in ("handed_over", "received")
    },
    **{
        f"deviation_{what}": (
            Kind.DEVIATION,
            {
                "what": what,
                "unit": "Förskolan Ängen",
                "level": "Lärandesektionen",
                "reported_at": "2026-11-23T08:12:00+00:00",
            },
            "/avvikelser/2",
        )
        for what in ("came", "acknowledged", "kept", "passed_on")
    },
    **{
        f"report_{what}": (
            Kind.REPORT,
            {
                "what": what,
                "unit": "Lärandesektionen",
                "name_sv": "Delårsrapport 2026",
                "name_en": "Interim report 2026",
            },
            "/rapporter/3",
        )
        for what in ("submitted", "acknowledged", "handed_back", "taken_back")
    },
    **{
        f"acknowledgement_{what}": (
            Kind.ACKNOWLEDGEMENT,
            {"what": what, "unit": "Kommunstyrelsen", "level": "Kommunfullmäktige"},
            "/plan/mal/3",
        )
        for what in ("asked", "acknowledged", "against")
    },
    **{
        f"unit_change_{name}": (
            Kind.UNIT_CHANGE,
            {"on": "2027-02-01", "units": ["Förskolan Ängen"], "made": [], "to": [], **words},
            path,
        )
        for name, words, path in (
            ("close", {"change": "close"}, "/organisation/enhet/7"),
            ("close_with_meetings", {"change": "close", "stops": 2, "promises": 1}, "/dialoger/serie/3/"),
            ("split", {"change": "split", "made": ["Ängen", "Hagen"], "goes_on": 1}, "/dialoger/serie/3/"),
            (
                "split_with_talks",
                {"change": "split", "made": ["Ängen", "Hagen"], "stops": 1, "goes_on": 1},
                "/dialoger/",
            ),
            (
                "merge",
                {"change": "merge", "units": ["Förskolan Ängen", "Förskolan Hagen"], "made": ["Ängshagen"]},
                "/organisation/enhet/7",
            ),
            ("move", {"change": "move", "to": ["Lärandesektionen"]}, "/organisation/enhet/7"),
            ("taken_back", {"change": "close", "what": "taken_back"}, "/organisation/enhet/7"),
            (
                "split_taken_back",
                {"change": "split", "made": ["Ängen", "Hagen"], "what": "taken_back"},
                "/organisation/enhet/7",
            ),
        )
    },
    "report_due": (
        Kind.REPORT_DUE,
        {
            "due_on": "2026-12-14",
            "unit": "Lärandesektionen",
            "name_sv": "Delårsrapport 2026",
            "name_en": "Interim report 2026",
        },
        "/rapporter/?enhet=4&ar=2026",
    ),
    "report_remedy_due": (
        Kind.REMEDY_DUE,
        {"due_on": "2026-12-14", "unit": "Lärandesektionen", "of": "report"},
        "/rapporter/atgard/4",
    ),
    "hostile": (
        Kind.INVITATION,
        {
            **MEETING,
            "who": "**Sven**\r\nBcc: alla@exempel.se",
            "title": "<b>Dialog</b>\n\n[klicka](https://ond.exempel) \u202e# Rubrik " + "å" * 300,
            "place": '"><script>alert(1)</script>',
        },
        HERE,
    ),
}


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """As much of the product as a mail needs."""
    made = Flask("app")
    languages.install(made)
    made.register_blueprint(notifications)
    with made.app_context():
        yield made


def outgoing(language: str, notices: list[Notice], kind: str = MAIL_OF_NOTICE) -> Outgoing:
    person = Person(id=1, name="Eva Lindström", email="eva.lindstrom@exempel.se", language=language)
    return Outgoing(kind=kind, person=person, notices=notices, message_id="0f" * 16)


def notice(name: str, number: int = 1) -> Notice:
    kind, words, path = MAILS[name]
    return Notice(id=number, kind=kind, words=words, path=path)


def written(mail: EmailMessage) -> str:
    """Put a mail as people would read it: head, text, HTML."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    head = "\n".join(f"{name}: {value}" for name, value in mail.items() if name != "Content-Type")
    text = f"{head}\n\n======== text\n{plain.get_content()}\n======== html\n{html.get_content()}"
    return text.replace("\r\n", "\n")


def mail_of(row: Outgoing, link: Link | None = None) -> EmailMessage:
    with clock.frozen_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        return message(row, sender=sender_for("", BASE), base_url=BASE, link=link)


def compare(name: str, text: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("SAMSYN_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing; see the head of this file"
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_says_what_it_said(app: Flask, name: str, language: str) -> None:
    compare(f"{name}.{language}", written(mail_of(outgoing(language, [notice(name)]))))


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("Dialog 3 december", "sv", "bjuder in dig till Dialog torsdag 3 december"),
        ("Dialog 3 december", "en", "invites you to Dialog Thursday 3 December"),
        ("Dialog 13 december", "sv", "bjuder in dig till Dialog 13 december, torsdag 3 december"),
    ],
)
def test_a_meeting_named_by_its_day_is_told_of_with_the_day_once(
    app: Flask, title: str, language: str, said: str
) -> None:
    one = notice("invitation")
    one.words = {**one.words, "title": title}
    assert str(mail_of(outgoing(language, [one]))["Subject"]).endswith(said)


def test_two_deviations_from_one_unit_are_told_apart_and_one_told_of_before_says_what_it_did(
    app: Flask,
) -> None:
    one, other, old = (notice("deviation_came") for _ in range(3))
    other.words = {**other.words, "reported_at": "2026-11-23T09:40:00+00:00"}
    old.words = {name: said for name, said in old.words.items() if name != "reported_at"}
    subjects = [str(mail_of(outgoing("sv", [each]))["Subject"]) for each in (one, other, old)]
    assert subjects == [
        "En avvikelse har rapporterats från Förskolan Ängen måndag 23 november 09.12",
        "En avvikelse har rapporterats från Förskolan Ängen måndag 23 november 10.40",
        "En avvikelse har rapporterats från Förskolan Ängen",
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Dialog", "Dialog 3 december väntar på att du fastställer"),
        ("Dialog 3 december", "Dialog 3 december väntar på att du fastställer"),
    ],
)
def test_meetings_called_alike_are_told_apart_by_their_day(
    app: Flask, title: str, said: str, language: str
) -> None:
    one = notice("establish")
    one.words = {**one.words, "title": title}
    subject = str(mail_of(outgoing(language, [one]))["Subject"])
    assert subject == (said if language == "sv" else "Dialog 3 December waits for you to establish")
    one.words = {"who": "Åsa Öberg", "title": title}
    assert str(mail_of(outgoing("sv", [one]))["Subject"]) == f"{title} väntar på att du fastställer"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("names", [("agreement_due",), ("agreement_due", "take_over", "prepare")])
def test_a_summary_says_what_it_said(app: Flask, names: tuple[str, ...], language: str) -> None:
    notices = [notice(name, number) for number, name in enumerate(names)]
    text = written(mail_of(outgoing(language, notices, MAIL_OF_DAY)))
    compare(f"summary_{len(names)}.{language}", text)


@pytest.mark.parametrize(("number", "left"), [(30, 0), (31, 1), (2000, 1970)])
def test_a_summary_of_very_much_tells_of_the_latest_and_counts_the_rest(
    app: Flask, number: int, left: int
) -> None:
    many = [notice("change", n) for n in range(number)]
    for one in many:
        one.words = {**one.words, "title": f"Dialog {one.id}."}
    text = written(mail_of(outgoing("sv", many, MAIL_OF_DAY)))
    assert f"Subject: {number} saker är nya i Samsyn" in text
    assert f"Dialog {number - 1}." in text and f"Dialog {number - 30}." in text
    assert f"Dialog {number - 31}." not in text
    assert ("till är ny" in text) == bool(left)
    assert left == 0 or f"{left} sak" in text
    assert (f"{BASE}/nytt\n" in text) == bool(left)
    assert len(text) < 60_000


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_link_for_a_new_password_says_what_it_said(app: Flask, language: str) -> None:
    link = Link("/nytt-losenord/Wd3-en_hemlig_nyckel", {"username": "eva.lindstrom", "minutes": 60})
    compare(f"password.{language}", written(mail_of(outgoing(language, [], MAIL_OF_PASSWORD), link)))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_link_to_a_new_account_says_what_it_said(app: Flask, language: str) -> None:
    link = Link("/nytt-losenord/Wd3-en_hemlig_nyckel", {"username": "eva.lindstrom", "minutes": 24 * 60})
    compare(f"account.{language}", written(mail_of(outgoing(language, [], MAIL_OF_ACCOUNT), link)))


@pytest.mark.parametrize("kind", [MAIL_OF_PASSWORD, MAIL_OF_ACCOUNT])
def test_a_mail_with_a_link_cannot_be_chosen_away(kind: str) -> None:
    assert kind not in set(Kind), "the page of choices shows every kind"


def test_every_kind_has_a_mail_here() -> None:
    assert {kind for kind, _, _ in MAILS.values()} == set(Kind)


def test_no_mail_fetches_anything(app: Flask) -> None:
    for file in GOLDEN.glob("*.txt"):
        html = file.read_text(encoding="utf-8").partition("======== html")[2]
        for sign in ("<img", "<link", "<script", "src=", "url(", "@import"):
            assert sign not in html, file.name
        for address in html.split('href="')[1:]:
            assert address.startswith(BASE), file.name


def test_no_golden_mail_is_left_over() -> None:
    names = {
        f"{name}.{language}"
        for name in (*MAILS, "account", "password", "summary_1", "summary_3")
        for language in ("sv", "en")
    }
    assert {file.stem for file in GOLDEN.glob("*.txt")} == names
