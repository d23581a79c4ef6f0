"""Analyses per unit and year: last year beside this, the municipality's own headings, quotes from below, the vision."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.analysis.layouts.models import TextLayout
from app.analysis.vision import KIND as VISION
from app.organisation.models import Person
from app.records.verifying import verify
from app.writing.kinds import TextKind, kinds
from app.writing.models import Part, TakenIn, TextState, UnitText
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def as_person(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


def current_state() -> TextKind:
    kind = kinds.get("current_state")
    assert kind is not None
    return kind


def this_year() -> int:
    return clock.today().year


def newest(session: Session) -> UnitText:
    session.expire_all()
    return session.scalars(select(UnitText).order_by(UnitText.id.desc()).limit(1)).one()


def test_a_new_years_analysis_begins_empty_beside_last_years(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    year = this_year()
    make_text(
        session, town.unit, town.unit_manager, "Förra årets ord.",
        kind=current_state(), year=year - 1, state=TextState.ESTABLISHED,
    )  # fmt: skip
    session.commit()
    manager = as_person(town.unit_manager)
    begun = manager.post(
        "/analys/text/borja", data={"kind": "current_state", "unit": town.unit.id, "year": year}
    )
    page = manager.get(begun.location).text
    assert "Förra årets ord." in page
    assert f"Så stod det i Nulägesanalys {year - 1}" in page
    parts = session.scalars(select(Part).where(Part.unit_text_id == newest(session).id)).all()
    assert {part.text for part in parts} == {""}


def test_the_page_of_a_unit_shows_the_year_asked_for(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    year = this_year()
    for which in (year - 1, year):
        make_text(
            session, town.unit, town.unit_manager, f"Så var {which}.",
            kind=current_state(), year=which, state=TextState.ESTABLISHED,
        )  # fmt: skip
    session.commit()
    manager = as_person(town.unit_manager)
    assert f"Så var {year}." in manager.get("/analys/").text
    earlier = manager.get(f"/analys/?ar={year - 1}").text
    assert f"Så var {year - 1}." in earlier
    assert f"Så var {year}." not in earlier
    for senseless in ("?ar=abc", "?ar=99999", "?ar=-1", "?enhet=x"):
        assert manager.get(f"/analys/{senseless}").status_code == 200
    assert manager.get("/analys/?enhet=999999").status_code == 404
    assert manager.get(f"/analys/?enhet={town.other_unit.id}").status_code == 404


def test_units_to_look_at_are_those_one_reads_and_can_be_searched(
    town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    page = as_person(town.section_manager).get("/analys/enheter").text
    assert town.unit.name in page
    assert town.other_unit.name not in page
    found = as_person(town.chief_executive).get("/analys/enheter?q=kost").text
    assert town.other_unit.name in found
    assert town.unit.name not in found
    assert "heter så" in as_person(town.section_manager).get("/analys/enheter?q=finns-inte").text


def test_a_level_above_quotes_what_units_below_have_established_word_for_word(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    below = make_text(
        session, town.unit, town.unit_manager, "Lämningarna är lugna.\n\nSpråket oroar oss.",
        kind=current_state(), year=this_year(), state=TextState.ESTABLISHED,
    )  # fmt: skip
    draft = make_text(
        session,
        town.sibling,
        town.sibling_manager,
        "Inte fastställt.",
        kind=current_state(),
        year=this_year(),
    )
    mine = make_text(session, town.section, town.section_manager, kind=current_state(), year=this_year())
    session.commit()
    manager, part = as_person(town.section_manager), mine.parts[0].id
    listed = manager.get(f"/analys/citera/{mine.id}/{part}").text
    assert town.unit.name in listed
    assert town.sibling.name not in listed
    address = f"/analys/citera/{mine.id}/{part}/{below.id}"
    assert "Språket oroar oss." in manager.get(address).text
    assert manager.post(address, data={"words": "Språket är inget problem."}).status_code == 404
    manager.post(address, data={"words": "Språket oroar oss."})
    manager.post(address, data={"words": "Språket oroar oss."})
    taken = session.scalars(select(TakenIn)).one()
    assert taken.words == "Språket oroar oss."
    assert town.unit.name in taken.source
    page = manager.get(f"/analys/text/{mine.id}").text
    assert "Språket oroar oss." in page
    assert manager.get(f"/analys/citera/{mine.id}/{part}/{draft.id}").status_code == 404
    # The unit below does not quote upward, and nobody else quotes into the section's text.
    assert as_person(town.unit_manager).get(f"/analys/citera/{mine.id}/{part}").status_code == 404
    assert (
        as_person(town.chief_executive).post(address, data={"words": "Språket oroar oss."}).status_code == 404
    )
    manager.post(f"/analys/text/{mine.id}/ta-ut/{taken.id}")
    session.expire_all()
    assert session.scalars(select(TakenIn)).all() == []
    assert verify(session).faults == []


def layout_form(*titles: str, known: tuple[str, ...] = (), base: int = 0) -> dict[str, object]:
    form: dict[str, object] = {
        "base": base,
        "do": "save",
        "heading": [f"t{n}" for n, _ in enumerate(titles, 1)],
    }
    for number, title in enumerate(titles, start=1):
        form[f"title-t{number}"] = title
        form[f"questions-t{number}"] = "En fråga?"
        form[f"known-t{number}"] = known[number - 1] if number <= len(known) else ""
    return form


def test_the_municipality_has_its_own_headings_and_texts_begun_keep_theirs(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    begun = make_text(session, town.unit, town.unit_manager, kind=current_state(), year=this_year())
    session.commit()
    administrator = as_person(town.administrator)
    assert "följde med styrmodellen" in administrator.get("/analys/mallar/current_state").text
    administrator.post(
        "/analys/mallar/current_state/andra",
        data=layout_form("Vad vi ser", "Vad vi vill", known=("results",)),
    )
    layout = session.scalars(select(TextLayout)).one()
    assert [one["key"] for one in layout.headings] == ["results", "vad_vi_vill"]
    assert "Vad vi ser" not in as_person(town.unit_manager).get(f"/analys/text/{begun.id}").text
    other = as_person(town.sibling_manager)
    made = other.post(
        "/analys/text/borja", data={"kind": "current_state", "unit": town.sibling.id, "year": this_year()}
    )
    assert "Vad vi ser" in other.get(made.location).text
    assert verify(session).faults == []


def test_two_who_change_the_headings_at_once_see_both(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    administrator, support = as_person(town.administrator), as_person(town.support)
    administrator.post("/analys/mallar/core_mission/andra", data=layout_form("Varför vi finns"))
    answer = support.post("/analys/mallar/core_mission/andra", data=layout_form("Vår idé"))
    assert answer.status_code == 409
    assert "Varför vi finns" in answer.text
    assert "Vår idé" in answer.text
    again = support.post("/analys/mallar/core_mission/andra", data=layout_form("Vår idé", base=1))
    assert again.status_code == 302
    assert len(session.scalars(select(TextLayout)).all()) == 2


def test_headings_that_are_not_complete_stay_in_the_form(
    town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    administrator = as_person(town.administrator)
    form = layout_form("Läget", "")
    answer = administrator.post("/analys/mallar/current_state/andra", data=form)
    assert answer.status_code == 422
    assert "Ge delen en rubrik." in answer.text
    assert "Läget" in answer.text
    empty = administrator.post("/analys/mallar/current_state/andra", data={"base": 0, "do": "save"})
    assert empty.status_code == 422
    moved = administrator.post("/analys/mallar/current_state/andra", data=form | {"do": "down:t1"})
    assert moved.status_code == 200
    assert as_person(town.unit_manager).post(
        "/analys/mallar/current_state/andra", data=layout_form("Mitt")
    ).status_code == 404  # fmt: skip
    assert administrator.get("/analys/mallar/vision").status_code == 404
    assert administrator.get("/analys/mallar/okand").status_code == 404


def test_the_vision_is_read_by_all_who_read_plans_and_kept_by_the_top_unit(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    assert "Visionen är inte införd än" in manager.get("/analys/vision").text
    refused = manager.post(
        "/analys/text/borja", data={"kind": "vision", "unit": town.administration.id, "year": 0}
    )
    assert refused.status_code == 404
    vision = make_text(session, town.administration, town.chief_executive, "Hela livet här.", kind=VISION)
    session.commit()
    assert "Hela livet här." not in manager.get("/analys/vision").text
    text = session.get_one(UnitText, vision.id)
    chief = as_person(town.chief_executive)
    chief.post(f"/analys/text/{vision.id}/faststall", data={"revision": text.revision})
    assert "Hela livet här." in manager.get("/analys/vision").text
    assert "Hela livet här." in manager.get(f"/analys/text/{vision.id}").text


def test_what_the_vision_means_stands_side_by_side_for_the_units_one_reads(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    for unit, manager in ((town.unit, town.unit_manager), (town.other_unit, town.other_unit_manager)):
        text = make_text(session, unit, manager)
        part = next(one for one in text.parts if one.key == "vision")
        client = as_person(manager)
        client.post(f"/analys/text/{text.id}/del/{part.id}", data={"text": f"Hos {unit.name}.", "base": ""})
        session.expire_all()
        revision = session.get_one(UnitText, text.id).revision
        client.post(f"/analys/text/{text.id}/faststall", data={"revision": revision})
    page = as_person(town.section_manager).get("/analys/vision").text
    assert f"Hos {town.unit.name}." in page
    assert f"Hos {town.other_unit.name}." not in page
    both = as_person(town.politician).get("/analys/vision").text
    assert f"Hos {town.unit.name}." in both
    assert f"Hos {town.other_unit.name}." in both


def test_two_years_are_compared_word_by_word_without_the_marks_one_writes_quotations_with(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    year = this_year()
    earlier, later = (
        make_text(
            session, town.unit, town.unit_manager, words, kind=current_state(), year=of, state=TextState.ESTABLISHED
        )
        for words, of in (("Vi finns för barnen.", year - 1), ("Vi finns för alla.\n\n> Ingen ska behöva leta.", year))
    )  # fmt: skip
    session.commit()
    page = as_person(town.unit_manager).get(f"/analys/text/{later.id}/jamfor/{earlier.id}").text
    assert "<del>barnen.</del>" in page
    assert "Ingen ska behöva leta." in page
    assert "&gt; Ingen" not in page
