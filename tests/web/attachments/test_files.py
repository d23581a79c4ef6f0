"""The way of a file: in by the form, out by an address without cookies, away and back, and off the disk."""

from __future__ import annotations

import io
import json
import os
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import clock
from app.attachments import routes, rules, wording
from app.attachments.checking import pictures
from app.attachments.checking.whole import check
from app.attachments.errors import Reason
from app.attachments.models import Attachment
from app.attachments.services import dispose
from app.attachments.store import Store
from app.attachments.sweeping import SweepRefused, erase_leftovers, faults_in, sweep
from app.cli import cli
from app.dialogues.models import State
from app.records.models import Edition, HistoryContent
from app.records.verifying import verify
from tests.support import files
from tests.web.attachments.conftest import Fetch, attach, attached, files_on
from tests.web.dialogues.conftest import Table


def row(session: Session, attachment_id: int) -> Attachment:
    session.commit()
    session.expire_all()
    return session.get_one(Attachment, attachment_id)


def test_a_file_comes_back_as_it_was_sent(table: Table, fetch: Fetch, session: Session, store: Store) -> None:
    data = files.pdf("Åtgärder")
    one = attached(table.over, table.here, "Åtgärder – läge 1.pdf", data)
    answer = fetch(table.rep, one)
    assert answer.data == data
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (
        "filename*=UTF-8''%C3%85tg%C3%A4rder%20%E2%80%93%20l%C3%A4ge%201.pdf"
        in answer.headers["Content-Disposition"]
    )
    kept = row(session, one)
    path = store.path(kept.stored_as)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, store.folder)} == {0o700}
    assert "läge" not in str(path)
    assert [one.name for one in store.everything()] == [kept.stored_as]


def test_the_bytes_come_from_an_address_that_knows_no_cookie(table: Table, app: Flask) -> None:
    one = attached(table.over, table.here, "a.txt", b"hej")
    address = table.over.get(f"/bilagor/{one}").location
    assert address.startswith("/filer/")
    odd = app.test_client()
    odd.set_cookie("samsyn", "skrot")
    for client in (app.test_client(), odd, table.over):
        answer = client.get(address)
        assert answer.text == "hej"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "ETag" not in answer.headers
        assert "Last-Modified" not in answer.headers
        assert client.get(address, headers={"Range": "bytes=0-1"}).status_code == 200


