"""Marking what a theme or a matter is about, and taking something up in a meeting ahead."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues.about import rules, services
from app.dialogues.about.pages import Choosing, about_dialogue, about_theme_row, choices, spelling
from app.dialogues.about.queries import meetings_ahead, where_both_read
from app.dialogues.blueprint import dialogues, meeting_name
from app.dialogues.errors import NotAllowedNow
from app.dialogues.holding.matter_routes import after_matter
from app.dialogues.holding.routes import note
from app.dialogues.models import Dialogue, RaisedMatter, Theme
from app.dialogues.seating import Seated, back_to, refusals_to_page, sit, theme_of
from app.dialogues.theme_page import background_of
from app.passages.subjects import LONGEST_KIND, Ref, Subject, subjects
from app.ui.htmx import wants_fragment
from app.ui.notices import tell

_SUBJECT = f"<string(maxlength={LONGEST_KIND}):kind>/<int(max=2147483647):subject_id>"


@dialogues.route("/<int:dialogue_id>/tema/<int:theme_id>/handlar-om", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def about(dialogue_id: int, theme_id: int) -> str | Response | tuple[str, int] | tuple[Response, int]:
    """Look for what a theme is about, mark it, or take a mark away; the note is saved where it is sent along."""
    seated = sit(dialogue_id, write=request.method == "POST")
    theme = theme_of(seated, theme_id)
    blocked = rules.why_not_mark(seated.dialogue, seated.seat)
    if request.method != "POST":
        if blocked:
            return back_to(seated, theme, "about")
        wanted = not wants_fragment() or request.args.get("valj")
        return _about_page(seated, theme, choices(seated) if wanted else None)
    if blocked:
        # Also where what one looks for is not there: the page that says so tells what the two have marked.
        raise NotAllowedNow(blocked)
    marked, unmarked = Ref.read(request.form.get("mark", "")), Ref.read(request.form.get("unmark", ""))
    if "words" in request.form:
        choosing = choices(seated)
        found = choosing.find(request.form["words"])
        if found is None:
            return _not_found(seated, theme, choosing)
        marked = found.ref
    change = {"session": db.session, "seat": seated.seat, "dialogue": seated.dialogue, "theme": theme}
    if marked is not None:
        services.mark_theme(**change, ref=marked)  # type: ignore[arg-type]
    elif unmarked is not None:
        services.unmark_theme(**change, ref=unmarked)  # type: ignore[arg-type]
    else:
        abort(400)
    db.session.commit()
    if wants_fragment():
        # What was loaded went with the commit.
        seated = sit(dialogue_id)
        return _about_page(seated, theme_of(seated, theme_id), None)
    return note(dialogue_id, theme_id) if "text" in request.form else back_to(seated, theme, "about")


def _not_found(seated: Seated, theme: Theme, choosing: Choosing) -> tuple[str, int]:
    fault = gettext("Inget ämne heter så. Välj ett i listan, eller skriv mer av namnet.")
    again = Choosing(choosing.kinds, request.form["words"], fault)
    return _about_page(seated, theme, again), 422


def _about_page(seated: Seated, theme: Theme, choosing: Choosing | None) -> str:
    return render_template(
        "dialogues/about/_about.html" if wants_fragment() else "dialogues/about/about.html",
        seated=seated,
        dialogue=seated.dialogue,
        theme=theme,
        spelling=spelling,
        about=about_theme_row(
            seated, theme, about_dialogue(seated), background_of(seated, theme, skip=set()), choosing
        ),
    )


@dialogues.post("/<int:dialogue_id>/lyft/<int:matter_id>/handlar-om")
@requires(May.TAKE_PART)
@refusals_to_page
def about_matter(dialogue_id: int, matter_id: int) -> str | Response:
    """Say what a matter not yet raised is about, or no longer."""
    seated = sit(dialogue_id, write=True)
    matter = db.session.get(RaisedMatter, matter_id, with_for_update=True)
    if matter is None or matter.dialogue_id != dialogue_id or matter.withdrawn_at is not None:
        abort(404)
    marked, unmarked = Ref.read(request.form.get("mark", "")), Ref.read(request.form.get("unmark", ""))
    ref = marked or unmarked
    if ref is None:
        abort(400)
    services.mark_matter(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        matter=matter,
        ref=ref,
        revision=request.form.get("revision", type=int) or 0,
        marked=marked is not None,
    )
    theme_id = matter.theme_id
    db.session.commit()
    return after_matter(seated, theme_id)


@dialogues.route(f"/ta-upp/{_SUBJECT}", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def take_up(kind: str, subject_id: int) -> str | Response:
    """Take a subject up in a meeting ahead: in the next that is near it by one press, or where one chooses."""
    subject = subjects.named(db.session, acting(), [Ref(kind, subject_id)]).get(Ref(kind, subject_id))
    if subject is None:
        abort(404)
    ahead = meetings_ahead(db.session, acting())
    if request.method != "POST":
        return render_template("dialogues/about/take_up.html", subject=subject, ahead=ahead)
    dialogue, theme = _chosen(ahead, subject)
    if theme is None or dialogue is None:
        if ahead:
            flash(
                gettext(
                    "Ingen av dem du har möte med framför dig kan läsa det här. Boka ett möte med den det rör, så går det"
                    " att ta upp där."
                ),
                "problem",
            )
        return redirect(url_for("dialogues.take_up", kind=kind, subject_id=subject_id))
    seated = sit(dialogue.id, write=True)
    services.take_up(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        theme=theme_of(seated, theme.id),
        ref=subject.ref,
    )
    said = gettext(
        "%(subject)s tas upp i %(meeting)s, temat %(theme)s.",
        subject=subject.title,
        meeting=meeting_name(seated.dialogue),
        theme=theme.title,
    )
    undo = url_for("dialogues.put_back", dialogue_id=dialogue.id, theme_id=theme.id, amne=str(subject.ref))
    db.session.commit()
    tell(said, undo=undo)
    return redirect(subject.href or url_for("dialogues.theme", dialogue_id=dialogue.id, theme_id=theme.id))


def _chosen(ahead: list[Dialogue], subject: Subject) -> tuple[Dialogue | None, Theme | None]:
    """Give the meeting and theme chosen, or the nearest when none was."""
    wanted = request.form.get("theme", type=int)
    if wanted is not None:
        for dialogue in ahead:
            for theme in dialogue.themes:
                if theme.id == wanted:
                    return dialogue, theme
        raise NotAllowedNow("not_ahead")
    fit = where_both_read(db.session, rules.nearest_first(ahead, subject.unit_id), subject.ref)
    nearest = next(fit, None)
    brought = subjects.brought_by(subject.kind)
    return nearest, rules.theme_for(nearest.themes, brought) if nearest else None


@dialogues.post("/<int:dialogue_id>/tema/<int:theme_id>/ta-upp/ta-bort")
@requires(May.TAKE_PART)
@refusals_to_page
def put_back(dialogue_id: int, theme_id: int) -> Response:
    """Take away what was to be taken up."""
    seated = sit(dialogue_id, write=True)
    theme = theme_of(seated, theme_id)
    ref = Ref.read(request.values.get("amne", ""))
    if ref is None:
        abort(400)
    services.put_back(db.session, seat=seated.seat, dialogue=seated.dialogue, theme=theme, ref=ref)
    db.session.commit()
    flash(gettext("Det tas inte upp."), "done")
    named = subjects.named(db.session, acting(), [ref]).get(ref)
    if named is not None and named.href:
        return redirect(named.href)
    return redirect(url_for("dialogues.theme", dialogue_id=dialogue_id, theme_id=theme_id))
