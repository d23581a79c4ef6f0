"""Units looked at branch by branch: on the registers of plans and analyses, and where the vision is read side by side."""

from __future__ import annotations

import sys
from collections.abc import Collection
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Scope
from app.analysis.mission import KIND as MISSION
from app.organisation.branches import branch_of, further, together
from app.organisation.tree import units_under
from app.writing import services as writing
from tests.factories.organisation import Municipality, make_municipality, make_unit
from tests.factories.unit_texts import MANAGES, loaded_text, make_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

EVERYWHERE = Scope(True, frozenset(), frozenset())


def below(*ids: int) -> Scope:
    """Give the scope of these units with all under them."""
    return Scope(False, frozenset(), frozenset(ids))


@pytest.fixture
def town(session: Session) -> Municipality:
    """The municipality, everybody in it committed."""
    found = make_municipality(session)
    session.commit()
    return found


def test_one_begins_at_the_unit_one_has_with_those_straight_under_it(
    session: Session, town: Municipality
) -> None:
    found = branch_of(session, below(town.section.id), clock.today())
    assert found is not None
    assert [one.name for one in found.shown] == ["Lärandesektionen", "Förskolan Björken", "Förskolan Ängen"]
    assert (found.total, found.line) == (2, [])
    assert [one.opens for one in found.shown] == [True, False, False]


def test_who_has_several_units_begins_with_those_and_not_with_what_lies_under_them(
    session: Session, town: Municipality
) -> None:
    scope = together([below(town.section.id, town.unit.id), below(town.other_unit.id)])
    found = branch_of(session, scope, clock.today())
    assert found is not None
    assert found.unit is None
    assert [one.name for one in found.shown] == ["Kost och lokalvård", "Lärandesektionen"]


def test_what_lies_above_is_named_as_far_as_one_reads_it(session: Session, town: Municipality) -> None:
    today = clock.today()
    found = branch_of(session, below(town.administration.id), today, under=town.unit.id)
    assert found is not None
    assert [one.name for one in found.line] == ["Förvaltningen", "Lärandesektionen"]
    whole = branch_of(session, EVERYWHERE, today, under=town.unit.id)
    assert whole is not None
    assert whole.line[0].name == "Kommunfullmäktige"


def test_a_branch_out_of_reach_is_as_one_that_is_not_there(session: Session, town: Municipality) -> None:
    for under in (town.other_unit.id, town.administration.id, 999_999):
        assert branch_of(session, below(town.section.id), clock.today(), under=under) is None


def test_one_who_reads_a_unit_alone_does_not_go_on_under_it(session: Session, town: Municipality) -> None:
    scope = Scope(False, frozenset({town.section.id}), frozenset())
    found = branch_of(session, scope, clock.today())
    assert found is not None
    assert [(one.name, one.opens) for one in found.shown] == [("Lärandesektionen", False)]


def test_nobody_with_nothing_within_reach_sees_anything(session: Session, town: Municipality) -> None:
    found = branch_of(session, Scope(False, frozenset(), frozenset()), clock.today())
    assert found is not None
    assert (found.shown, found.total, found.pages) == ([], 0, 1)


def test_names_are_searched_within_reach_and_among_what_is_open_to_all(
    session: Session, town: Municipality
) -> None:
    def names(sought: str, kinds: Collection[str] = ()) -> list[str]:
        found = branch_of(session, below(town.section.id), clock.today(), sought=sought, kinds=kinds)
        return [one.name for one in found.shown] if found is not None else []

    assert names("förskolan") == ["Förskolan Björken", "Förskolan Ängen"]
    assert names("kommun") == []
    assert names("kommun", kinds={"council"}) == ["Kommunfullmäktige"]
    assert names("100%") == []


def test_what_is_open_to_all_stands_beside_what_is_within_reach(session: Session, town: Municipality) -> None:
    today = clock.today()
    assert [one.name for one in further(session, below(town.unit.id), today, {"council"})] == [
        "Kommunfullmäktige"
    ]
    assert further(session, EVERYWHERE, today, {"council"}) == []
    assert further(session, below(town.unit.id), today, set()) == []


def test_a_long_branch_has_pages_and_one_past_the_last_is_the_first(
    session: Session, town: Municipality
) -> None:
    today, scope = clock.today(), below(town.section.id)
    second = branch_of(session, scope, today, page=2, size=1)
    assert second is not None
    assert ([one.name for one in second.shown], second.pages, second.page) == (["Förskolan Ängen"], 2, 2)
    past = branch_of(session, scope, today, page=9, size=1)
    assert past is not None
    assert past.page == 1


@pytest.mark.parametrize("path", ["/plan/enheter", "/analys/enheter"])
def test_the_registers_open_branch_by_branch_and_by_name(
    session: Session, town: Municipality, client: SamsynClient, path: str
) -> None:
    reader = sign_in(client, session, town.chief_executive)
    page = reader.get(path).text
    assert "Lärandesektionen" in page
    assert "Förskolan Ängen" not in page
    assert f"{path}?" in page
    assert f"under={town.section.id}" in page
    inner = reader.get(f"{path}?under={town.section.id}").text
    assert "Förskolan Ängen" in inner
    assert f"under={town.administration.id}" in inner
    assert "Förskolan Ängen" in reader.get(f"{path}?q={quote('ängen')}").text
    assert reader.get(f"{path}?under=999999").status_code == 404
    assert reader.get(f"{path}?under=x&sida=x").status_code == 200


def test_the_vision_is_read_side_by_side_a_branch_at_a_time_in_a_large_municipality(
    session: Session, town: Municipality, client: SamsynClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_unit(session, "Utan ord", under=town.section)
    for unit, by in ((town.unit, town.unit_manager), (town.section, town.section_manager)):
        text = loaded_text(session, make_text(session, unit, by, kind=MISSION))
        part = next(one for one in text.parts if one.key == "vision")
        writing.write_part(
            session,
            actor_id=by.id,
            text=text,
            near=MANAGES,
            part=part,
            words=f"Så här i {unit.name}.",
            base=0,
        )
        text = loaded_text(session, text)
        writing.establish_text(
            session, actor_id=by.id, text=text, near=MANAGES, kind=MISSION, revision=text.revision, brought={}
        )
    session.commit()
    reader = sign_in(client, session, town.chief_executive)
    together_now = reader.get("/analys/vision").text
    assert "Så här i Förskolan Ängen." in together_now
    assert "Så här i Lärandesektionen." in together_now
    monkeypatch.setattr(sys.modules[units_under.__module__], "WHOLE_TREE_UP_TO", 3)
    page = reader.get("/analys/vision").text
    assert "Så här i Lärandesektionen." in page
    assert "Så här i Förskolan Ängen." not in page
    assert f"under={town.section.id}" in page
    inner = reader.get(f"/analys/vision?under={town.section.id}").text
    assert "Så här i Förskolan Ängen." in inner
    assert reader.get("/analys/vision?under=999999").status_code == 404
