"""Makes the mail: text and HTML of the same words, in the receiver's language, with nothing fetched from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from app import clock
from app.languages import LANGUAGES
from app.notifications import calendar
from app.notifications.links import MAIL_OF_ACCOUNT, Link
from app.notifications.models import Notice, Outgoing
from app.notifications.plain import ADDRESS, one_line
from app.notifications.services import MAIL_OF_DAY
from app.notifications.transport import Sender
from app.notifications.wording.accounts import account_link, password_link
from app.notifications.wording.saying import Facts, Said
from app.notifications.wording.sentences import said

CHOICES, NEWS = "/konto/aviseringar", "/nytt"

MOST_IN_DAY = 30
"""Notices in the morning's summary, the latest of them: nobody reads further in a mail."""


class BadAddress(Exception):
    """There is no address, or one that no mail can go to."""


@dataclass(frozen=True, slots=True)
class Part:
    """One notice as it stands in a letter, with its full address."""

    said: Said
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, before it is text or HTML."""

    subject: str
    greeting: str
    parts: tuple[Part, ...]
    is_day: bool
    language: str
    items_title: str
    promise: str
    choices: str = ""
    choices_title: str = ""


def message(outgoing: Outgoing, *, sender: Sender, base_url: str, link: Link | None = None) -> EmailMessage:
    """Make the mail of an outbox row, whose person and notices are loaded, or of a one-time link. Raises `BadAddress`.

    Everything a person typed goes through structured headers and escaping templates: line breaks, Markdown and markup in
    names and titles stay what they look like.
    """
    person = outgoing.person
    language = person.language if person.language in LANGUAGES else "sv"
    with force_locale(language):
        if link is not None:
            letter = with_link(link, outgoing.kind, name=person.name, base_url=base_url, language=language)
        else:
            letter = compose(
                outgoing.notices,
                name=person.name,
                is_day=outgoing.kind == MAIL_OF_DAY,
                base_url=base_url,
                language=language,
            )
        text, html = as_text(letter), as_html(letter)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender.address
    mail["To"] = _address(person.name, person.email or "")
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{outgoing.message_id}@{sender.domain}>"
    # No holiday answers to what a machine has sent (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    if outgoing.calendar is not None and outgoing.calendar_method:
        event = calendar.completed(outgoing.calendar, organizer=sender.address, base_url=base_url)
        mail.add_alternative(
            event.decode("utf-8"), subtype="calendar", params={"method": outgoing.calendar_method}
        )
    # Last: what is set before the content goes along with it into one of the parts.
    mail["Content-Language"] = language
    return mail


def compose(notices: Sequence[Notice], *, name: str, is_day: bool, base_url: str, language: str) -> Letter:
    """Put the words of a mail together, in the language in force."""
    latest = sorted(notices, key=lambda notice: notice.id)[-MOST_IN_DAY:]
    parts = tuple(Part(said(notice.kind, notice.words), base_url + notice.path) for notice in latest)
    if is_day:
        subject = ngettext("%(num)s sak är ny i Samsyn", "%(num)s saker är nya i Samsyn", len(notices))
        parts += _left_out(len(notices) - len(latest), base_url)
    else:
        subject = parts[0].said.headline
    return Letter(
        subject=one_line(subject),
        greeting=_greeting(name),
        parts=parts,
        is_day=is_day,
        language=language,
        items_title=gettext("Det ni ska tala om:"),
        promise=gettext(
            "Mejlet innehåller ingen text ur dialogen. Den läser du i Samsyn när du har loggat in."
        ),
        choices=base_url + CHOICES,
        choices_title=gettext("Välj vad du vill ha mejl om"),
    )


def with_link(link: Link, kind: str, *, name: str, base_url: str, language: str) -> Letter:
    """Put the words around a one-time link, in the language in force. It is no choice whether one wants this mail."""
    if kind == MAIL_OF_ACCOUNT:
        words = account_link(Facts(link.words))
        promise = gettext("Väntar du dig inget konto? Fråga den som sköter konton i Samsyn hos er.")
    else:
        words = password_link(Facts(link.words))
        promise = gettext("Har du inte bett om länken behöver du inte göra något: lösenordet är som förut.")
    return Letter(
        subject=words.headline,
        greeting=_greeting(name),
        parts=(Part(words, base_url + link.path),),
        is_day=False,
        language=language,
        items_title="",
        promise=promise,
    )


def _greeting(name: str) -> str:
    return gettext("Hej %(name)s!", name=one_line(name).split(" ", 1)[0])


def _left_out(number: int, base_url: str) -> tuple[Part, ...]:
    """Say how many more there are than one mail can tell of, and where they stand."""
    if not number:
        return ()
    words = ngettext("%(num)s sak till är ny för dig", "%(num)s saker till är nya för dig", number)
    return (Part(Said(words, link=gettext("Öppna Samsyn")), base_url + NEWS),)


def as_html(letter: Letter) -> str:
    """Write the letter as HTML, every word of it escaped."""
    # Not `render_template`: what pages get put into them asks for a request, and there is none.
    return current_app.jinja_env.get_template("notifications/mail.html").render(letter=letter)


def as_text(letter: Letter) -> str:
    """Write the letter as plain text, its parts with a line between."""
    blocks = [letter.greeting]
    for part in letter.parts:
        blocks.append(f"* {part.said.headline}" if letter.is_day else part.said.headline)
        blocks += part.said.lines
        if part.said.items:
            blocks.append("\n".join([letter.items_title, *(f"- {item}" for item in part.said.items)]))
        if part.said.facts:
            blocks.append("\n".join(f"{term}: {value}" for term, value in part.said.facts))
        blocks.append(f"{part.said.link}: {part.address}")
    blocks.append(f"-- \n{letter.promise}")
    if letter.choices:
        blocks[-1] += f"\n{letter.choices_title}: {letter.choices}"
    return "\n\n".join(blocks) + "\n"


def _address(name: str, email: str) -> Address:
    if not ADDRESS.fullmatch(email):
        raise BadAddress(email)
    local, _, domain = email.partition("@")
    try:
        return Address(one_line(name), username=local, domain=domain.encode("idna").decode("ascii"))
    except (ValueError, IndexError) as problem:
        raise BadAddress(email) from problem
