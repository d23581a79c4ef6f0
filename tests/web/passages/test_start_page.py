"""What the start page says about matters that wait for one's answer: how many, never their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.home.nexts import SEPARATELY
from app.records.models import Reading
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.web.passages.conftest import Raised


def test_the_list_tells_what_the_level_below_answers_first(
    raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    page = visit("chief").get("/lyft/?vy=till-mig").text
    assert "Lyft till mig, 1 väntar" in page
    assert page.count("nivån under dig svarar först") == 1
    assert page.index("CANARY-EMPLOYEE") < page.index("nivån under dig svarar först")
    assert "svarar först" not in visit("section").get("/lyft/?vy=till-mig").text


@pytest.mark.parametrize("more", [0, SEPARATELY + 1])
def test_the_words_of_what_waits_are_not_on_the_start_page(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient], more: int
) -> None:
    town = raised.town
    for number in range(more):
        make_passage(
            session,
            (town.section, town.section_manager),
            (town.unit, town.unit_manager),
            text=f"CANARY-WAITING-{number}",
        )
    session.commit()
    page = visit("chief").get("/").text
    assert "CANARY-WAITING" not in page and "CANARY-SECTION-UNIT om" not in page
    assert ("väntar på ditt svar" in page) == bool(more)
    assert not list(session.scalars(select(Reading).where(Reading.person_id == raised.people["chief"].id)))
