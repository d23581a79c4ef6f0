"""Internal control as search finds it: what was decided by all, what is being written by its writers."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.quality.control import services
from app.quality.control.models import Evaluation
from tests.factories import control as of_control
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
HERE = "/internkontroll/utvardering"
WORD, OTHER = "Granskningsprotokoll", "Attestordningar"


def hits(client: SamsynClient, word: str = WORD) -> str:
    page = client.get(f"/sok?q={word}").text
    return page[page.index("<main") :]


def test_words_on_single_units_are_found_with_the_unit_and_by_whom_they_are_read(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chief, everybody = visit("chief"), ("chair", "auditor", "section", "support", "director")
    data = {
        "whole": "Den fungerar.",
        f"unit-{town.board.id}": f"{WORD} saknas.",
        f"unit-{town.company.id}": f"{OTHER} är klara.",
        "revision": "0",
    }
    assert chief.post(f"{HERE}/2026/skriv", data=data).status_code == 303
    found = hits(chief)
    assert f'href="{HERE}?ar=2026#unit-{town.board.id}"' in found
    assert "Internkontroll · Kommunstyrelsen" in found
    for who in everybody:
        assert f"{HERE}?ar=2026" not in hits(visit(who)), who
    decision = {"decided_on": "2026-11-27", "decided_by": "Kommunstyrelsen", "revision": "1"}
    assert chief.post(f"{HERE}/2026/besluta", data=decision).status_code == 303
    for who in everybody:
        assert f'#unit-{town.board.id}"' in hits(visit(who)), who
    for who in ("employee", "administrator"):
        assert f"{HERE}?ar=2026" not in hits(visit(who)), who

    assert chief.post(f"{HERE}/2026/oppna").status_code == 303
    session.rollback()
    revision = session.scalars(select(Evaluation.revision)).one()
    changed = data | {f"unit-{town.board.id}": f"{OTHER} också här.", "revision": str(revision)}
    assert chief.post(f"{HERE}/2026/skriv", data=changed).status_code == 303
    assert f'#unit-{town.board.id}"' not in hits(chief)
    assert f'#unit-{town.board.id}"' in hits(chief, OTHER)
    for who in everybody:
        assert f"{HERE}?ar=2026" in hits(visit(who)), "as it was decided"
        assert f'#unit-{town.board.id}"' not in hits(visit(who), OTHER), who


def test_a_control_that_went_out_of_the_draft_with_its_risk_is_found_by_nobody_who_reads_what_was_decided(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    by, reader = people["chief"], of_control.reader(session, people["chief"])
    wages = of_control.make_risk(session, by, town.board, "Fel lön")
    fire = of_control.make_risk(session, by, town.board, "Brand")
    plan = of_control.begin_plan(session, by, town.board)
    plan = of_control.add_control(session, by, plan, wages, method=WORD)
    plan = of_control.add_control(session, by, plan, fire, method=OTHER)
    chosen = next(one for one in plan.chosen if one.risk_id == wages.id)
    services.take_out(session, reader=reader, plan=plan, chosen=chosen)
    of_control.decide_plan(session, by, plan)
    session.commit()
    for who in ("unit", "chair", "auditor", "director"):
        client = visit(who)
        assert WORD not in client.get(f"/internkontroll/plan/{plan.id}/").text
        assert 'class="hits"' not in hits(client), who
        assert 'class="hits"' in hits(client, OTHER), who
