"""The letterhead: for administrators to set, for everybody's documents to carry."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.exports.letterhead.services import own_letterhead
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.routes import text_of_pdf
from tests.support.signed_in import sign_in

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 10"><script>x</script><path d="M0 0h8v6z"/></svg>'


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def administrator(clients: Callable[[], SamsynClient], session: Session, town: Municipality) -> SamsynClient:
    person = make_person(session, "Adam Ordning")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    return sign_in(clients(), session, person)


def change(client: SamsynClient, picture: bytes | None = None, **fields: str) -> int:
    data: dict[str, object] = {"name": "Å kommun", "description": "Vapnet", "revision": "0", **fields}
    if picture is not None:
        data["picture"] = (io.BytesIO(picture), "vapen.svg")
    return client.post("/brevhuvud/", data=data, content_type="multipart/form-data").status_code


def test_name_and_arms_are_set_and_carried(administrator: SamsynClient, session: Session) -> None:
    assert administrator.get("/brevhuvud/").status_code == 200
    assert administrator.get("/brevhuvud/vapen").status_code == 404
    assert change(administrator, SVG) == 302
    drawn = administrator.get("/brevhuvud/vapen")
    assert drawn.mimetype == "image/svg+xml"
    assert "script" not in drawn.text
    assert "Å kommun" in text_of_pdf(administrator.get("/brevhuvud/prov.pdf").data)
    session.expire_all()
    assert verify(session).faults == []


def test_a_picture_that_is_none_is_refused_and_what_was_typed_stays(
    administrator: SamsynClient, session: Session
) -> None:
    answer = administrator.post(
        "/brevhuvud/",
        data={"name": "Ny kommun", "revision": "0", "picture": (io.BytesIO(b"<html>"), "vapen.png")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "Ny kommun" in answer.text
    assert "SVG eller PNG" in answer.text
    assert own_letterhead(session) is None


def test_a_png_is_made_anew(administrator: SamsynClient) -> None:
    made = io.BytesIO()
    Image.new("RGB", (30, 40), "red").save(made, "PNG")
    assert change(administrator, made.getvalue()) == 302
    answer = administrator.get("/brevhuvud/vapen")
    assert answer.mimetype == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size == (30, 40)
    assert change(administrator, revision="1", without_arms="y") == 302
    assert administrator.get("/brevhuvud/vapen").status_code == 404


def test_two_administrators_do_not_overwrite_each_other(
    administrator: SamsynClient, session: Session
) -> None:
    assert change(administrator, name="Första") == 302
    assert change(administrator, name="Andra") == 409
    session.rollback()
    found = own_letterhead(session)
    assert found is not None
    assert found.name == "Första"


def test_only_administrators_set_it(
    clients: Callable[[], SamsynClient], session: Session, town: Municipality
) -> None:
    manager = sign_in(clients(), session, town.unit_manager)
    assert manager.get("/brevhuvud/").status_code == 404
    assert change(manager) == 404
    assert manager.get("/brevhuvud/prov.pdf").status_code == 404


def test_a_letterhead_changed_behind_the_products_back_is_found(
    administrator: SamsynClient, session: Session
) -> None:
    change(administrator, SVG)
    session.rollback()
    session.execute(text("UPDATE letterhead SET name = 'Någon annan'"))
    session.commit()
    assert any("letterhead" in fault for fault in verify(session).faults)
