"""What a board decided reads as it was decided: the words for its risks too, whatever scale the model has later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.modelling import services as models
from app.organisation.models import Person
from app.quality.control import content
from app.quality.control.models import ControlPlan
from app.quality.control.queries import editions_of
from app.quality.risks import services as risks
from app.quality.risks.models import Risk
from app.quality.risks.rules import Judged
from app.quality.risks.scale import scale_of
from app.steering.loader import SHIPPED, load_profile
from tests.factories.control import decided_plan, make_risk, reader, whole_risk
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.routes import text_of_pdf

Visit = Callable[[str], SamsynClient]
PLACE = "/internkontroll"
WORDS = (
    ('word = { sv = "hög", en = "high" }', 'word = { sv = "röd", en = "red" }'),
    ('word = { sv = "måttlig", en = "moderate" }', 'word = { sv = "kornblå", en = "yellow" }'),
    ('word = { sv = "sannolik", en = "likely" }', 'word = { sv = "trolig", en = "expected" }'),
    ("at_least = 8", "at_least = 10"),
)
"""What the model in use later calls levels and steps, and a level that begins higher up."""
LEVEL_AS_DECIDED = 'class="level l3"><span class="sign" aria-hidden="true"></span>hög</span>'


@pytest.fixture
def risk(town: Municipality, session: Session) -> Risk:
    made = make_risk(session, town.unit_manager, town.unit)
    session.commit()
    return made


def decide(session: Session, people: dict[str, Person], town: Municipality, risk: Risk) -> ControlPlan:
    made = decided_plan(session, people["chief"], town.board, risk)
    session.commit()
    return made


def use_another_scale(session: Session, day: date | None = None) -> None:
    text = (SHIPPED / "tranemo.toml").read_text(encoding="utf-8")
    for before, after in WORDS:
        assert before in text, before
        text = text.replace(before, after)
    draft = models.copy(session, actor_id=None, name="Ny skala", text=text, origin_name="Tranemo")
    models.adopt(session, actor_id=None, draft=draft, from_day=day or clock.today(), why="")
    session.commit()


def pages(visit: Visit, plan: ControlPlan) -> dict[str, str]:
    """What the one who writes reads, what members read, the version by its number, and both papers."""
    chair = visit("chair")
    return {
        "written": visit("chief").get(f"{PLACE}/plan/{plan.id}/").text,
        "read": chair.get(f"{PLACE}/plan/{plan.id}/").text,
        "version": chair.get(f"{PLACE}/plan/{plan.id}/version/1").text,
        "print": chair.get(f"{PLACE}/papper/plan/{plan.id}").text,
        "pdf": text_of_pdf(chair.get(f"{PLACE}/papper/plan/{plan.id}.pdf").data),
    }


def test_a_decided_plan_keeps_its_words_when_the_scale_changes(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = decide(session, people, town, risk)
    assert LEVEL_AS_DECIDED in visit("chair").get(f"{PLACE}/plan/{plan.id}/").text
    use_another_scale(session)
    for where, page in pages(visit, plan).items():
        assert "hög" in page and "kornblå" not in page, where
        if where in {"written", "read", "version"}:
            assert LEVEL_AS_DECIDED in page, where
        if where != "written":
            assert "sannolik och allvarlig" in page, where
    assert "kornblå" in visit("unit").get(f"{PLACE}/risker/{risk.id}/").text


def test_the_words_are_kept_in_both_languages_of_the_model(
    town: Municipality, risk: Risk, session: Session, people: dict[str, Person]
) -> None:
    plan = decide(session, people, town, risk)
    held = content.read(editions_of(session, "control_plan", plan.id)[0])
    assert held is not None
    (one,) = held["risks"]
    assert one["level"] == {"sv": "hög", "en": "high", "rank": 3}
    assert one["likelihood_word"] == {"sv": "sannolik", "en": "likely"}
    assert held["threshold_level"] == {"sv": "hög", "en": "high", "rank": 3}


def test_a_plan_from_before_words_were_kept_goes_by_the_model_it_was_decided_under(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person],
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[datetime], None],
) -> None:  # fmt: skip
    with monkeypatch.context() as before:
        before.setattr(content, "with_levels", lambda held, _known: held)
        old = decide(session, people, town, risk)
        use_another_scale(session, date(2026, 11, 29))
        clock(datetime(2026, 11, 29, 9, tzinfo=UTC))
        newer = decided_plan(
            session, people["director"], town.company, make_risk(session, people["director"], town.company)
        )
        session.commit()
    for where, page in pages(visit, old).items():
        assert "hög" in page and "kornblå" not in page, where
    for where, page in pages(visit, newer).items():
        if where != "written":
            assert "kornblå" in page and "trolig och allvarlig" in page, where


def test_a_risk_judged_anew_after_the_decision_says_so_beside_what_was_decided(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = decide(session, people, town, risk)
    whole = whole_risk(session, town.unit_manager, risk.id)
    risks.judge(
        session,
        reader=reader(session, town.unit_manager),
        risk=whole,
        scale=scale_of(load_profile("tranemo")),
        judged=Judged(4, 4, "Det hände igen."),
        review_on=None,
        revision=whole.revision,
    )
    session.commit()
    page = visit("chief").get(f"{PLACE}/plan/{plan.id}/").text
    assert LEVEL_AS_DECIDED in page and "bedöms nu som mycket hög" in page
    assert "mycket hög" not in visit("chair").get(f"{PLACE}/plan/{plan.id}/").text
