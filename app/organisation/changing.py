"""Pages on which administrators change the tree: new, rename, move, split, merge, close."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask import abort, request, url_for
from flask_babel import format_date, gettext, ngettext
from wtforms import DateField

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation import appointments, picking, reorganising, tree, units
from app.organisation.asking import number_or_none
from app.organisation.blueprint import ID, organisation
from app.organisation.forms import CloseForm, MergeForm, MoveForm, RenameForm, SplitForm, UnitForm, offer
from app.organisation.models import Unit
from app.organisation.reorganising import SplitPart
from app.organisation.rules import possible_kinds
from app.organisation.sharing_out import SharedOut, kept_of, shared_out
from app.organisation.steps import Standing, Step, View, in_turn
from app.steering.routes import kind_name, profile_in_force

PARTS = 3


def unit_or_404(unit_id: int) -> Unit:
    """Give a unit or end the request."""
    found = db.session.get(Unit, unit_id)
    if found is None:
        abort(404)
    return found


def written_day(day: date) -> str:
    """Write a day with its year."""
    return str(format_date(day, "d MMMM y"))


def chosen_day(field: DateField) -> date:
    """Give the day chosen in a form; today before there is one."""
    return field.data or clock.today()


def searched(name: str = "sok") -> str:
    """Give the words of the search inside a form."""
    return " ".join(request.form.get(name, "").replace("\0", "").split())[:100]


def page_of(unit_id: int) -> str:
    """Give the address of a unit's page."""
    return url_for("organisation.unit", unit_id=unit_id)


def parent_kinds_of(kind: str) -> list[str]:
    """Give the kinds a unit of a kind may hang under."""
    kinds = profile_in_force().unit_kinds
    return [other.key for other in kinds if kind in possible_kinds(kinds, other)]


def about_the_past(on: date) -> list[str]:
    """Say what it means when a change is made for a day that has been."""
    if on == clock.today():
        return [gettext("Ändringen gäller genast.")]
    if on > clock.today():
        return [
            gettext("Fram till den dagen gäller allt som förut. Ändringen sker sedan av sig själv."),
            gettext(
                "De som leder enheten eller den närmast ovanför får veta det nu, och de som har ett möte eller en "
                "överenskommelse där för den dagen eller senare."
            ),
        ]
    return [
        gettext("Dagen har redan varit. Ändringen gäller genast, och organisationen visas så från den dagen.")
    ]


def lines_go_on() -> str:
    """Say how lines of dialogues go on when their unit is no more."""
    return gettext("En dialogserie fortsätter när den som är kvar i den för över den till en ny enhet.")


