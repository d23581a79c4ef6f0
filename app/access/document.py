"""Writes `docs/who-may-do-what.md` from the same tables as the page: `python -m app.access.document`."""

import sys
from contextlib import nullcontext
from pathlib import Path

from flask import has_app_context
from flask_babel import force_locale

from app.access import told
from app.access.matrix import Role
from app.access.role_words import ROLE_WORDS
from app.access.things import THINGS, WHO_WORDS

FILE = Path(__file__).resolve().parents[2] / "docs" / "who-may-do-what.md"

HEAD = """\
# Vem får vad

Den här texten skrivs av `python -m app.access.document` ur samma tabeller som sidan ”Vem får vad” i Samsyn.
Ändra den inte för hand: ett test jämför den med koden.

Rättigheter följer av förordnanden som gäller just nu. Den dag ett förordnande upphör upphör rätten, också
mitt i en inloggning. Den som har flera förordnanden får det som vart och ett av dem ger. Det man inte får se
finns inte för en: inte på sidor, i listor, i antal, i sökning eller i export.
"""


def document() -> str:
    """Write the whole document, in Swedish whatever language is in force."""
    # Outside an application the texts are what the code says, which is Swedish.
    with force_locale("sv") if has_app_context() else nullcontext():
        parts = [HEAD, _things(), _roles(), _permissions()]
        return "\n".join(parts)


def _things() -> str:
    head = ["Sak", *(str(word) for word in WHO_WORDS.values())]
    rows = [[str(thing.name), *(str(thing.cell(who)) for who in WHO_WORDS)] for thing in THINGS]
    return "## Vem läser och skriver vad\n\n" + _table(head, rows)


def _roles() -> str:
    text = "## Rollerna\n"
    for role, name, meaning, lines in told.by_role():
        may = "\n".join(f"- {line.label} ({line.reaches[role]})" for line in lines)
        text += f"\n### {name}\n\n{meaning}\n\n{may}\n"
    return text


def _permissions() -> str:
    head = ["Får", "Det betyder", *(str(ROLE_WORDS[role][0]) for role in Role)]
    rows = [
        [str(line.label), str(line.explanation), *(str(line.reaches[role] or "–") for role in Role)]
        for line in told.by_permission()
    ]
    return "## Rättigheterna\n\n" + _table(head, rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` tell whether it is as it should be."""
    if "--check" in arguments:
        return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == document() else 1
    FILE.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
