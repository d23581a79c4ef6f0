"""The demo municipality as a seed, and its people at the sign-in page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy.orm import Session

from app.attachments.routes import store
from app.demo.loading import load_demo
from app.dialogues.agenda.services import adopt_profile_templates

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "samsyn-demo"


def demo_municipality(session: Session) -> None:
    """Fill the database as `samsyn db upgrade` and `samsyn demo load` do."""
    adopt_profile_templates(session, current_app.extensions["samsyn_profile"])
    load_demo(session, profile_key="tranemo", size=None, seed=1, files=store())


def sign_in(page: Page, username: str) -> None:
    """Sign a demo person in by the form, as people do."""
    page.goto("/logga-in")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_label("Lösenord").press("Enter")
    page.wait_for_url(lambda address: "/logga-in" not in address)
