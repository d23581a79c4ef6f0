"""Pages of citizen dialogues: the list, one with its principles, its form, and how it is noted."""

from typing import Literal

from flask import abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.citizens import rules
from app.citizens.blueprint import (
    ID,
    Answer,
    asked_number,
    asked_words,
    citizens,
    happened,
    may_write,
    of_register,
    offer_own_units,
    page_number,
    reader,
    unit_asked,
)
from app.citizens.dialogues import queries, services
from app.citizens.dialogues.queries import Wanted
from app.citizens.facts import DIALOGUE
from app.citizens.forms import DialogueForm, dialogue_form
from app.citizens.models import CitizenDialogue, DialogueState
from app.citizens.queries import standing_at
from app.citizens.rules import Answered
from app.citizens.saving import Pages, Theirs
from app.citizens.wording import DIALOGUE_STATES, LACKING, MET_SAID, principles
from app.db import db
from app.documents.pages import Searching
from app.exports.answers import register_file
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force


def _wanted() -> Wanted:
    return Wanted(asked_words(), asked_number("enhet"), page_number())


def _asked(wanted: Wanted) -> dict[str, object]:
    return {"q": " ".join(wanted.words), "enhet": wanted.unit_id}


def answered(one: CitizenDialogue) -> list[Answered]:
    """Put what was said to the principles of the model in force; what it no longer has comes last, by its old name."""
    said = [(answer.principle_key, answer.called, answer.met, answer.words) for answer in one.answers]
    return rules.answered(principles(), said)


@citizens.get("/medborgardialoger")
@requires(May.READ_PLANS)
def dialogues() -> str:
    """Show the citizen dialogues, the latest first, with what each led to."""
    wanted = _wanted()
    found = queries.register(db.session, reader(), wanted)
    return render_template(
        "citizens/dialogues.html",
        **of_register("citizens.dialogues", found, _asked(wanted)),
        principles=principles(),
        answered=answered,
        may_write=may_write() and profile_in_force().rules.citizen_dialogue,
    )


