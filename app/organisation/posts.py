"""Pages on which administrators change people and appointments."""

from datetime import date, timedelta

from flask import abort, request, url_for
from flask_babel import gettext

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.access.role_words import ROLE_WORDS
from app.db import db
from app.languages import LANGUAGES
from app.organisation import appointing, appointments, people, picking
from app.organisation.asking import number_or_none
from app.organisation.blueprint import ID, organisation
from app.organisation.changing import chosen_day, page_of, searched, written_day
from app.organisation.forms import (
    AppointmentForm,
    ChangeAppointmentForm,
    ClosePersonForm,
    PersonForm,
    ReopenForm,
    offer,
)
from app.organisation.models import Appointment, Person
from app.organisation.steps import Standing, Step, View, in_turn
from app.organisation.wording import DUTIES
from app.steering.routes import profile_in_force


def page_of_person(person_id: int) -> str:
    """Give the address of a person's page."""
    return url_for("organisation.person", person_id=person_id)


def day_after(day: date | None) -> date | None:
    """Turn a last day into the end of a half-open period."""
    return day + timedelta(days=1) if day else None


def person_or_404(person_id: int) -> Person:
    """Give a person or end the request."""
    found = db.session.get(Person, person_id)
    if found is None:
        abort(404)
    return found


@organisation.route("/ny-person", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def new_person() -> View:
    """Make a person known, then go on to the appointment."""
    unit_id = number_or_none(request.args.get("enhet"))
    form = PersonForm()

    def apply() -> str:
        made = people.create_person(
            db.session,
            name=form.name.data or "",
            email=form.email.data,
            language=form.language.data,
            actor_id=acting().person_id,
        )
        return url_for("organisation.new_appointment", person=made.id, enhet=unit_id)

    return Step(
        form=form,
        title=gettext("Ny person"),
        button=gettext("Lägg upp och gå vidare till förordnandet"),
        back=page_of(unit_id) if unit_id else url_for("organisation.tree"),
        apply=apply,
        done=gettext("Personen är upplagd. Nu behövs ett förordnande för att hen ska få göra något."),
    ).take()


@organisation.route(f"/person/<{ID}:person_id>/uppgifter", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def change_person(person_id: int) -> View:
    """Change a person's name, address or language."""
    in_turn()
    person = person_or_404(person_id)
    form = PersonForm(name=person.name, email=person.email, language=person.language)

    def apply() -> str:
        people.change_person(
            db.session,
            person_id=person_id,
            name=form.name.data or "",
            email=form.email.data,
            language=form.language.data,
            actor_id=acting().person_id,
        )
        return page_of_person(person_id)

    return Step(
        form=form,
        title=gettext("Namn, adress och språk"),
        button=gettext("Spara"),
        back=page_of_person(person_id),
        of=person.name,
        apply=apply,
        done=gettext("Sparat."),
        stands=Standing(
            (person.name, person.email, person.language),
            {
                str(form.name.label.text): person.name,
                str(form.email.label.text): person.email or "",
                str(form.language.label.text): LANGUAGES.get(person.language, person.language),
            },
        ),
    ).take()


@organisation.route(f"/person/<{ID}:person_id>/avsluta", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def close_person(person_id: int) -> View:
    """Close a person."""
    person = person_or_404(person_id)
    form = ClosePersonForm(last_day=clock.today())

    def apply() -> str:
        people.close_person(
            db.session,
            person_id=person_id,
            on=chosen_day(form.last_day) + timedelta(days=1),
            actor_id=acting().person_id,
        )
        return page_of_person(person_id)

    def meaning() -> list[str]:
        return [
            gettext(
                "%(name)s kan logga in till och med den %(day)s. Dagen efter är alla inloggningar slut.",
                name=person.name,
                day=written_day(chosen_day(form.last_day)),
            ),
            gettext("Alla förordnanden slutar samma dag. De som inte har börjat tas bort."),
            gettext("Det hen har skrivit och fastställt står kvar."),
        ]

    return Step(
        form=form,
        title=gettext("Avsluta %(name)s", name=person.name),
        button=gettext("Avsluta personen"),
        back=page_of_person(person_id),
        of=person.name,
        apply=apply,
        done=gettext("Personen är avslutad från den dagen."),
        meaning=meaning,
        final=True,
    ).take()


@organisation.route(f"/person/<{ID}:person_id>/oppna", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def reopen_person(person_id: int) -> View:
    """Open a closed person again."""
    person = person_or_404(person_id)

    def apply() -> str:
        people.reopen_person(db.session, person_id=person_id, actor_id=acting().person_id)
        return page_of_person(person_id)

    return Step(
        form=ReopenForm(),
        title=gettext("Öppna %(name)s igen", name=person.name),
        button=gettext("Öppna igen"),
        back=page_of_person(person_id),
        of=person.name,
        apply=apply,
        done=gettext("Personen är öppen igen. Förordnanden läggs upp på nytt."),
    ).take()


def _roles() -> list[tuple[object, str]]:
    return [(role.value, str(words[0])) for role, words in ROLE_WORDS.items()]


def _duties() -> list[tuple[object, str]]:
    return [(key, str(words)) for key, words in DUTIES.items()]


@organisation.route("/nytt-forordnande", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def new_appointment() -> View:
    """Appoint someone."""
    unit_id = number_or_none(request.args.get("enhet"))
    person_id = number_or_none(request.args.get("person"))
    form = AppointmentForm(unit=unit_id, person=person_id, valid_from=clock.today())
    on = chosen_day(form.valid_from)
    persons = picking.people(db.session, on, searched("sok_person"), form.person.data)
    units = picking.units(db.session, on, searched(), form.unit.data)
    offer(form.person, persons.offered())
    offer(form.unit, units.offered())
    offer(form.role, _roles())
    offer(form.duty, _duties())

    def apply() -> str:
        appointing.appoint(
            db.session,
            person_id=form.person.data or 0,
            unit_id=form.unit.data or 0,
            role=form.role.data,
            title=form.title.data or "",
            duty=form.duty.data if form.role.data == Role.POLITICIAN else "",
            is_deputy=form.is_deputy.data,
            valid_from=chosen_day(form.valid_from),
            valid_to=day_after(form.last_day.data),
            actor_id=acting().person_id,
            kinds=profile_in_force().all_unit_kinds(),
        )
        return page_of(form.unit.data or 0)

    searching = {}
    if persons.by_search:
        searching["person"] = ("sok_person", searched("sok_person"))
    if units.by_search:
        searching["unit"] = ("sok", searched())
    return Step(
        form=form,
        title=gettext("Nytt förordnande"),
        button=gettext("Förordna"),
        back=page_of(unit_id) if unit_id else url_for("organisation.tree"),
        apply=apply,
        done=gettext("Förordnandet är inlagt. Rättigheterna gäller från den dagen."),
        extra={
            "searching": searching,
            "aside_link": (
                gettext("Lägg upp en ny person"),
                url_for("organisation.new_person", enhet=unit_id),
            ),
        },
    ).take()


@organisation.route(f"/forordnande/<{ID}:appointment_id>", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def change_appointment(appointment_id: int) -> View:
    """Change or end an appointment."""
    in_turn()
    held = _appointment_or_404(appointment_id)
    last_day = held.valid_to - timedelta(days=1) if held.valid_to else None
    form = ChangeAppointmentForm(
        title=held.title,
        duty=held.duty,
        is_deputy=held.is_deputy,
        valid_from=held.valid_from,
        last_day=last_day,
    )
    offer(form.duty, _duties())
    name, unit_name, unit_id = held.person.name, held.unit.name, held.unit_id

    def apply() -> str:
        appointing.change_appointment(
            db.session,
            appointment_id=appointment_id,
            title=form.title.data or "",
            duty=form.duty.data if held.role == Role.POLITICIAN else held.duty,
            is_deputy=form.is_deputy.data,
            valid_from=chosen_day(form.valid_from),
            valid_to=day_after(form.last_day.data),
            actor_id=acting().person_id,
        )
        return page_of(unit_id)

    def meaning() -> list[str]:
        return _what_the_dates_mean(held, chosen_day(form.valid_from), form.last_day.data)

    return Step(
        form=form,
        title=gettext("%(name)s, %(unit)s", name=name, unit=unit_name),
        button=gettext("Spara"),
        back=page_of(unit_id),
        of=unit_name,
        apply=apply,
        done=gettext("Förordnandet är ändrat."),
        meaning=meaning if form.is_submitted() and form.last_day.data != last_day else None,
        stands=_how_it_stands(held, form),
        extra={
            "aside_link": (
                gettext("Ta tillbaka förordnandet helt"),
                url_for("organisation.withdraw_appointment", appointment_id=appointment_id),
            )
            if held.valid_from > clock.today()
            else None
        },
    ).take()


@organisation.route(f"/forordnande/<{ID}:appointment_id>/ta-tillbaka", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def withdraw_appointment(appointment_id: int) -> View:
    """Take back an appointment that has not begun."""
    in_turn()
    held = _appointment_or_404(appointment_id)
    if held.valid_from <= clock.today():
        abort(404)
    unit_id = held.unit_id

    def apply() -> str:
        appointing.end_appointment(
            db.session, appointment_id=appointment_id, on=clock.today(), actor_id=acting().person_id
        )
        return page_of(unit_id)

    return Step(
        form=ReopenForm(),
        title=gettext("Ta tillbaka förordnandet för %(name)s", name=held.person.name),
        button=gettext("Ta tillbaka"),
        back=page_of(unit_id),
        of=held.unit.name,
        apply=apply,
        done=gettext("Förordnandet är borttaget innan det började."),
        stands=Standing((held.person_id, held.unit_id, held.role, held.valid_from), {}),
    ).take()


def _how_it_stands(held: Appointment, form: ChangeAppointmentForm) -> Standing:
    last_day = held.valid_to - timedelta(days=1) if held.valid_to else None
    told = (
        (form.title, held.title),
        (form.duty, str(DUTIES.get(held.duty, held.duty)) if held.duty else ""),
        (form.is_deputy, gettext("ja") if held.is_deputy else gettext("nej")),
        (form.valid_from, written_day(held.valid_from)),
        (form.last_day, written_day(last_day) if last_day else gettext("tills vidare")),
    )
    return Standing(
        # Whose it is never changes, but another may have got the number of one that was taken back.
        (
            held.person_id,
            held.unit_id,
            held.role,
            held.title,
            held.duty,
            held.is_deputy,
            held.valid_from,
            held.valid_to,
        ),
        {str(item.label.text): words for item, words in told},
    )


def _appointment_or_404(appointment_id: int) -> Appointment:
    found = appointments.appointment(db.session, appointment_id)
    if found is None:
        abort(404)
    return found


def _what_the_dates_mean(held: Appointment, start: date, last_day: date | None) -> list[str]:
    if last_day is None:
        said = [
            gettext(
                "Förordnandet gäller tills vidare, och rättigheterna med det, från den %(day)s.",
                day=written_day(start),
            )
        ]
    else:
        said = [
            gettext(
                "Till och med den %(day)s har %(name)s de rättigheter som förordnandet ger. Dagen efter nekas hen det "
                "på en gång, också mitt i ett arbete.",
                day=written_day(last_day),
                name=held.person.name,
            ),
            gettext("Dialogerna står kvar på befattningen och tas över av den som kommer efter."),
        ]
    if held.person_id == acting().person_id:
        said.append(gettext("Det här är ditt eget förordnande."))
    return said
