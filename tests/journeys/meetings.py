"""What journeys do on the way to a meeting: begin a line of meetings, share what one sees, establish what was said."""

from __future__ import annotations

import re
from datetime import timedelta

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
    """Share one's pictures, from the page of a theme or of the meeting."""
    visit.go(re.sub(r"tema/.*", "", visit.page.url))
    visit.press("Dela min bild")
