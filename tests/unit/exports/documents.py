"""A document with every kind of block in it, and what the tools outside say of files."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app.exports.tree import (
    Block,
    Choices,
    Contents,
    Document,
    Facts,
    Heading,
    Letterhead,
    Lines,
    NewPage,
    Quote,
    Signature,
    Signatures,
    Table,
    said,
)
from app.exports.words import words

TEXT = "Åsa **är** *öm* och [läser](https://exempel.se).\n\n- ett\n- två\n\n1. först\n2. sedan\n\n> sagt"


def document(*blocks: Block, title: str = "Dialog på Ängen", **more: object) -> Document:
    """Make a document of some blocks, or of one of each kind."""
    everything: tuple[Block, ...] = (
        Contents("Innehåll"),
        Heading("Gemensam bild", 2, anchor="bild"),
        *words(TEXT),
        Heading("Bemanning", 3, "1", "Delvis samma bild"),
        Quote(words("Jag ser det annorlunda."), "Östen Båt", "rep"),
        Table("Överenskommelser", ("Vad", "Vem"), (("Ringa", "Åsa"),), (60, 40), 1),
        Choices("Åsa", ("samma", "olika")),
        Lines(2),
        Facts((("När", "i dag"),)),
        Signatures(
            (Signature("Åsa Ärlig", "Rektor", "1 mars 2027"), Signature("Östen Båt", "Chef", "2 mars 2027"))
        ),
        NewPage(),
        Heading("Nästa", 2, anchor="nasta"),
        said("Slut"),
    )
    given: dict[str, object] = {
        "kind": "Dialoganteckning",
        "language": "sv",
        "letterhead": Letterhead("Tranemo kommun"),
        "marks": ("Dnr KS 2027/14",),
        "facts": (("Var", "Ängen"),),
        "foot": "Fastställd av båda",
        "author": "Samsyn",
    }
    return Document(title=title, blocks=blocks or everything, **(given | more))  # type: ignore[arg-type]


def told_by(tool: str, *arguments: str, data: bytes = b"") -> str:
    """Ask a tool of poppler about a file given on its input."""
    done = subprocess.run([tool, *arguments], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def through_libreoffice(docx: bytes, folder: Path) -> bytes:
    """Open a Word file in LibreOffice and give what it makes of it as PDF."""
    (folder / "given.docx").write_bytes(docx)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "given.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "given.pdf").read_bytes()