def test_an_address_is_good_for_a_minute_and_then_leads_to_where_rights_are_asked(
    table: Table, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(table.over, table.here, "a.txt", b"hej")
    address = table.over.get(f"/bilagor/{one}").location
    later = time.time() + routes.GOOD_FOR_SECONDS + 2
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    answer = app.test_client().get(address)
    assert answer.status_code == 303
    assert answer.location == f"/bilagor/{one}"
    assert table.rep.get(address, follow_redirects=True).text == "hej"


def test_what_is_refused_is_said_with_its_name_and_reason_and_the_rest_is_taken(
    table: Table, session: Session
) -> None:
    answer = table.over.post(
        f"{table.here}/filer",
        data={
            "file": [
                (io.BytesIO(b"hej"), "bra.txt"),
                (io.BytesIO(b"<svg onload=alert(1)>"), "<b>ond</b>.svg"),
                (io.BytesIO(b"MZ"), "program.exe"),
                (io.BytesIO(b""), "tom.pdf"),
            ]
        },
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "Filen är tillagd." in answer.text
    assert "program.exe är inte tillagd. Den sortens fil" in answer.text
    assert "tom.pdf är inte tillagd. Filen är tom." in answer.text
    assert "&lt;b&gt;ond&lt;/b&gt;.svg är inte tillagd" in answer.text
    assert session.scalar(select(func.count(Attachment.id))) == 1
    assert "Välj en fil först." in table.over.post(f"{table.here}/filer", follow_redirects=True).text


def test_pictures_too_large_together_are_refused_by_name_before_they_are_drawn(
    table: Table, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_PIXELS_TOGETHER", 1200 * 2 + 600)
    drawn: list[object] = []
    upright = pictures._upright
    monkeypatch.setattr(pictures, "_upright", lambda opened: drawn.append(1) or upright(opened))
    sizes = {"ett": (40, 30), "två": (40, 30), "tre": (40, 30), "fyra": (30, 20)}
    for _ in range(2):
        answer = table.over.post(
            f"{table.here}/filer",
            data={
                "file": [
                    (io.BytesIO(files.picture("WEBP", size)), f"{name}.webp") for name, size in sizes.items()
                ]
            },
            content_type="multipart/form-data",
            follow_redirects=True,
        )
        assert "3 filer är tillagda." in answer.text, "each request has its own"
        assert "tre.webp är inte tillagd. Bilderna är för stora tillsammans: högst 40 miljoner" in answer.text
        assert answer.text.count("är inte tillagd") == 1
    assert len(drawn) == session.scalar(select(func.count(Attachment.id))) == 6
    assert check("för sig.png", files.picture("PNG", (100, 100))), "outside a request nobody waits"


def test_the_pixels_said_in_words_are_those_that_are_counted() -> None:
    said = str(wording.REASONS[Reason.TOO_MANY_PIXELS_TOGETHER])
    assert f"{rules.MOST_PIXELS_TOGETHER // 1_000_000} miljoner" in said


@pytest.mark.parametrize("number", [10, 11, 14, 25])
def test_of_more_files_than_are_taken_at_once_those_left_are_named(
    table: Table, session: Session, number: int
) -> None:
    answer = table.over.post(
        f"{table.here}/filer",
        data={"file": [(io.BytesIO(b"hej"), f"nummer{n}.txt") for n in range(1, number + 1)]},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "10 filer är tillagda." in answer.text
    assert session.scalar(select(func.count(Attachment.id))) == 10
    assert ("Högst 10 filer kan läggas till åt gången." in answer.text) == (number > 10)
    said = answer.text.partition("välj dem igen: ")[2].partition("<")[0]
    assert [f"nummer{n}.txt" in said for n in range(1, min(number, 20) + 1)] == [
        n > 10 for n in range(1, min(number, 20) + 1)
    ]
    assert ("och 5 till" in said) == (number == 25)


def test_a_file_over_the_limit_is_refused_in_words(table: Table, store: Store) -> None:
    answer = attach(table.over, table.here, "stor.txt", b"a" * (10 * 1024 * 1024 + 1))
    assert "högst 10 MB" in answer.text
    too_much = attach(table.over, table.here, "stor.txt", b"a" * (17 * 1024 * 1024))
    assert too_much.status_code == 413
    assert list(store.everything()) == []


def test_a_removed_file_is_gone_and_can_be_brought_back(table: Table, fetch: Fetch, session: Session) -> None:
    one = attached(table.over, table.here, "a.txt", b"hej")
    address = table.rep.get(f"/bilagor/{one}").location
    answer = table.rep.post(f"{table.here}/filer/{one}", data={"wish": "remove"}, follow_redirects=True)
    assert "a.txt är borttagen." in answer.text
    assert f"/filer/{one}?wish=back" in answer.text
    assert fetch(table.over, one).status_code == 404
    assert table.rep.get(address).status_code == 404
    assert files_on(table.over.get(f"{table.here}/")) == []
    back = table.rep.post(f"{table.here}/filer/{one}?wish=back", follow_redirects=True)
    assert "Filen är tillbaka." in back.text
    assert fetch(table.over, one).text == "hej"
    assert verify(session).faults == []


def test_established_the_files_and_their_hashes_are_part_of_the_record(
    table: Table, fetch: Fetch, session: Session
) -> None:
    one = attached(table.over, table.here, "budget.txt", b"Budgeten")
    hidden = attached(table.rep, table.at_theme, "mitt.txt", b"Mitt")
    session.commit()
    table.to(State.ESTABLISHED)
    session.commit()
    content = json.loads(session.scalars(select(Edition.content)).one() or "")
    kept = row(session, one)
    assert content["files"] == [
        {"id": one, "name": "budget.txt", "media_type": "text/plain", "size": 8, "sha256": kept.sha256}
    ]
    page = table.rep.get(f"{table.here}/")
    assert files_on(page) == [one]
    assert fetch(table.rep, one).text == "Budgeten"
    # What hangs on the pictures stays with the pictures.
    assert fetch(table.over, hidden).text == "Mitt"
    assert files_on(table.over.get(table.at_theme)) == [hidden]


def test_a_full_disk_is_told_and_leaves_nothing(
    table: Table, session: Session, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = attach(table.over, table.here, "a.txt", b"hej")
    assert answer.status_code == 200
    assert "inte plats på servern" in answer.text
    monkeypatch.undo()
    assert session.scalar(select(func.count(Attachment.id))) == 0
    assert list(store.everything()) == []


def test_a_folder_that_cannot_be_written_in_is_told_and_logged_with_its_reason(
    table: Table,
    session: Session,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    no_folder = tmp_path / "no-folder"
    no_folder.write_text("a file stands where the folder should", encoding="utf-8")
    monkeypatch.setattr(store, "folder", no_folder)
    answer = attach(table.over, table.here, "a.txt", b"hej")
    assert answer.status_code == 200
    assert "inte spara filer" in answer.text
    assert session.scalar(select(func.count(Attachment.id))) == 0
    assert str(no_folder) in caplog.text


def test_the_sweep_erases_what_was_removed_a_day_ago_and_what_nobody_speaks_for(
    table: Table, session: Session, store: Store
) -> None:
    kept, removed = (attached(table.over, table.here, f"{name}.txt", b"x") for name in ("kvar", "bort"))
    table.over.post(f"{table.here}/filer/{removed}", data={"wish": "remove"})
    orphan = store.put(b"nobody's")
    session.commit()
    assert sweep(session, store).erased == 0
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        swept = sweep(session, store)
    assert (swept.given_up, swept.erased) == (1, 2)
    assert not store.has(orphan)
    assert [one.name for one in store.everything()] == [row(session, kept).stored_as]
    assert row(session, removed).erased_at is not None
    answer = table.over.post(f"{table.here}/filer/{removed}?wish=back", follow_redirects=True)
    assert "går inte att få tillbaka" in answer.text
    assert verify(session).faults == []
    assert faults_in(session, store) == []


def test_the_sweep_does_not_empty_a_folder_that_is_anothers(session: Session, store: Store) -> None:
    for number in range(30):
        store.put(bytes([number]))
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        with pytest.raises(SweepRefused, match="belong together"):
            sweep(session, store)
        assert len(list(store.everything())) == 30
        assert sweep(session, store, whatever=True).erased == 30


def test_a_sweep_that_is_refused_holds_up_none_of_the_other_jobs(
    table: Table, session: Session, store: Store, app: Flask
) -> None:
    for number in range(30):
        store.put(bytes([number]))
    session.commit()
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        done = app.test_cli_runner().invoke(cli, ["jobs", "run"])
    assert done.exit_code == 1
    assert "belong together" in done.output
    assert "The overview was counted anew." in done.output


def test_a_row_that_came_to_nothing_leaves_bytes_for_the_sweep_and_a_cut_off_write_too(
    session: Session, store: Store
) -> None:
    name = store.put(b"hej")
    cut = store.path(name).with_name(f"{name}.unfinished")
    cut.write_bytes(b"he")
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert erase_leftovers(session, store) == 2


def test_bytes_changed_or_gone_behind_the_products_back_are_found(
    table: Table, session: Session, store: Store
) -> None:
    changed, gone = (attached(table.over, table.here, f"{name}.txt", b"x") for name in ("a", "b"))
    store.path(row(session, changed).stored_as).write_bytes(b"y")
    store.erase(row(session, gone).stored_as)
    faults = faults_in(session, store)
    assert len(faults) == 2
    assert f"attachment {changed} was changed" in faults[0]
    assert f"attachment {gone} is missing" in faults[1]
    assert table.over.get(f"/bilagor/{gone}").status_code == 404


def test_a_row_changed_behind_the_products_back_is_found(table: Table, session: Session) -> None:
    one = attached(table.over, table.here, "a.txt", b"x")
    session.execute(
        text("UPDATE attachment SET name = 'annat.txt', holder_kind = 'picture' WHERE id = :id"), {"id": one}
    )
    session.commit()
    assert verify(session).faults == [f"attachment {one} was changed: holder, name"]
    session.execute(text("DELETE FROM attachment"))
    session.commit()
    assert verify(session).faults == [f"attachment {one} is gone"]


def test_what_is_disposed_of_leaves_a_tombstone_and_no_name_or_bytes(
    table: Table, session: Session, store: Store, fetch: Fetch
) -> None:
    one = attached(table.over, table.here, "Evas omdöme.txt", b"hemligt")
    dispose(session, attachment=row(session, one), because="Gallringsbeslut 12", actor_id=None)
    session.commit()
    assert sweep(session, store).erased == 0
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert sweep(session, store).erased == 1
    assert fetch(table.over, one).status_code == 404
    left = row(session, one)
    assert (left.name, left.sha256) == ("", "")
    kept = session.scalars(select(HistoryContent.content)).all()
    assert not any("Evas omdöme" in content for content in kept if content)
    assert verify(session).faults == []
    assert faults_in(session, store) == []
