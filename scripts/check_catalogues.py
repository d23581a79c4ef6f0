"""Check that every text users see is translated, and that no catalogue holds anything else.

Swedish is the source language, so only the other languages have catalogues. With ``--update`` the catalogues
are brought up to date first: new texts are added untranslated, vanished ones removed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
LANGUAGES = ("en",)

# A date that changes with every run would make every change to a text a conflict.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = (
    *("_l", "lazy_gettext", "lazy_ngettext:1,2"),
    *("pgettext:1c,2", "lazy_pgettext:1c,2", "npgettext:1c,2,3", "lazy_npgettext:1c,2,3"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every fault with its text and place; returns 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="bring the catalogues up to date first")
    options = parser.parse_args(arguments)
    template = _extract()
    faults = []
    for language in LANGUAGES:
        path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        if options.update:
            _update(path, language, template)
        if not path.is_file():
            faults.append(f"{path.relative_to(ROOT)} is missing: make catalogues")
            continue
        faults += [f"{language}: {fault}" for fault in _faults(template, _read(path))]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults in the catalogues; make catalogues adds what is missing")
    return 1 if faults else 0


def _extract() -> Catalog:
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
        command += ["--mapping-file=babel.cfg", *(f"--keyword={keyword}" for keyword in KEYWORDS)]
        command += ["--sort-by-file", f"--output-file={pot}", "."]
        subprocess.run(command, cwd=ROOT, check=True)
        return _read(pot)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _update(path: Path, language: str, template: Catalog) -> None:
    catalogue = _read(path) if path.is_file() else _new(language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = UNDATED
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_by_file=True, omit_header=False, include_lineno=False)


def _new(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Samsyn",
        version="",
        charset="utf-8",
        header_comment="# Samsyn's texts in another language. `make catalogues` adds what is new.",
        last_translator="Samsyn",
        language_team="Samsyn",
        msgid_bugs_address="",
        fuzzy=False,
    )


def _faults(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    wanted = {_key(message): message for message in template if message.id}
    present = {_key(message): message for message in catalogue if message.id}
    for key, message in wanted.items():
        if key not in present:
            yield f"not in the catalogue: {_shown(message)}"
    for key, message in present.items():
        if key not in wanted:
            yield f"no longer used: {_shown(message)}"
        elif message.fuzzy:
            yield f"fuzzy: {_shown(message)}"
        elif not _is_translated(message):
            yield f"not translated: {_shown(message)}"
        else:
            for error in message.check(catalogue):
                yield f"{error}: {_shown(message)}"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {_shown(message)}"


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return bool(strings) and all(strings)


def _shown(message: Message) -> str:
    places = ", ".join(dict.fromkeys(file for file, _line in message.locations))
    return f"{_key(message)[1]!r} {places}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
