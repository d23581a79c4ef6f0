"""The days a loaded demo says that people met and decided on, and the registry numbers of those days."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.assignments.models import Assignment
from app.citizens.models import PublicCommitment
from app.demo.calendar import is_worked
from app.dialogues.models import Dialogue
from app.documents.models import DocumentVersion, RecordedDecision
from app.quality.control.models import ControlPlan, ControlReport, Evaluation
from app.quality.risks.models import RiskDecision

OURS = (ControlPlan, ControlReport, Evaluation, PublicCommitment, DocumentVersion, RecordedDecision)
"""What is decided and has a registry number."""


def numbers_of_another_year(session: Session) -> list[str]:
    """Give the registry numbers that name another year than that of their day."""
    told = [
        (number, day)
        for model in OURS
        for number, day in session.execute(select(model.registry_number, model.decided_on))
    ]
    told += [
        (number, at.astimezone(clock.STOCKHOLM).date())
        for number, at in session.execute(
            select(Dialogue.registry_number, Dialogue.starts_at).union_all(
                select(Assignment.registry_number, Assignment.given_at)
            )
        )
        if at is not None
    ]
    return [f"{number} of {day}" for number, day in told if day is not None and _other(number, day)]


def _other(number: str, day: date) -> bool:
    named = re.search(r"(?<!\d)20\d\d(?!\d)", number)
    return "{" in number or (named is not None and int(named[0]) != day.year)


def not_worked(session: Session) -> list[str]:
    """Give the meetings and decisions on days nobody works; a day that is being lived is as it is."""
    told = [
        (model.__name__, day)
        for model in (*OURS, RiskDecision)
        for day in session.scalars(select(model.decided_on))
        if day is not None
    ]
    told += [
        ("Dialogue", at.astimezone(clock.STOCKHOLM).date())
        for at in session.scalars(select(Dialogue.starts_at))
    ]
    return [f"{what} on {day}" for what, day in told if day != clock.today() and not is_worked(day)]
