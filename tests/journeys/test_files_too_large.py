"""Files too large or too many: said before they are sent where scripts run, on a page of its own where they do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import MY_PICTURE, REP, Visit
from tests.journeys.stages import planned
from tests.support.world import Seed

Come = Callable[..., Visit]
TYPED = "Inskolningarna tar längre tid än vi trodde."
THEME = "/dialoger/1/tema/1"
MEGABYTE = 1024 * 1024


@pytest.fixture
def seed() -> Seed:
    """Dialogue 1 is planned."""
    return planned


def file_of(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(b"a" * size)
    return path


def opened(rep: Visit) -> Locator:
    rep.go(THEME)
    rep.unfold("Lägg till en fil")
    return rep.page.locator("#picture-file")


def test_the_browser_says_what_is_too_large_before_sending_it(come: Come, tmp_path: Path) -> None:
    rep = come(REP)
    field = opened(rep)
    sent: list[str] = []
    rep.page.on("request", lambda request: sent.append(request.url) if "/filer" in request.url else None)
    field.set_input_files(file_of(tmp_path, "film.pdf", 11 * MEGABYTE))
    fault = rep.page.locator("#picture-file-fault")
    expect(fault).to_have_text("film.pdf är för stor: 11 MB. En fil får vara högst 10 MB.")
    expect(field).to_have_attribute("aria-invalid", "true")
    rep.press("Lägg till")
    expect(field).to_be_focused()
    field.set_input_files([file_of(tmp_path, f"{n}.txt", 8) for n in range(11)])
    expect(fault).to_have_text("11 filer är valda. På en gång går det att skicka högst 10.")
    field.set_input_files([file_of(tmp_path, f"stor{n}.txt", 8 * MEGABYTE) for n in range(2)])
    expect(fault).to_have_text(
        "Filerna är för stora tillsammans: 16 MB. På en gång går det att skicka högst 15 MB."
    )
    rep.press("Lägg till")
    assert sent == []
    field.set_input_files(file_of(tmp_path, "liten.txt", 8))
    expect(fault).to_have_count(0)
    rep.field(MY_PICTURE).fill(TYPED)
    rep.press("Lägg till")
    rep.see("Filen är tillagd.", "liten.txt")
    expect(rep.field(MY_PICTURE)).to_have_value(TYPED)


def test_without_scripts_what_is_typed_is_saved_with_the_file(come: Come, tmp_path: Path) -> None:
    rep = come(REP, javascript=False)
    field = opened(rep)
    rep.field(MY_PICTURE).fill(TYPED)
    field.set_input_files(file_of(tmp_path, "liten.txt", 8))
    rep.press("Lägg till")
    rep.see("Filen är tillagd.", "liten.txt")
    expect(rep.field(MY_PICTURE)).to_have_value(TYPED)


def test_without_scripts_what_is_typed_is_given_back_when_the_file_is_too_large(
    come: Come, tmp_path: Path
) -> None:
    rep = come(REP, javascript=False)
    field = opened(rep)
    rep.field(MY_PICTURE).fill(TYPED)
    field.set_input_files(file_of(tmp_path, "film.pdf", 40 * MEGABYTE))
    rep.press("Lägg till")
    rep.see(
        "Det var för stort att skicka på en gång",
        "En fil får vara högst 10 MB.",
        "Det du skickade var 40 MB.",
    )
    expect(rep.page.locator("#kept-1")).to_have_value(TYPED)
    rep.follow("Tillbaka till din bild")
    expect(rep.page.get_by_role("heading", level=1)).to_be_visible()
    assert THEME in rep.page.url
