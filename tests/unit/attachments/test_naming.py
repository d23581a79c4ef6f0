"""No name that is sent leads anywhere, hides what it is, or is more than a file system takes."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from app.attachments.checking.naming import LONGEST, clean_name, ending_of

PIECES = [
    "..", "/", "\\", "C:", "\0", "\n", "\r", "\t", "\u202e", "\u200f", "\ufeff", "\u200b", "con", "aux.txt", "nul", ".", " ", "~",
    "%2e%2e%2f",
    "å", "Ä", "ö", "😀", "e\u0301", "\ud800", "<script>", '"', "'", ";", "|", "?", "*", ":", "$DATA", "a" * 300,
    "ﷺ" * 40, ".htaccess", "x.pdf.exe",
]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Plan 2026.pdf", "Plan 2026.pdf"),
        ("Ängen – läge.PDF", "Ängen – läge.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\eva\\plan.docx", "plan.pdf"),
        ("plan.exe", "plan.pdf"),
        ("årsplan v1.2 slut.docx", "årsplan v1.2 slut.pdf"),
        ("rapport\u202efdp.exe", "rapportfdp.pdf"),
        ("  .hemlig", "bilaga.pdf"),
        ("con.pdf", "bilaga con.pdf"),
        ("", "bilaga.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless(sent: str, kept: str) -> None:
    assert clean_name(sent, "pdf") == kept


def test_a_thousand_names_come_out_harmless() -> None:
    chance = random.Random(11)
    for _ in range(1000):
        sent = "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 8)))
        name = clean_name(sent, "pdf")
        assert name.endswith(".pdf"), repr(sent)
        assert not re.search(r'[/\\<>:"|?*\x00-\x1f\x7f]', name), repr(sent)
        assert not name.startswith((".", " ")), repr(sent)
        assert len(name) <= LONGEST, repr(sent)
        assert len(name.encode()) <= 255, repr(sent)
        assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name), repr(sent)
        assert clean_name(name, "pdf") == name, repr(sent)


def test_an_ending_is_what_stands_after_the_last_dot_of_the_last_part() -> None:
    assert ending_of("a.b/c") == ""
    assert ending_of("A.TXT ") == "txt"
    assert ending_of("x.tar.gz") == "gz"
