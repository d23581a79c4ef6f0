"""What one of the two does before the meeting is seen at the other's, who has the page of the meeting or a theme open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import MY_PICTURE, NOTE, OVER, REP, Visit
from tests.journeys.stages import planned

Come = Callable[..., Visit]
MEETING = "/dialoger/1/"
THEME = "/dialoger/1/tema/1"


@pytest.fixture
def seed() -> object:
    return planned


def test_that_the_other_comes_and_has_shared_is_seen_without_asking_again(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    over.go(MEETING)
    over.unfold("Får du förhinder?")
    over.field("Varför? Du behöver inte skriva något.").fill("Jag vet inte än")
    rep.go(MEETING)
    rep.press("Jag kommer")
    over.see("Ni kommer båda")
    # What one is in the midst of typing stays.
    expect(over.field("Varför? Du behöver inte skriva något.")).to_have_value("Jag vet inte än")
    over.go(THEME)
    over.write(MY_PICTURE, "Morgnarna är lugnare nu.")
    over.see(f"{REP} har inte delat än")
    rep.go(THEME)
    rep.write(MY_PICTURE, "Kvällarna är svåra.")
    rep.go(MEETING)
    rep.press("Dela min bild")
    over.see(f"{REP} har delat sin bild")
    expect(over.field(MY_PICTURE)).to_have_value("Morgnarna är lugnare nu.")
    over.never_see("Kvällarna är svåra.")


def test_both_are_in_the_meeting_when_one_begins_it(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
        visit.write(MY_PICTURE, f"Så här ser {visit.name} det.")
        visit.go(MEETING)
        visit.press("Dela min bild")
    rep.see("Dela ändå")
    # Where the question stands is no page to come back to: it leads to the meeting's, from where one shares again.
    rep.go("/dialoger/1/dela")
    assert rep.page.url.endswith(MEETING)
    rep.press("Dela min bild")
    rep.press("Dela ändå")
    over.see("Ni har båda delat")
    rep.go(THEME)
    rep.see(f"Så här ser {over.name} det.")
    over.press("Börja mötet")
    over.press("Ja, vi möts nu")
    expect(rep.field(NOTE)).to_be_visible()
