"""What one disposes of is named by what it is, when and where, and never by what stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.holding.services import Promise, agree
from app.dialogues.models import Agreement, AgreementState, PairKind, Theme
from app.dialogues.queries.said import themes_of
from app.disposing.things import keep_what_is_over
from app.organisation.models import Person
from app.quality.indicators.models import Nature
from app.quality.risks.models import Risk, RiskState
from tests.factories.control import make_risk
from tests.factories.dialogues import establish, hold, make_dialogue, make_series, prepare, seats
from tests.factories.documents import make_decision
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality, make_manager, make_unit
from tests.factories.passages import make_passage
from tests.factories.planning import make_candidate, make_established
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World

THEN = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SECRET = "Hemligord"
Clock = Callable[[datetime], None]


def names(client: SamsynClient) -> set[str]:
    """Give what the records are called in the list, and under which unit they stand."""
    page = client.get("/gallring/").text
    assert SECRET not in page
    found = re.findall(r'<th scope="row"><div>(.*?)<div class="small">(.*?)</div>', page, re.S)
    return {html.unescape(f"{name} · {about}") for name, about in found}


def some_of_each(session: Session, town: Municipality, people: dict[str, Person]) -> None:
    """Write a few things that are over, all of them with a word nobody here may read."""
    by = people["unit"]
    risk = make_risk(session, by, town.unit, f"{SECRET} risk", happens=f"{SECRET} händer")
    session.get_one(Risk, risk.id).state = RiskState.CLOSED
    session.get_one(Risk, risk.id).closed_on = THEN.date()
    make_passage(
        session,
        (town.section, people["section"]),
        (town.unit, by),
        text=SECRET,
        theme="Trygghet och kvalitet",
    )
    indicator = make_measured(session, town.unit, by, name=SECRET, nature=Nature.QUALITATIVE, title=SECRET)
    measure(session, indicator, town.unit, by, "2024-H2", text=SECRET)
    make_candidate(session, town.unit, by, SECRET)
    session.commit()


def test_what_is_over_is_named_by_what_it_is_when_and_where(
    session: Session, town: Municipality, people: dict[str, Person], first: SamsynClient, clock: Clock
) -> None:
    clock(THEN)
    some_of_each(session, town, people)
    make_decision(session, people["section"], town.section, SECRET, decided_on=THEN.date())
    make_established(session, town.unit, people["unit"], SECRET)
    session.commit()
    clock(NOW)
    keep_what_is_over(session)
    session.commit()
    found = {re.sub(r"nr \d+", "nr N", one) for one in names(first)}
    day, unit = "4 mars 2025", town.unit.name
    assert found >= {
        f"Risk från {day}, nr N · {unit}, 2025",
        f"Det som har lyfts från {day}, {town.section.name} och {unit}, temat Trygghet och kvalitet, nr N · {unit}, 2025",
        f"Ord i en mätning, andra halvåret 2024, nr N · {unit}, 2024",
        f"Förslag till utveckling från {day}, nr N · {unit}, 2025",
        f"Beslut från {day}, nr N · {town.section.name}, 2025",
    }
    assert any(re.match(rf"\S+, version 1 från {day}, nr N · {unit}", one) for one in found), found


def a_meeting_that_is_over(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    on: datetime,
    *,
    employee: bool = False,
    new_unit: bool = False,
) -> None:
    """Hold and establish a meeting with pictures, and with an agreement that is kept."""
    if employee:
        over, rep, unit = people["unit"], people["employee"], town.unit
        series = make_series(session, unit, unit, pair=PairKind.EMPLOYEE, employee=rep)
    else:
        unit = make_unit(session, under=town.section) if new_unit else town.unit
        over, rep = people["section"], make_manager(session, unit) if new_unit else people["unit"]
        series = make_series(session, town.section, unit)
    dialogue = make_dialogue(session, series, over, rep, starts_at=on)
    dialogue = hold(session, prepare(session, dialogue, over=SECRET, rep=SECRET), note=SECRET)
    agreement = agree(
        session,
        seat=seats(dialogue)[0],
        dialogue=dialogue,
        theme_id=themes_of(session, dialogue.id)[0].id,
        promise=Promise(SECRET, "both"),
    )
    establish(session, dialogue)
    agreement.state, agreement.closed_at = AgreementState.DONE, on
    session.commit()


def test_what_the_two_wrote_is_named_by_their_meeting_and_its_theme(
    session: Session, town: Municipality, people: dict[str, Person], first: SamsynClient, clock: Clock
) -> None:
    clock(THEN)
    a_meeting_that_is_over(session, town, people, THEN)
    a_meeting_that_is_over(session, town, people, THEN, employee=True)
    theme = session.scalars(
        select(Theme.title).join(Agreement, Agreement.theme_id == Theme.id).order_by(Agreement.id)
    ).all()
    clock(NOW)
    keep_what_is_over(session)
    session.commit()
    found = {re.sub(r"nr \d+", "nr N", one) for one in names(first)}
    unit, day = town.unit.name, "4 mars 2025"
    managers, talk = f"{town.section.name} och {unit}", f"{unit} och {people['employee'].name}"
    assert found >= {
        f"Bilder inför dialogen {day}, {managers}, nr N · {unit}, 2025",
        f"Bilder inför dialogen {day}, {talk}, nr N · {unit}, 2025",
        f"Överenskommelse i dialogen {day}, {managers}, temat {theme[0]}, nr N · {unit}, 2025",
        f"Överenskommelse i dialogen {day}, {talk}, temat {theme[1]}, nr N · {unit}, 2025",
    }


def test_a_name_stands_where_it_is_proposed_and_in_the_protocol(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    second: SamsynClient,
    clock: Clock,
) -> None:
    clock(THEN)
    some_of_each(session, town, people)
    clock(NOW)
    keep_what_is_over(session)
    session.commit()
    listed = first.get("/gallring/").text
    (edition,) = re.findall(r'/gallring/(\d+)/foresla">Föreslå<span class="sr">: Risk från', listed)
    asked = first.get(f"/gallring/{edition}/foresla").text
    assert "Risk från 4 mars 2025, nr " in asked
    assert f"{town.unit.name}, 2025" in asked
    answer = first.post(f"/gallring/{edition}/foresla", data={"ground": "Planen, punkt 3", "reason": "Tid."})
    second.post(f"{answer.location}/bekrafta")
    for page in (answer.location, "/gallring/protokoll"):
        text = second.get(page).text
        assert "Risk från 4 mars 2025, nr " in text
        assert SECRET not in text


def test_more_of_the_same_take_no_more_statements(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    clock: Clock,
    world: World,
) -> None:
    def asked() -> int:
        keep_what_is_over(session)
        session.commit()
        with counted_statements(world.engine) as sent:
            assert first.get("/gallring/").status_code == 200
        return len(sent)

    clock(THEN)
    some_of_each(session, town, people)
    a_meeting_that_is_over(session, town, people, THEN)
    clock(NOW)
    asked()
    few = asked()
    clock(THEN)
    for number in range(5):
        a_meeting_that_is_over(session, town, people, THEN + timedelta(days=number), new_unit=True)
        make_passage(session, (town.section, people["section"]), (town.unit, people["unit"]), text=SECRET)
        make_candidate(session, town.unit, people["unit"], SECRET)
    clock(NOW)
    assert asked() == few
