"""Where journeys begin: a small municipality, and one dialogue in it as far as it has come."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.accounts.models import Credential
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.agenda.services import adopt_profile_templates, create_template, retire
from app.dialogues.establishing.services import write_addendum
from app.dialogues.holding import raising
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import Dialogue, PairKind, State, Template, Verdict
from app.dialogues.queries.said import themes_of
from app.dialogues.series.services import take_step
from app.organisation.models import Person, Unit
from app.organisation.people import close_person
from tests.factories.accounts import make_account
from tests.factories.dialogues import (
    establish,
    hold,
    loaded,
    make_dialogue,
    make_series,
    prepare,
    raise_matter,
    seats,
)
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.factories.planning import make_candidate
from tests.journeys.payloads import PAYLOADS
from tests.journeys.people import user_name
from tests.support.population import people, populated


def _town(session: Session) -> Municipality:
    town = make_municipality(session)
    for person in session.scalars(select(Person)):
        make_account(session, person, user_name(person.name))
    return town


def small_town(session: Session) -> None:
    """Everybody has an account and nobody has begun a dialogue; the agendas are the profile's own."""
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


def two_levels(session: Session) -> None:
    """Dialogue 1, of Sven and Eva, and dialogue 2, of Karin and Sven, are held and noted; nothing is raised yet."""
    hold_with(session, "Vi frågar familjerna.")
    chief, section = (
        session.scalars(select(Unit).where(Unit.name == name)).one()
        for name in ("Förvaltningen", "Lärandesektionen")
    )
    karin, sven = (
        session.scalars(select(Person).where(Person.name == name)).one()
        for name in ("Karin Kommunchef", "Sven Sektionschef")
    )
    made = make_dialogue(session, make_series(session, chief, section), karin, sven)
    hold(
        session,
        prepare(session, made, over="Morgnarna är tunga.", rep="Fredagarna är värst."),
        note="Vi ser över fredagarna.",
    )


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


def candidates(session: Session) -> None:
    """The preschool has three candidates for this year, and nothing decided about them."""
    town = _town(session)
    for text in ("Lämningarna stressar", "Gården är för liten", "Vi skriver mer än vi läser"):
        make_candidate(session, town.unit, town.unit_manager, text)


def inhabited(session: Session) -> None:
    """Something in every drawer, and the few things more that only the pages about the organisation tell apart."""
    populated(session)
    found = people(session)
    sibling = session.scalars(select(Unit).where(Unit.name == "Förskolan Björken")).one()
    make_appointment(
        session, found["former"], sibling, Role.SUPPORT, since=clock.today() + timedelta(days=30)
    )
    close_person(session, person_id=found["member"].id, on=clock.today(), actor_id=None)
    template = session.scalars(select(Template).order_by(Template.id)).first()
    assert template is not None
    retire(session, actor_id=found["administrator"].id, template=template)
    for person in found.values():
        if session.get(Credential, person.id) is None:
            make_account(session, person, user_name(person.name))
    make_appointment(session, make_person(session, "Nils Ny"), sibling, Role.EMPLOYEE)


def dangerous(session: Session) -> None:
    """Dialogue 1 is held and dialogue 2 established, with every payload in every field people write in."""
    town = _town(session)
    everything = "\n\n".join(PAYLOADS)
    town.unit.name, town.section.name = PAYLOADS[7][:200], PAYLOADS[36]
    town.section_manager.name = PAYLOADS[8]
    themes = tuple(AgendaTheme(text[:200], text, ("last_time", "open_agreements")) for text in PAYLOADS)
    made = [
        create_template(
            session,
            actor_id=town.administrator.id,
            name=PAYLOADS[start],
            pair_kind=PairKind.MANAGERS,
            themes=themes[start : start + 30],
        )
        for start in range(0, len(themes), 30)
    ]
    series = make_series(session, town.section, town.unit)
    series.template_id = made[0].id
    session.flush()
    for _ in range(2):
        make_dialogue(session, series, town.section_manager, town.unit_manager)
    for number in (1, 2):
        dialogue = session.get_one(Dialogue, number)
        dialogue = hold(session, prepare(session, dialogue, over=everything, rep=everything), note=everything)
        _fill(session, dialogue)
    raise_matter(session, dialogue, everything)
    dialogue = establish(session, loaded(session, dialogue), whole=everything, opinion=everything)
    write_addendum(session, seat=seats(dialogue)[1], dialogue=dialogue, text=everything)
    for text in PAYLOADS:
        planned_only = make_dialogue(session, series, town.section_manager, town.unit_manager)
        planned_only.title, planned_only.place = text, text
        planned_only = loaded(session, planned_only)
        take_step(
            session,
            seat=seats(planned_only)[0],
            dialogue=planned_only,
            target=State.CANCELLED,
            reason=text,
        )


def _fill(session: Session, dialogue: Dialogue) -> None:
    """Write each payload as an agreement, a decision and a matter of its own."""
    dialogue = loaded(session, dialogue)
    seat = seats(dialogue)[1]
    theme_id = themes_of(session, dialogue.id)[0].id
    for text in PAYLOADS:
        promise = Promise(text, "rep", together_with=text)
        holding.agree(session, seat=seat, dialogue=dialogue, theme_id=theme_id, promise=promise)
        holding.decide(session, seat=seat, dialogue=dialogue, theme_id=theme_id, text=text)
        raising.propose_matter(session, seat=seat, dialogue=dialogue, theme_id=theme_id, text=text)
