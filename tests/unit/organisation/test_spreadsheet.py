"""A small workbook that would cost much to read is refused before it is read; a large one of real words is read."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from app.organisation import spreadsheet
from app.organisation.spreadsheet import MOST_BYTES, Sheet, Unreadable, read_sheet

WORDS = ["Förskolan", "Skolan", "Ängen", "Norra", "Södra", "Västra", "Åsen", "Lärande", "Omsorg", "Vikarie"]


def workbook(rows: int, columns: int) -> bytes:
    chance, kept = random.Random(1), io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [f"Kolumn {number}" for number in range(columns)])
    for row in range(1, rows + 1):
        sheet.write_row(
            row, 0, [" ".join(chance.choices(WORDS, k=4)) + f" {row}:{place}" for place in range(columns)]
        )
    book.close()
    return kept.getvalue()


def changed(content: bytes, part: str, place: str, more: bytes, called: str | None = None) -> bytes:
    """Give a workbook with something more before a place in a part, which may be called something else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data, name = old.read(one), one.filename
            if name == part:
                data, name = data.replace(place.encode(), more + place.encode(), 1), called or name
            if called:
                data = data.replace(f'"/{part}"'.encode(), f'"/{called}"'.encode())
            new.writestr(name, data)
    return kept.getvalue()


def read(content: bytes, folder: Path) -> Sheet:
    (folder / "fil").write_bytes(content)
    return read_sheet(folder / "fil")


def uneven(element: str, number: int) -> bytes:
    """Elements that pack as badly as real ones do."""
    chance = random.Random(2)
    return b"".join(element.format(f"{chance.getrandbits(40):x}").encode() for _ in range(number))


SHARED, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
DEAR: dict[str, tuple[str, str, Callable[[], bytes], str | None]] = {
    "words of all cells": (SHARED, "</sst>", lambda: b"<si><t>ab</t></si>" * 3_300_000, None),
    "words that pack well": (SHARED, "</sst>", lambda: b"<si><t>" + b"a" * 2_000_000 + b"</t></si>", None),
    "long words that pack badly": (
        SHARED,
        "</sst>",
        lambda: uneven("<si><t>{}" + "a" * 100 + "</t></si>", 260_000),
        None,
    ),
    "words under another name": (
        SHARED,
        "</sst>",
        lambda: uneven("<si><t>{}" + "a" * 100 + "</t></si>", 260_000),
        "xl/worksheets/sheet9.xml",
    ),
    "cells without anything": (SHEET, "</row>", lambda: b"<c/>" * 2_000_001, None),
    "looks": ("xl/styles.xml", "</cellXfs>", lambda: b"<xf/>" * 300_001, None),
    "kinds of parts": ("[Content_Types].xml", "</Types>", lambda: b"<Override/>" * 300_001, None),
}


@pytest.mark.parametrize("kind", DEAR)
@pytest.mark.parametrize("packed_badly", [False, True], ids=["", "ratio let through"])
def test_a_small_workbook_that_costs_much_to_read_is_refused_before_it_is_read(
    kind: str, packed_badly: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *args, **_: opened.append(args))
    if packed_badly and kind != "words that pack well":
        monkeypatch.setattr(spreadsheet, "MOST_TIMES", 10_000)
    part, place, more, called = DEAR[kind]
    content = changed(workbook(2, 3), part, place, more(), called)
    assert len(content) < MOST_BYTES
    with pytest.raises(Unreadable) as refused:
        read(content, tmp_path)
    assert (refused.value.reason, opened) == ("unpacks_too_large", [])


def test_a_workbook_whose_main_part_is_called_something_else_is_none_we_read(tmp_path: Path) -> None:
    content = changed(workbook(2, 3), "xl/workbook.xml", "</workbook>", b"", "xl/worksheets/bok.xml")
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Unreadable) as refused:
        read(kept.getvalue(), tmp_path)
    assert refused.value.reason == "not_excel"


def test_twenty_thousand_rows_of_twelve_columns_of_words_are_read(tmp_path: Path) -> None:
    sheet = read(workbook(20_000, 12), tmp_path)
    assert (len([head for head in sheet.heads if head]), len(sheet.rows)) == (12, 20_000)
    assert sheet.rows[-1][1][11].endswith(" 20000:11")


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_workbook_packed_as_none_is_is_refused_whole_or_damaged(way: int, tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(2, 3))) as old, zipfile.ZipFile(kept, "w", way) as new:
        for one in old.infolist():
            new.writestr(one.filename, old.read(one))
    whole = kept.getvalue()
    for content in (whole, whole[:100] + b"\xff" * 20 + whole[120:]):
        with pytest.raises(Unreadable) as refused:
            read(content, tmp_path)
        assert refused.value.reason == "broken_excel"


def test_a_text_file_is_read_no_wider_than_a_workbook(tmp_path: Path) -> None:
    content = b"enhet_id" + b";" * 1_000_000 + b"x\na;b\n"
    sheet = read(content, tmp_path)
    assert len(sheet.heads) == spreadsheet.MOST_COLUMNS
    assert sheet.rows == [(2, ["a", "b"])]