@organisation.route("/ny-enhet", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def new_unit() -> View:
    """Make a unit."""
    under = number_or_none(request.args.get("under"))
    form = UnitForm(parent=under, valid_from=clock.today())
    kinds = profile_in_force().unit_kinds
    above = db.session.get(Unit, form.parent.data) if form.parent.data else None
    fitting = possible_kinds(kinds, profile_in_force().unit_kind(above.kind)) if above else []
    possible = [(key, kind_name(key)) for key in fitting or [kind.key for kind in kinds]]
    # What somebody has to say is not said for them: the first kind of the model is seldom the one meant.
    offer(form.kind, possible if len(possible) == 1 else [("", gettext("Välj")), *possible])
    choices = picking.units(db.session, chosen_day(form.valid_from), searched(), form.parent.data)
    is_first = not choices.by_search and not choices.options
    offer(
        form.parent,
        [(0, gettext("överst i organisationen") if is_first else gettext("Välj")), *choices.options],
    )

    def apply() -> str:
        made = units.create_unit(
            db.session,
            name=form.name.data or "",
            kind=form.kind.data,
            parent_id=form.parent.data or None,
            valid_from=chosen_day(form.valid_from),
            external_id=form.external_id.data,
            actor_id=acting().person_id,
            kinds=kinds,
        )
        return page_of(made.id)

    return Step(
        form=form,
        title=gettext("Ny enhet"),
        button=gettext("Lägg upp enheten"),
        back=page_of(under) if under else url_for("organisation.tree"),
        apply=apply,
        done=gettext("Enheten är upplagd."),
        extra={"searching": {"parent": ("sok", searched())} if choices.by_search else {}},
    ).take()


@organisation.route(f"/enhet/<{ID}:unit_id>/namn", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def rename(unit_id: int) -> View:
    """Give a unit another name."""
    in_turn()
    unit = unit_or_404(unit_id)
    form = RenameForm(name=unit.name)

    def apply() -> str:
        units.rename_unit(db.session, unit_id=unit_id, name=form.name.data or "", actor_id=acting().person_id)
        return page_of(unit_id)

    return Step(
        form=form,
        title=gettext("Byt namn på %(unit)s", unit=unit.name),
        button=gettext("Byt namn"),
        back=page_of(unit_id),
        of=unit.name,
        apply=apply,
        done=gettext("Namnet är bytt. Det gamla namnet finns kvar i historiken."),
        stands=Standing((unit.name,), {str(form.name.label.text): unit.name}),
    ).take()


@organisation.route(f"/enhet/<{ID}:unit_id>/flytta", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def move(unit_id: int) -> View:
    """Hang a unit under another from a day on."""
    in_turn()
    unit = unit_or_404(unit_id)
    form = MoveForm(on=clock.today())
    on = chosen_day(form.on)
    fitting = parent_kinds_of(unit.kind) + [one.kind for one in tree.line_up(db.session, unit_id, on)[-2:-1]]
    choices = picking.units(db.session, on, searched(), form.parent.data, fitting)
    offer(form.parent, choices.offered())

    def apply() -> str:
        units.move_unit(
            db.session,
            unit_id=unit_id,
            parent_id=form.parent.data,
            on=chosen_day(form.on),
            actor_id=acting().person_id,
            kinds=profile_in_force().all_unit_kinds(),
        )
        return page_of(unit_id)

    return Step(
        form=form,
        title=gettext("Flytta %(unit)s", unit=unit.name),
        button=gettext("Flytta enheten"),
        back=page_of(unit_id),
        of=unit.name,
        apply=apply,
        done=gettext("Flytten är inlagd."),
        meaning=lambda: _what_a_move_means(unit, form.parent.data, chosen_day(form.on)),
        extra={"searching": {"parent": ("sok", searched())} if choices.by_search else {}},
    ).take()


def _what_a_move_means(unit: Unit, parent_id: int | None, on: date) -> list[str]:
    new = db.session.get(Unit, parent_id) if parent_id else None
    line = tree.line_up(db.session, unit.id, on)
    old = line[-2].name if len(line) > 1 else gettext("ingen")
    below = tree.count_below(db.session, unit.id, on)
    name = new.name if new else gettext("ingen")
    said = [
        gettext(
            "Från och med den %(day)s ligger %(unit)s under %(new)s i stället för %(old)s.",
            day=written_day(on),
            unit=unit.name,
            new=name,
            old=old,
        )
    ]
    if below:
        said.append(
            ngettext("%(num)s enhet under den följer med.", "%(num)s enheter under den följer med.", below)
        )
    return [
        *said,
        gettext(
            "Den dagen får cheferna ovanför %(new)s läsa det som lyfts härifrån. De som bara är chefer ovanför "
            "%(old)s slutar kunna läsa det. Förordnandena på enheten ändras inte.",
            new=name,
            old=old,
        ),
        gettext("Fastställda dialoger står kvar hos de två som har fastställt dem."),
        *about_the_past(on),
    ]


@organisation.route(f"/enhet/<{ID}:unit_id>/avsluta", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def close(unit_id: int) -> View:
    """End a unit."""
    in_turn()
    unit = unit_or_404(unit_id)
    form = CloseForm(last_day=clock.today())

    def apply() -> str:
        units.close_unit(
            db.session,
            unit_id=unit_id,
            on=chosen_day(form.last_day) + timedelta(days=1),
            end_appointments=form.end_appointments.data,
            actor_id=acting().person_id,
        )
        return page_of(unit_id)

    return Step(
        form=form,
        title=gettext("Avsluta %(unit)s", unit=unit.name),
        button=gettext("Avsluta enheten"),
        back=page_of(unit_id),
        of=unit.name,
        apply=apply,
        done=gettext("Enheten är avslutad från den dagen."),
        meaning=lambda: _what_closing_means(unit, chosen_day(form.last_day)),
        final=True,
    ).take()


def _what_closing_means(unit: Unit, last_day: date) -> list[str]:
    after = last_day + timedelta(days=1)
    running = appointments.running_appointments(db.session, [unit.id], after)
    said = [
        gettext(
            "%(unit)s finns till och med den %(day)s. Det som skrivits där går att läsa som förut för dem som får "
            "läsa det.",
            unit=unit.name,
            day=written_day(last_day),
        )
    ]
    if running:
        said.append(
            gettext(
                "Förordnanden som slutar samma dag: %(names)s. Dagen efter ger de inga rättigheter.",
                names=", ".join(dict.fromkeys(one.person.name for one in running)),
            )
        )
    return [*said, *about_the_past(after)]


@organisation.route(f"/enhet/<{ID}:unit_id>/dela", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def split(unit_id: int) -> View:
    """Let a unit become two or three."""
    in_turn()
    unit = unit_or_404(unit_id)
    form = SplitForm(on=clock.today())
    on = chosen_day(form.on)
    children = {f"child-{one.id}": one for one in tree.units_under(db.session, unit_id, on)}
    running = {f"post-{one.id}": one for one in appointments.running_appointments(db.session, [unit_id], on)}
    homes = shared_out(request.form, [*children, *running])
    parts = _parts(
        form,
        homes,
        {name: one.id for name, one in children.items()},
        {name: one.id for name, one in running.items()},
    )

    def apply() -> str:
        made = reorganising.split_unit(
            db.session, unit_id=unit_id, on=chosen_day(form.on), into=parts, actor_id=acting().person_id
        )
        return page_of(made[0].id)

    return Step(
        form=form,
        title=gettext("Dela %(unit)s", unit=unit.name),
        button=gettext("Dela enheten"),
        back=page_of(unit_id),
        of=unit.name,
        apply=apply,
        done=gettext("Delningen är inlagd."),
        meaning=lambda: _what_a_split_means(unit, parts, chosen_day(form.on), len(children)),
        rests_on=[*children, *running],
        template="organisation/split.html",
        final=True,
        extra={
            "children": {name: children[name] for name in homes.shown if name in children},
            "running": {name: running[name] for name in homes.shown if name in running},
            "homes": homes,
            "numbers": range(1, PARTS + 1),
        },
    ).take()


def _parts(
    form: SplitForm, homes: SharedOut, children: Mapping[str, int], posts: Mapping[str, int]
) -> list[SplitPart]:
    """Give what the unit becomes, with the sub-units and appointments that go to each; `homes` names them as the form does."""
    names = [form.name_1.data, form.name_2.data, form.name_3.data]
    return [
        SplitPart(
            name,
            # Of sub-units it is said for each where it goes; those of which nothing is said go to the first.
            children=frozenset(
                one for name, one in children.items() if homes.chosen.get(name) == str(number)
            ),
            appointments=frozenset(
                one for name, one in posts.items() if homes.goes_to(name, unless="0") == str(number)
            ),
        )
        for number, name in enumerate(names, start=1)
        if name
    ]


def _what_a_split_means(unit: Unit, parts: Sequence[SplitPart], on: date, children: int) -> list[str]:
    kept = sum(len(part.appointments) for part in parts)
    running = len(appointments.running_appointments(db.session, [unit.id], on))
    said = [
        gettext(
            "Den %(day)s upphör %(unit)s. I stället börjar %(parts)s.",
            day=written_day(on),
            unit=unit.name,
            parts=gettext(" och ").join(part.name for part in parts),
        )
    ]
    if children:
        said.append(gettext("Enheterna under den fördelas som du har valt, resten hamnar under den första."))
    said.append(
        gettext(
            "%(kept)s av %(all)s förordnanden går över till de nya enheterna. De andra slutar den dagen och ger inga "
            "rättigheter efter det.",
            kept=kept,
            all=running,
        )
    )
    return [
        *said,
        gettext(
            "Dialoger och annat som skrivits står kvar på %(unit)s och hittas från de nya.", unit=unit.name
        ),
        lines_go_on(),
        *about_the_past(on),
    ]


@organisation.route(f"/enhet/<{ID}:unit_id>/sla-ihop", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def merge(unit_id: int) -> View:
    """Let a unit and another become one."""
    in_turn()
    unit = unit_or_404(unit_id)
    form = MergeForm(on=clock.today(), name=unit.name)
    on = chosen_day(form.on)
    choices = picking.units(db.session, on, searched(), form.other.data, [unit.kind])
    offer(form.other, choices.offered(but=unit_id))
    running = {
        str(one.id): one
        for one in appointments.running_appointments(
            db.session, [unit_id, *([form.other.data] if form.other.data else [])], on
        )
    }
    ticked = kept_of(request.form, [*running])
    keep = [one.id for name, one in running.items() if name in ticked.chosen]

    def apply() -> str:
        merged = reorganising.merge_units(
            db.session,
            unit_ids=[unit_id, form.other.data or unit_id],
            on=chosen_day(form.on),
            name=form.name.data or "",
            appointments=keep,
            actor_id=acting().person_id,
        )
        return page_of(merged.id)

    return Step(
        form=form,
        title=gettext("Slå ihop %(unit)s med en annan", unit=unit.name),
        button=gettext("Slå ihop"),
        back=page_of(unit_id),
        of=unit.name,
        apply=apply,
        done=gettext("Sammanslagningen är inlagd."),
        meaning=lambda: _what_a_merger_means(unit, form, len(keep)),
        rests_on=[*running],
        template="organisation/merge.html",
        final=True,
        extra={
            "running": [running[name] for name in ticked.shown],
            "keep": keep,
            "ticked": ticked,
            "searching": {"other": ("sok", searched())} if choices.by_search else {},
            "other_chosen": bool(form.other.data),
        },
    ).take()


def _what_a_merger_means(unit: Unit, form: MergeForm, kept: int) -> list[str]:
    other = db.session.get(Unit, form.other.data) if form.other.data else None
    if other is None:
        return []
    running = len(appointments.running_appointments(db.session, [unit.id, other.id], chosen_day(form.on)))
    return [
        gettext(
            "Den %(day)s upphör %(one)s och %(other)s. I stället börjar %(name)s, med alla enheter som låg under dem.",
            day=written_day(chosen_day(form.on)),
            one=unit.name,
            other=other.name,
            name=form.name.data,
        ),
        gettext(
            "%(kept)s av %(all)s förordnanden går över till den nya enheten. De andra slutar den dagen och ger inga "
            "rättigheter efter det.",
            kept=kept,
            all=running,
        ),
        gettext("Det som skrivits står kvar på de gamla enheterna och hittas från den nya."),
        lines_go_on(),
        *about_the_past(chosen_day(form.on)),
    ]
