"""What is written of the economy and of deviations for the tests of tampering, and the columns edited behind the product."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.citizens.models import (
    CitizenDialogue,
    CommitmentFollowUp,
    Heard,
    PrincipleAnswer,
    PublicCommitment,
)
from app.db import Base
from app.deviations.models import DeviationLevel, DeviationReport
from app.economy.forecasts import services as forecasts
from app.economy.frames.services import Given, set_frames
from app.economy.goals import services as goals
from app.economy.models import (
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    Frame,
    GoalFollowUp,
    Recovery,
    RemedyNote,
)
from app.economy.recovery import services as recovery
from app.economy.remedies import services as remedies
from app.reports import deviating, planning
from app.reports.asked import Planned
from app.reports.models import DeviationNote, FollowUpPlan, Report, ReportDeviation, ReportWord
from tests.factories import citizens, deviations, reports
from tests.factories import economy as made
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.planning import profile

COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Frame: ("amount", "words"),
    Forecast: ("budget", "outcome", "expected", "says", "why", "state", "withdrawn_why", "submitted_at"),
    EconomicRemedy: ("what", "effect", "who", "due_on", "state", "year", "removed_at"),
    RemedyNote: ("text", "state", "effect", "at", "person_id"),
    Recovery: (
        "deficit",
        "words",
        "state",
        "judged_why",
        "who",
        "received_words",
        "closing_words",
        "due_on",
        "month",
    ),
    FinancialGoal: ("title", "words", "measure", "from_year", "state", "closing_words"),
    GoalFollowUp: ("text", "value", "year", "at", "person_id"),
    DeviationReport: ("happened", "done", "needed", "reported_at", "taken_back_at", "by_employee"),
    PublicCommitment: (
        *(
            "promise",
            "to_whom",
            "followed_how",
            "if_broken",
            "state",
            "decided_by",
            "decided_on",
            "registry_number",
        ),
        *("ended_on", "closing_words"),
    ),
    CommitmentFollowUp: ("words", "done", "kept", "year", "at", "person_id"),
    Heard: ("said", "figures", "we_do", "how_many", "period", "struck_at"),
    CitizenDialogue: (
        *("title", "purpose", "question", "influence", "method", "invited", "invited_count", "came_count"),
        *("said", "led_to", "told_back", "state", "held_on"),
    ),
    PrincipleAnswer: ("met", "words", "called"),
    DeviationLevel: ("words", "outcome", "acknowledged_at", "settled_by_id"),
    Report: ("kind", "year", "state", "text_id", "receiver_unit_id"),
    ReportWord: ("step", "text", "at", "person_id"),
    ReportDeviation: ("what", "why", "remedy", "effect", "who", "level", "due_on", "state", "removed_at"),
    DeviationNote: ("text", "state", "at", "person_id"),
    FollowUpPlan: ("key", "year", "state", "words"),
}


def spend(session: Session, town: Municipality) -> None:
    """Write a forecast that was withdrawn and one that stands, remedies, a recovery, frames and financial goals."""
    by, chief, year = town.unit_manager, town.chief_executive, clock.today().year
    first = made.make_submitted(session, town.unit, by, expected=11_000, outcome=8_000, why="Vikarier.")
    second = forecasts.withdraw(session, actor_id=by.id, forecast=first, why="Fel siffra.")
    made.submit(session, second, by)
    for remedy in session.scalars(select(EconomicRemedy)).all():
        for effect, text in ((400_000, "Halvvägs."), (300_000, "Mindre än vi trodde.")):
            remedies.say(session, actor_id=by.id, remedy=remedy, text=text, state="ongoing", effect=effect)
    plan = made.make_overspend(session, town.unit, by)
    recovery.write(session, actor_id=by.id, plan=plan, words="I två steg.", revision=1)
    made.add_step(session, plan, by, "Färre vikarier")
    large = made.make_remedy_plan(session, town.unit, by)
    made.write_remedy_plan(session, large, by, "Vi ställer om.", "En tjänst färre", who="Eva")
    made.hand_over(session, large, by)
    given = [Given(year + ahead, 1_000_000 * (ahead + 1), None, f"Budget {ahead}", 0) for ahead in range(3)]
    set_frames(session, actor_id=chief.id, unit_id=town.unit.id, profile=profile(), given=given)
    goal = made.make_financial_goal(session, chief, words="Ett sämre år.", measure="Andel")
    ended = made.make_financial_goal(session, chief, "Ett äldre mål", words="Då.", measure="Kvot")
    actor = acting_as(session, chief)
    for month, text in ((3, "Bra."), (8, "Sämre.")):
        goals.follow_up(
            session, actor=actor, goal=goal, year=year, month=month, text=text, value=f"{month} %"
        )
    goals.end(session, actor=actor, goal=ended, words="Vi nådde det.")
    one = deviations.make_deviation(
        session, by, town.unit, "Köket är stängt.", done="Vi ringde.", needed="Mat."
    )
    deviations.keep(session, chief, deviations.pass_on(session, town.section_manager, one))
    deviations.make_deviation(session, by, town.unit, "Annat.", done="Inget.", needed="Svar.")
    _promise(session, town)
    _reported(session, town)


def _promise(session: Session, town: Municipality) -> None:
    """Promise, say how it was kept, hear and ask, each twice, so that one can be taken for the other."""
    by = town.unit_manager
    for turn, kept in enumerate(("partly", "not")):
        one = citizens.make_commitment(
            session, by, town.unit, f"Löfte {turn}", to_whom=f"Vissa {turn}", followed_how=f"Så {turn}"
        )
        one = citizens.decide(session, by, one, decided_by=f"Nämnd {turn}", number=f"N {turn}")
        citizens.follow_up(session, by, one, f"Sådär {turn}", kept=kept, done=f"Vi ringde {turn}")
        citizens.follow_up(session, by, one, f"Bättre {turn}", month=12)
        citizens.end(session, by, one, f"Slut {turn}")
        note = citizens.make_heard(
            session, by, town.unit, f"Hört {turn}", figures=f"{turn} av 9", we_do=f"Gör {turn}", how_many=turn
        )
        if turn:
            citizens.strike(session, by, note)
        names = ("purpose", "question", "influence", "method", "invited", "said", "led_to", "told_back")
        citizens.make_dialogue(
            session,
            by,
            town.unit,
            f"Fråga {turn}",
            held_on=clock.today(),
            invited_count=turn + 9,
            came_count=turn,
            answers=[("early", kept, f"Sent {turn}")],
            **{name: f"{name} {turn}" for name in names},
        )


def _reported(session: Session, town: Municipality) -> None:
    by, year = town.section_manager, clock.today().year
    for unit, who, words in (
        (town.section, by, "Bra."),
        (town.administration, town.chief_executive, "Sämre."),
    ):
        report = reports.make_report(session, unit, who, words)
        one = reports.add_deviation(
            session,
            report,
            who,
            f"Vakans {words}",
            why=f"Sökande {words}",
            remedy=f"Annons {words}",
            effect=f"Två {words}",
            who=f"Chefen {words}",
        )
        report = reports.hand_in(session, report, who)
        reports.receive(session, report, town.politician, f"Tack. {words}")
        deviating.say(session, actor_id=who.id, one=one, text=f"På väg. {words}", state="ongoing")
    for at in (year, year + 1):
        planning.write(
            session,
            actor_id=town.chief_executive.id,
            unit=town.administration,
            key="plan",
            year=at,
            words=f"Tanken {at}",
            times={"january": Planned(None, frozenset({"economy"}))},
            revision=0,
        )
