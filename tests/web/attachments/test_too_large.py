"""More than is taken at once: the limit is named, what was typed is given back, and the page leads where one came from."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.attachments.models import Attachment
from app.attachments.store import Store
from app.dialogues.models import Picture, State
from app.organisation.models import Person
from app.ui import sending
from tests.factories.dialogues import make_dialogue
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

TYPED = "Det jag hade hunnit skriva innan filen: åäö."
LARGE = b"a" * (17 * sending.MEGABYTE)


@pytest.fixture
def ahead(table: Table) -> Table:
    """A meeting to come, with pictures to write."""
    table.dialogue = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    return table


def send(client: SamsynClient, address: str, *files: tuple[str, bytes], **fields: str) -> TestResponse:
    return client.post(
        address,
        data={**fields, "file": [(io.BytesIO(data), name) for name, data in files]},
        content_type="multipart/form-data",
    )


def test_too_much_for_a_picture_names_the_limit_keeps_the_text_and_leads_back(
    ahead: Table, store: Store
) -> None:
    answer = send(ahead.rep, f"{ahead.at_theme}/filer", ("film.pdf", LARGE), text=TYPED, base="")
    assert answer.status_code == 413
    page = words_on(answer)
    assert "En fil får vara högst 10 MB." in page
    assert "10 filer, tillsammans högst 15 MB" in page
    assert "Det du skickade var 17 MB." in page
    assert TYPED in answer.text
    assert f'href="{ahead.at_theme}#files">Tillbaka till din bild' in answer.text
    assert ahead.rep_person.name in page, "the page knows who one is"
    assert list(store.everything()) == []


def test_too_much_for_the_meeting_leads_back_to_it(table: Table) -> None:
    table.to(State.HELD)
    answer = send(table.over, f"{table.here}/filer", ("film.pdf", LARGE))
    assert answer.status_code == 413
    assert f'href="{table.here}/#files">Tillbaka till mötet' in answer.text


def test_what_is_typed_after_the_files_is_kept_too_and_secrets_are_not(ahead: Table) -> None:
    body, border = [], "gransen"
    for head, value in (
        ('name="file"; filename="film.pdf"', LARGE),
        ('name="text"', TYPED.encode()),
        ('name="password"', b"HEMLIGT " * 9),
    ):
        body += [f"--{border}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode(), value, b"\r\n"]
    body.append(f"--{border}--\r\n".encode())
    answer = ahead.rep.post(
        f"{ahead.at_theme}/filer",
        data=b"".join(body),
        content_type=f"multipart/form-data; boundary={border}",
    )
    assert answer.status_code == 413
    assert TYPED in answer.text
    assert "HEMLIGT" not in answer.text


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=åäö", "text/plain"]
)
def test_a_large_body_that_is_no_form_is_answered_all_the_same(ahead: Table, content_type: str) -> None:
    answer = ahead.rep.post(f"{ahead.at_theme}/filer", data=LARGE, content_type=content_type)
    assert answer.status_code in {400, 413}


def test_nobody_signed_out_is_listened_to(ahead: Table, clients: Callable[[], SamsynClient]) -> None:
    answer = send(clients(), f"{ahead.at_theme}/filer", ("film.pdf", LARGE), text=TYPED)
    assert TYPED not in answer.text


def test_who_may_not_see_the_meeting_is_told_nothing_of_it(
    ahead: Table, visit: Callable[[Person], SamsynClient], town: Municipality
) -> None:
    answer = send(visit(town.other_unit_manager), f"{ahead.at_theme}/filer", ("film.pdf", LARGE))
    assert answer.status_code == 413
    assert "Dialog" not in answer.text.partition("<main")[2].replace("Dialoger", "")


def test_the_text_beside_the_file_is_saved_with_it(ahead: Table, session: Session) -> None:
    answer = send(ahead.rep, f"{ahead.at_theme}/filer", ("a.txt", b"hej"), text=TYPED, base="")
    assert answer.status_code == 302
    session.commit()
    assert session.scalars(select(Picture.text)).all() == [TYPED]
    page = ahead.rep.get(ahead.at_theme).text
    assert TYPED in page
    assert "a.txt" in page


def test_without_a_file_the_text_is_saved_and_a_file_is_asked_for(ahead: Table, session: Session) -> None:
    answer = ahead.rep.post(
        f"{ahead.at_theme}/filer",
        data={"text": TYPED, "base": ""},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "Välj en fil först." in answer.text
    assert TYPED in answer.text
    session.commit()
    assert session.scalars(select(Picture.text)).all() == [TYPED]


def test_a_text_changed_in_another_window_is_not_overwritten_by_a_file(
    ahead: Table, session: Session
) -> None:
    ahead.rep.post(f"{ahead.at_theme}/min-bild", data={"text": "Det andra fönstret.", "base": ""})
    answer = send(ahead.rep, f"{ahead.at_theme}/filer", ("a.txt", b"hej"), text=TYPED, base="")
    assert answer.status_code == 409
    assert TYPED in answer.text
    assert "Det andra fönstret." in answer.text
    assert "Filen är tillagd." in answer.text
    session.commit()
    assert session.scalars(select(Attachment.name)).all() == ["a.txt"]


def test_a_text_too_long_is_given_back_and_the_file_is_kept(ahead: Table, session: Session) -> None:
    answer = send(ahead.rep, f"{ahead.at_theme}/filer", ("a.txt", b"hej"), text="å" * 40_001, base="")
    assert answer.status_code == 422
    assert "å" * 40_001 in answer.text
    session.commit()
    assert session.scalars(select(Attachment.name)).all() == ["a.txt"]


def test_the_page_tells_the_browser_the_limits(ahead: Table) -> None:
    page = ahead.rep.get(ahead.at_theme).text
    assert f'data-largest="{10 * sending.MEGABYTE}"' in page
    assert f'data-together="{sending.TOGETHER}"' in page
    assert 'data-most="10"' in page
