"""What journeys do on the way to a meeting: begin a line of meetings, share what one sees, establish what was said."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from app.clock import today
from tests.journeys.people import Visit


def begin(over: Visit) -> None:
    """Begin a line of meetings with Eva and book the first, from the start page."""
    over.go("/")
    over.follow("Dialoger")
    over.follow("Skapa en serie")
    over.page.get_by_label("Med vem?").select_option(label="Eva Enhetschef, Förskolan Ängen")
    over.press("Skapa serien")
    over.field("Dag").fill((today() + timedelta(days=9)).isoformat())
    over.field("Klockslag").fill("09:30")
    over.page.get_by_label(re.compile("^Plats")).fill("Ängens personalrum")
    over.press("Boka mötet")
    over.see("Mötet är bokat")


def share(visit: Visit) -> None:
    """Share one's pictures, from the page of a theme or of the meeting, though not all themes are written on."""
    visit.go(re.sub(r"tema/.*", "", visit.page.url))
    visit.press("Dela min bild")
    expect(visit.page.locator("main")).to_contain_text(
        re.compile("Din bild är delad|Ni har båda delat|Vill du dela nu")
    )
    if visit.page.get_by_role("heading", name="Vill du dela nu?").is_visible():
        visit.press("Dela ändå")
        visit.see("Ni har båda delat")