@citizens.get("/medborgardialoger.<any(csv, xlsx):sort>")
@requires(May.READ_PLANS)
def dialogues_file(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the citizen dialogues as a spreadsheet, with the filters of the page, each principle in a column of its own."""
    found = queries.register(db.session, reader(), _wanted(), whole=True)
    asked = principles()
    head = [
        *(gettext("Medborgardialog"), gettext("Enhet"), gettext("När"), gettext("Läge"), gettext("Varför")),
        *(gettext("Frågan"), gettext("Gick att påverka"), gettext("Inbjudna"), gettext("Antal inbjudna")),
        *(gettext("Antal som kom"), gettext("Så gick det till"), gettext("Vad som sades")),
        *(gettext("Vad det ledde till"), gettext("Så fick de veta"), gettext("Publicerat")),
        *(one.name for one in asked),
    ]
    rows = []
    for one in found.rows:
        by_key = {answer.key: answer for answer in answered(one)}
        rows.append(
            (
                *(one.title, one.unit.name, one.held_on, str(DIALOGUE_STATES[one.state]), one.purpose),
                *(one.question, one.influence, one.invited, one.invited_count, one.came_count, one.method),
                *(one.said, one.led_to, one.told_back, one.link),
                *(_cell(by_key[principle.key]) for principle in asked),
            )
        )
    return register_file(sort, gettext("Medborgardialoger"), head, rows)


def _cell(one: Answered) -> str:
    return ". ".join(part for part in (str(MET_SAID.get(one.met, "")), one.words) if part)


@citizens.route("/medborgardialoger/ny", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def new_dialogue() -> Answer:
    """Begin a note of a citizen dialogue."""
    unit_id = unit_asked()
    if not profile_in_force().rules.citizen_dialogue or unit_id is None:
        abort(404)
    asked = principles()
    form = dialogue_form(asked)
    if request.method != "POST":
        form.responsible_unit.data = unit_id
    searching = offer_own_units(form)
    return PAGES.save_new(
        form,
        lambda: services.begin(
            db.session, reader=reader(), unit_id=form.responsible_unit.data or 0, said=form.said(asked)
        ),
        ask=lambda: _ask(form, asked, searching=searching),
        done=gettext("Sparat som utkast. Bara enhetens chef och stöd läser det än."),
    )


def _ask(
    form: DialogueForm,
    asked: list[Answered],
    one: CitizenDialogue | None = None,
    theirs: Theirs | None = None,
    *,
    searching: Searching | None = None,
) -> str:
    return render_template(
        "citizens/dialogue_form.html",
        form=form,
        principles=asked,
        one=one,
        theirs=theirs,
        searching=searching or {},
    )


@citizens.get(f"/medborgardialoger/<{ID}:citizen_dialogue_id>")
@requires(May.READ_PLANS)
def dialogue(citizen_dialogue_id: int) -> str:
    """Show a citizen dialogue: what was said and what it led to first, then how it was held, and each principle."""
    return _page(citizen_dialogue_id)


def _page(number: int, said: str = "") -> str:
    one = PAGES.open(number)
    return render_template(
        "citizens/dialogue.html",
        one=one,
        answered=answered(one),
        writes=standing_at(db.session, reader(), one.unit_id).writes,
        lacks=[LACKING[name] for name in rules.lacks_to_note(one)],
        happened=happened((DIALOGUE, one.id)),
        said=said,
    )


PAGES = Pages(queries.one_dialogue, "citizens.dialogue", "citizen_dialogue_id", _page)


@citizens.route(f"/medborgardialoger/<{ID}:citizen_dialogue_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def change_dialogue(citizen_dialogue_id: int) -> Answer:
    """Change what is noted; what it led to is often known long after."""
    one = PAGES.open_to_change(citizen_dialogue_id)
    if one.state == DialogueState.ASIDE:
        return PAGES.to(citizen_dialogue_id)
    asked = answered(one)

    def form_of(found: CitizenDialogue | None) -> DialogueForm:
        form = dialogue_form(asked, found)
        del form.responsible_unit
        return form

    form = form_of(None if request.method == "POST" else one)
    return PAGES.save_change(
        form,
        one,
        lambda: services.change(
            db.session, reader=reader(), one=one, said=form.said(asked), revision=number_of(form.revision)
        ),
        ask=lambda found, theirs: _ask(form, asked, found, theirs),
        as_it_stands=form_of,
    )


@citizens.post(f"/medborgardialoger/<{ID}:citizen_dialogue_id>/notera")
@requires(May.WRITE_PLANS)
def note_dialogue(citizen_dialogue_id: int) -> Answer:
    """Let all who read the unit's plans read it."""
    done = gettext("Noterad. Alla som läser enhetens planer kan läsa den.")
    return PAGES.step(citizen_dialogue_id, services.note_down, done, undo="citizens.reopen_dialogue")


@citizens.post(f"/medborgardialoger/<{ID}:citizen_dialogue_id>/oppna")
@requires(May.WRITE_PLANS)
def reopen_dialogue(citizen_dialogue_id: int) -> Answer:
    """Make it a draft again."""
    return PAGES.step(citizen_dialogue_id, services.reopen, gettext("Det är ett utkast igen."))


@citizens.post(f"/medborgardialoger/<{ID}:citizen_dialogue_id>/lagg-undan")
@requires(May.WRITE_PLANS)
def lay_dialogue_aside(citizen_dialogue_id: int) -> Answer:
    """Lay a draft aside."""
    done = gettext("Undanlagt. Orden finns kvar.")
    return PAGES.step(citizen_dialogue_id, services.lay_aside, done, undo="citizens.take_dialogue_up")


@citizens.post(f"/medborgardialoger/<{ID}:citizen_dialogue_id>/ta-fram")
@requires(May.WRITE_PLANS)
def take_dialogue_up(citizen_dialogue_id: int) -> Answer:
    """Take a draft up again."""
    return PAGES.step(citizen_dialogue_id, services.take_up, gettext("Utkastet är tillbaka."))
