"""The model's own words explain themselves in the headings of pages, and only those it has."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.planning.models import Goal
from tests.factories.organisation import Municipality
from tests.factories.planning import make_goal
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def explained(page: str) -> set[str]:
    """Give the words that explain themselves within headings and their lines, by their places in the glossary."""
    heads = re.findall(
        r"<h[123][^>]*>.*?</h[123]>|<p class=\"(?:small|label|lead)\">.*?</p>", page, re.DOTALL
    )
    return {key for head in heads for key in re.findall(r"#glossary-(\w+)", head)}


@pytest.mark.parametrize(
    ("key", "address", "words"),
    [
        ("tranemo", "/uppdrag/", {"uppdrag"}),
        ("tranemo", "/dialoger/", {"dialogmote"}),
        ("tranemo", "/arshjul/", {"arshjul"}),
        ("tranemo", "/kvalitet/faktorer", {"kritisk_kvalitetsfaktor"}),
        ("tranemo", "/analys/vision", {"vision"}),
        ("kungalv", "/styrdokument/", {"styrdokument"}),
        ("kungalv", "/arshjul/", {"arbetets_ar"}),
        ("kungalv", "/plan/enheter", {"mal"}),
        ("lerum", "/rapporter/", {"uppfoljning"}),
        ("lerum", "/ekonomi/finansiella-mal", {"god_ekonomisk_hushallning"}),
        ("karlskoga", "/internkontroll/", {"intern_kontroll"}),
        ("karlskoga", "/invanare/medborgardialoger", {"medborgardialog"}),
        ("perstorp", "/ekonomi/atgardsplaner", {"atgardsplan"}),
        ("perstorp", "/lyft/", {"lyft"}),
    ],
)
def test_the_models_words_explain_themselves_in_headings(
    visit: Visit, model: Callable[[str], None], key: str, address: str, words: set[str]
) -> None:
    model(key)
    answer = visit("chief").get(address, follow_redirects=True)
    assert answer.status_code == 200
    assert words <= explained(answer.text)


def test_a_goal_says_what_kind_it_is_and_explains_that(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    goal: Goal = make_goal(session, town.unit, people["unit"], year=YEAR)
    session.commit()
    client = visit("unit")
    assert {"prioriterat_utvecklingsmal", "aktivitet"} <= explained(client.get(f"/plan/mal/{goal.id}").text)
    assert "prioriterat_utvecklingsmal" in explained(client.get(f"/plan/?ar={YEAR}").text)
    page = client.get(f"/plan/mal/{goal.id}").text
    ids = re.findall(r'id="(gloss-[^"]+)"', page)
    assert len(ids) == len(set(ids))
