"""A file that changes more than the page shows: how much of each kind there is stands above it."""

import io

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Unit
from tests.factories.organisation import make_municipality
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

HEADS = "enhet_id;enhet;typ;ligger_under;person_id;namn;epost;roll;titel;tf;fran;till"


def test_of_a_long_plan_all_is_counted_also_what_is_not_shown(client: SamsynClient, session: Session) -> None:
    admin = sign_in(client, session, make_municipality(session).administrator)
    section = session.scalars(select(Unit).where(Unit.name == "Lärandesektionen")).one()
    rows = [f"e{one};Skolan {one};enhet;samsyn-{section.id}" for one in range(600)]
    rows.append("e1;;;;p1;Anna Ek;anna@exempel.se;chef")
    content = "\n".join([HEADS, *rows]).encode()
    shown = admin.post("/organisation/las-in", data={"file": (io.BytesIO(content), "fil.csv")})
    assert "De första 500 visas." in shown.text
    assert "Anna Ek" not in shown.text
    assert "Det är 600 nya enheter, 1 ny person och 1 nytt förordnande." in shown.text
