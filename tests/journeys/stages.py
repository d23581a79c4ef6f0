"""Where journeys begin: a small municipality, and one dialogue in it as far as it has come."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue, Verdict
from app.organisation.models import Person
from tests.factories.accounts import make_account
from tests.factories.dialogues import establish, hold, loaded, make_dialogue, make_series, prepare, raise_matter
from tests.factories.organisation import Municipality, make_municipality
from tests.journeys.people import user_name


def _town(session: Session) -> Municipality:
    town = make_municipality(session)
    for person in session.scalars(select(Person)):
        make_account(session, person, user_name(person.name))
    return town


def small_town(session: Session) -> None:
    """Everybody has an account and nobody has begun a dialogue; the agendas are the profile's own."""
    from flask import current_app

    from app.dialogues.agenda.services import adopt_profile_templates

    _town(session)
    adopt_profile_templates(session, current_app.extensions["samsyn_profile"])


def _planned(session: Session) -> Dialogue:
    town = _town(session)
    series = make_series(session, town.section, town.unit)
    return make_dialogue(session, series, town.section_manager, town.unit_manager)


def planned(session: Session) -> None:
    """Dialogue 1 is planned and nobody has written."""
    _planned(session)


def _held(session: Session) -> Dialogue:
    dialogue = prepare(
        session, _planned(session), over="Oron finns kvar hos familjerna.", rep="Lämningarna är lugnare nu."
    )
    return hold(session, dialogue)


def held(session: Session) -> None:
    """In dialogue 1 both have shared and the meeting has begun; nothing is noted yet."""
    _held(session)


def noted(session: Session) -> None:
    """As `held`, with three sentences in the note of the first theme."""
    hold_with(session, "Vi frågar familjerna. Vi ses i maj. Frukosten stannar.")


def hold_with(session: Session, note: str) -> Dialogue:
    """Hold dialogue 1 with a note."""
    dialogue = prepare(
        session, _planned(session), over="Oron finns kvar hos familjerna.", rep="Lämningarna är lugnare nu."
    )
    return hold(session, dialogue, note=note, verdicts=(Verdict.PARTLY, Verdict.SAME))


def established(session: Session) -> None:
    """Dialogue 1 is established, with an own opinion and a matter raised."""
    dialogue = hold_with(session, "Vi frågar familjerna.")
    raise_matter(session, dialogue, "Vikariepoolen räcker inte på fredagarna.")
    establish(session, loaded(session, dialogue), opinion="Jag minns våren annorlunda.")
