"""People at their browsers: what a manager does on the pages, the same with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select

from app import clock
from app.accounts.signing_in import begin
from app.organisation.models import Person
from tests.factories.accounts import PASSWORD
from tests.support.world import World

OVER = "Sven Sektionschef"
REP = "Eva Enhetschef"
ABOVE = "Karin Kommunchef"
KEEPER = "Adam Administratör"

MY_PICTURE = "Min bild"
NOTE = "Det vi säger tillsammans"
WHOLE = "Det vi ser tillsammans, som helhet"

SAVED = re.compile("^(saved|merged)$")


def user_name(name: str) -> str:
    """Give the user name the stages give somebody: `eva.enhetschef`."""
    return name.lower().replace(" ", ".").replace("ö", "o").replace("ä", "a").replace("å", "a")


def sign_in_cookie(world: World, name: str) -> Any:
    """Sign somebody in beside the sign-in page; gives the cookie their browser would hold."""
    with world.session() as session:
        person_id = session.scalars(select(Person.id).where(Person.name == name)).one()
        token = begin(session, person_id=person_id)
    serializer = world.app.session_interface.get_signing_serializer(world.app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": token, "_fresh": True, "seen": int(clock.now().timestamp())})
    return {"name": "samsyn", "value": value, "url": world.settings.base_url, "httpOnly": True}


def sign_in(page: Page, name: str, *, path: str = "/logga-in") -> None:
    """Sign in by the form, as people do; `path` None where the form already stands on the page."""
    if path:
        page.goto(path)
    fill_sign_in(page, name)
    page.wait_for_url(lambda address: "/logga-in" not in address)


def fill_sign_in(page: Page, name: str) -> None:
    """Fill the sign-in form on the page and press its button."""
    page.get_by_label("Användarnamn").fill(user_name(name))
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


@dataclass
class Visit:
    """One person at their browser."""

    page: Page
    name: str
    javascript: bool = True

    def go(self, path: str) -> Page:
        """Open a page."""
        try:
            answer = self.page.goto(path)
        except PlaywrightError as aborted:
            # A page that follows the other may have moved on by itself in the same moment: then one goes once more.
            if "ERR_ABORTED" not in str(aborted):
                raise
            answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path} answered {answer and answer.status}"
        return self.page

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Press a link that leads to another page."""
        with self._next_page():
            self.page.get_by_role("link", name=name, exact=exact).first.click()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button, and wait until the press is answered: what is looked at next is what the answer brought."""
        with self._next_page():
            (within or self.page).get_by_role("button", name=name).first.click()
        if self.javascript:
            expect(self.page.locator("form[aria-busy]")).to_have_count(0)

    def go_on(self, name: str | re.Pattern[str]) -> None:
        """Press what leads on from a page one writes on: a link with scripts, without them a button that saves first."""
        role: Literal["link", "button"] = "link" if self.javascript else "button"
        with self._next_page():
            self.page.get_by_role(role, name=name).first.click()

    def _next_page(self) -> AbstractContextManager[object]:
        # Without scripts whatever one presses brings a new page; what is looked at next must not be the old one.
        return nullcontext() if self.javascript else self.page.expect_navigation()

    def read_through(self) -> None:
        """Save what one has written of the whole and read it through: without scripts it is settled from there."""
        if not self.javascript:
            self.press("Spara och läs igenom")

    def unfold(self, name: str, *, within: Locator | None = None) -> None:
        """Open a folded part by its summary."""
        (within or self.page).locator("summary").filter(has_text=name).first.click()

    def to_forms(self, part: str) -> None:
        """Save what one has written and go where the forms of a part stand: without scripts they are sent from there."""
        button = self.page.locator(f"{part} p.only-without-js button").first
        if not self.javascript and button.count():
            with self._next_page():
                button.click()

    def back_to_writing(self) -> None:
        """Go from where the text of the page is read to where it is written, where one is there."""
        way = self.page.get_by_role("link", name=re.compile("^Ändra (anteckningen|texten)$"))
        if not self.javascript and way.count():
            with self._next_page():
                way.first.click()

    def field(self, label: str) -> Locator:
        """Find a field to write in by its label."""
        return self.page.get_by_label(label, exact=True)

    def status(self, label: str) -> Locator:
        """Find what stands beside a text about its being saved."""
        return self.page.locator("[data-autosave]").filter(has=self.field(label)).locator("[data-saved]")

    def write(self, label: str, text: str) -> None:
        """Put a text in a field; it saves itself, or the visible button saves it."""
        self.back_to_writing()
        self.field(label).fill(text)
        self.let_save(label)

    def let_save(self, label: str) -> None:
        """Wait for a text to have saved itself, or press the button that saves."""
        if self.javascript:
            expect(self.status(label)).to_have_attribute("data-state", SAVED)
        else:
            self.press("Spara nu", within=self.page.locator("[data-autosave]").filter(has=self.field(label)))
            expect(self.page.locator("#notices")).to_contain_text("Sparat")

    def see(self, *texts: str) -> None:
        """Expect words on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def never_see(self, *texts: str) -> None:
        """Expect that words are nowhere in the page, shown or hidden."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"{self.name} was sent “{text}” on {self.page.url}"

    @contextmanager
    def held_back(self, address: re.Pattern[str], label: str, text: str) -> Iterator[None]:
        """Write a text whose saving is on its way until the block ends: what others do in it comes first."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        self.page.route(address, hold)
        with self.page.expect_request(address):
            self.field(label).fill(text)
        yield
        for route in held:
            route.continue_()
        self.page.unroute(address)

    def judge(self, word: str) -> None:
        """Say whether the two see the same; without scripts the button under it saves."""
        choice = self.page.locator("#verdict").get_by_role("radio", name=word)
        if self.javascript:
            with self.page.expect_response(re.compile("/omdome$")):
                choice.check()
        else:
            choice.check()
            self.press("Spara mitt omdöme")
        expect(choice).to_be_checked()

    def promise(self, what: str, who: str, due: str = "") -> None:
        """Write down an agreement."""
        self.go_on("Lägg till överenskommelse")
        self.field("Vad är ni överens om?").fill(what)
        self.page.get_by_role("radio", name=who).check()
        if due:
            self.page.get_by_label(re.compile("^Till när")).fill(due)
        self.press("Spara överenskommelsen")
        # The words may have stood there before: it is saved when the way to write another is back.
        expect(self.page.locator("p#new-agreement")).to_be_visible()
        expect(self.page.locator("#agreements")).to_contain_text(what)

    def decide(self, text: str) -> None:
        """Write down a decision."""
        self.to_forms("#decisions")
        self.unfold("Skriv upp ett beslut")
        self.field("Vad har ni bestämt?").fill(text)
        self.press("Spara beslutet")
        expect(self.page.locator("#decisions li").filter(has_text=text).first).to_be_visible()

    def propose(self, text: str) -> None:
        """Propose a passage to raise."""
        self.to_forms("#matters")
        self.unfold("Lyft något uppåt")
        self.field("Skriv stycket så som det ska läsas ett steg upp").fill(text)
        self.press("Föreslå", within=self.page.locator("#matters"))
        expect(self.page.locator("#matters li").filter(has_text=text).first).to_be_visible()
