"""Somebody presses a button of a page that was open while another established the text: they are told, and nothing is changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.analysis.vision import KIND as VISION
from app.organisation.models import Person
from app.writing import services
from app.writing.models import Part, TakenIn, TextState, UnitText
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.unit_texts import MANAGES, loaded_text, make_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def text(session: Session, town: Municipality) -> UnitText:
    """The vision, with something taken into its first part."""
    chief: Person = town.chief_executive
    made = make_text(session, town.administration, chief, kind=VISION, year=0)
    services.take_in(
        session,
        actor_id=chief.id,
        text=made,
        near=MANAGES,
        part=made.parts[0],
        source_kind="governing_document",
        source_id=1,
        words="Skollag",
        source="lag",
    )
    return loaded_text(session, made)


@pytest.mark.parametrize("button", ["ny-del", "del/{part}/ordna", "ta-ut/{taken}"])
def test_what_is_established_meanwhile_is_told_and_stands_as_it_is(
    session: Session, client: SamsynClient, town: Municipality, text: UnitText, button: str
) -> None:
    chief = sign_in(client, session, town.chief_executive)
    taken = session.scalars(select(TakenIn.id)).one()
    part = text.parts[0].id
    services.establish_text(
        session,
        actor_id=town.chief_executive.id,
        text=text,
        near=MANAGES,
        kind=VISION,
        revision=text.revision,
        brought={},
    )
    session.commit()
    address = f"/analys/text/{text.id}"
    answer = chief.post(
        f"{address}/{button.format(part=part, taken=taken)}",
        data={"title": "Ny del", "wish": "leave_out"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "fastställd" in answer.text.split("<main")[1].split("</main>")[0]
    session.expire_all()
    assert session.get_one(UnitText, text.id).state == TextState.ESTABLISHED
    assert session.scalars(select(TakenIn.id)).all() == [taken]
    left = session.scalars(select(Part.left_out).where(Part.unit_text_id == text.id)).all()
    assert left == [False] * len(text.parts)
