"""Pages of a unit's text: reading it, writing in it, sharing, establishing, versions side by side, who can read."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.passages.talks.pages import talked_about
from app.records.queries import history_of
from app.ui.notices import tell
from app.writing import pages, queries, rules, services, wording
from app.writing.answering import (
    Answer,
    base_sent,
    conflict_answer,
    leads_to,
    news_answer,
    refused_answer,
    saved_answer,
    typed,
)
from app.writing.blueprint import writing
from app.writing.content import wants_contents
from app.writing.errors import TextConflict, WritingError
from app.writing.kinds import TextKind, beside, kinds
from app.writing.marking import compare_parts
from app.writing.models import TakenIn, TextState
from app.writing.pages import (
    Place,
    content_of,
    named,
    part_of,
    place_of,
    readers_of,
    who_reads,
)
from app.writing.sent_parts import save_sent_parts


@writing.post("/borja")
@requires(May.WRITE_PLANS)
def begin() -> Response:
    """Begin a version of a text, or go on with the one that is open."""
    kind = _kind(request.form.get("kind", ""))
    found = queries.unit_within(db.session, acting(), request.form.get("unit", type=int) or 0, clock.today())
    if found is None or not kind.near(found[1]).writes:
        abort(404)
    if kind.top_only and not found[0].is_top_administration:
        abort(404)
    year = request.form.get("year", type=int) or 0
    if kind.by_year and not 2000 <= year <= 2100:
        abort(404)
    unit, near = found[0], kind.near(found[1])
    begun = queries.open_version(db.session, kind.key, unit.id, kind.year_of(year))
    if begun is None and not kind.asked_of(db.session, [unit.id], clock.today()):
        abort(404)
    text = services.begin(db.session, actor_id=acting().person_id, kind=kind, unit=unit, near=near, year=year)
    target = url_for("writing.text", text_id=text.id)
    db.session.commit()
    return redirect(target)


def _kind(key: str) -> TextKind:
    kind = kinds.get(key)
    if kind is None or kind.handing is not None:
        abort(404)
    return kind


@writing.get("/senaste/<kind_key>/<int(max=2147483647):unit_id>")
@requires(May.READ_PLANS)
def newest(kind_key: str, unit_id: int) -> Response:
    """Lead to the newest text of a kind that a unit has and one may read: what is established before what is not."""
    found = queries.newest(db.session, acting(), _kind(kind_key).key, unit_id, clock.today())
    if found is None:
        abort(404)
    return redirect(url_for("writing.text", text_id=found))


@writing.get("/del/<int(max=2147483647):part_id>")
@requires(May.READ_PLANS)
def find_part(part_id: int) -> Response:
    """Lead to a part of a text, from where it is only known by itself."""
    text_id = queries.text_of_part(db.session, part_id)
    if text_id is None:
        abort(404)
    place = place_of(text_id)
    return redirect(f"{place.address()}#del-{part_id}")


@writing.get("/<int(max=2147483647):text_id>")
@requires(May.READ_PLANS)
def text(text_id: int) -> str | Response:
    """Show a text: to read, and to write in while it is open."""
    place = place_of(text_id)
    return redirect(place.address()) if place.kind.handing is not None else _page(place)


def _page(place: Place, problem: str = "") -> str:
    content, edition = content_of(place)
    before = queries.established_before(db.session, place.text)
    return render_template(
        "writing/text.html",
        place=place,
        text=place.text,
        kind=place.kind,
        content=content,
        contents=wants_contents(content, on_screen=True),
        edition=edition,
        brought=pages.brought_into(place) if place.may_write else {},
        backgrounds=beside.backgrounds(db.session, place.text) if place.may_write else {},
        beside_links=beside.links,
        repeated=place.kind.repeats(db.session, place.text) if place.may_write else {},
        before={part.key: part for part in before.parts} if before else {},
        before_text=before,
        about=talked_about(db.session, acting(), place.kind.key, [place.text.unit_id]).get(
            place.text.unit_id
        ),
        named=named,
        signed_by=_signed_by(edition),
        who_reads=who_reads(place),
        states=wording.STATES,
        line=[
            (state, wording.STATES[state])
            for state in rules.LINE
            if not (place.kind.led_only and state is TextState.SHARED)
        ],
        person_id=acting().person_id,
        problem=problem,
        TextState=TextState,
    )


def _signed_by(edition: object) -> str:
    signatures = getattr(edition, "signatures", [])
    return queries.name_of(db.session, signatures[0].person_id) if signatures else ""


@writing.route("/<int(max=2147483647):text_id>/del/<int(max=2147483647):part_id>", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def part(text_id: int, part_id: int) -> Answer:
    """Save a part, or tell the script what another has written in it since."""
    place = place_of(text_id, write=request.method == "POST")
    found = part_of(place, part_id)
    if not place.near.writes:
        abort(404)
    if request.method != "POST":
        by = found.updated_by.name if found.updated_by else ""
        return news_answer(found.revision_id or 0, found.text, by)
    words, way_back = typed(), f"{place.address()}#del-{part_id}"
    other = found.updated_by.name if found.updated_by else ""
    try:
        saved = services.write_part(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=found,
            words=words,
            base=base_sent(),
        )
        at = found.updated_at or clock.now()
        db.session.commit()
    except TextConflict as conflict:
        db.session.rollback()
        return conflict_answer(conflict, words, request.path, way_back, place_of(text_id).name)
    except WritingError as error:
        db.session.rollback()
        return refused_answer(wording.words_for(error), words, way_back)
    return saved_answer(saved, at, other, way_back)


@writing.post("/<int(max=2147483647):text_id>/delar")
@requires(May.WRITE_PLANS)
def save_parts(text_id: int) -> Response | tuple[str, int]:
    """Save all parts of the page by any of its buttons, where no script saves each, and go where the button leads."""
    place = _to_write(text_id)
    here = place.address()
    left = save_sent_parts(place)
    if left is not None:
        return left
    empty = request.args.get("empty", type=int)
    if empty is not None:
        return _begun_anew(text_id, empty)
    flash(wording.saved_now(clock.now(), str(acting().language)), "done")
    return redirect(leads_to() or here)


def _begun_anew(text_id: int, part_id: int) -> Response:
    """Empty a part that repeats the version before: what stood there stands in that version."""
    place = _to_write(text_id)
    found = part_of(place, part_id)
    try:
        services.write_part(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=found,
            words="",
            base=found.revision_id or 0,
        )
    except WritingError as error:
        db.session.rollback()
        flash(wording.words_for(error), "problem")
        return redirect(place_of(text_id).address())
    target = f"{place.address()}#del-{part_id}"
    db.session.commit()
    return redirect(target)


@writing.get("/<int(max=2147483647):text_id>/del/<int(max=2147483647):part_id>/ordna")
@requires(May.READ_PLANS)
def part_again(text_id: int, part_id: int) -> Response:
    """Lead to a part of a text from where it is arranged."""
    return redirect(f"{place_of(text_id).address()}#del-{part_id}")


@writing.post("/<int(max=2147483647):text_id>/del/<int(max=2147483647):part_id>/ordna")
@requires(May.WRITE_PLANS)
def arrange(text_id: int, part_id: int) -> Response | tuple[str, int]:
    """Move a part, leave it out, put it back, or give it another heading; what was typed beside it is saved first."""
    left = save_sent_parts(_to_write(text_id))
    if left is not None:
        return left
    place = _to_write(text_id)
    found = part_of(place, part_id)
    # The way back in a notice is a button with an address only.
    wish = request.form.get("wish") or request.args.get("wish", "")
    if wish not in {"up", "down", "leave_out", "put_back", "rename"} or not place.kind.arranged:
        abort(404)
    services.arrange(
        db.session,
        actor_id=acting().person_id,
        text=place.text,
        near=place.near,
        part=found,
        move={"up": -1, "down": 1}.get(wish, 0),
        left_out={"leave_out": True, "put_back": False}.get(wish),
        title=typed("title") if wish == "rename" else None,
    )
    target, title = f"{place.address()}#del-{part_id}", found.title
    undo = place.address("arrange", part_id=part_id, wish="put_back")
    db.session.commit()
    if wish == "leave_out":
        tell(gettext("”%(title)s” är utelämnad. Orden finns kvar.", title=title), "plain", undo=undo)
    return redirect(target)


@writing.route("/<int(max=2147483647):text_id>/ny-del", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def add_part(text_id: int) -> str | Response | tuple[str, int]:
    """Add a part of one's own: from the page of the text, or from a page of its own, where no script saves the text."""
    place = place_of(text_id, write=request.method == "POST")
    if not place.near.writes or not place.kind.arranged:
        abort(404)
    if request.method != "POST":
        return _new_part(place) if place.may_write else redirect(place.address())
    if not typed("title").strip():
        problem = gettext("Ge delen en rubrik.")
        return (_new_part if "alone" in request.form else _page)(place, problem), 422
    made = services.add_part(
        db.session,
        actor_id=acting().person_id,
        text=place.text,
        near=place.near,
        title=typed("title"),
    )
    target = f"{place.address()}#del-{made.id}"
    db.session.commit()
    return redirect(target)


def _new_part(place: Place, problem: str = "") -> str:
    return render_template(
        "writing/new_part.html", place=place, kind=place.kind, who_reads=who_reads(place), problem=problem
    )


@writing.post("/<int(max=2147483647):text_id>/ta-ut/<int(max=2147483647):taken_id>")
@requires(May.WRITE_PLANS)
def take_out(text_id: int, taken_id: int) -> Response | tuple[str, int]:
    """Take out of a part what was taken in; what was typed beside it is saved first."""
    left = save_sent_parts(_to_write(text_id))
    if left is not None:
        return left
    place = _to_write(text_id)
    taken = db.session.get(TakenIn, taken_id)
    if taken is None or taken.part_id not in {part.id for part in place.text.parts}:
        abort(404)
    part_id = taken.part_id
    services.take_out(db.session, actor_id=acting().person_id, text=place.text, near=place.near, taken=taken)
    target = f"{place.address()}#del-{part_id}"
    db.session.commit()
    flash(gettext("Borttaget ur texten. Det finns kvar där det kom ifrån."), "done")
    return redirect(target)


def _to_write(text_id: int) -> Place:
    """Load a text one writes, or 404; that it is closed for writing now is said by the services."""
    place = place_of(text_id, write=True)
    if not place.near.writes:
        abort(404)
    return place


@writing.post("/<int(max=2147483647):text_id>/lage")
@requires(May.WRITE_PLANS)
def step(text_id: int) -> Response | tuple[str, int]:
    """Share a text, take that back, lay a draft aside or bring it back; what was typed in it is saved first."""
    left = save_sent_parts(_to_write(text_id))
    if left is not None:
        return left
    place = _to_write(text_id)
    # The way back in a notice is a button with an address only.
    wanted = request.form.get("state") or request.args.get("state", "")
    if wanted not in {TextState.DRAFT, TextState.SHARED, TextState.ASIDE} or place.kind.handing is not None:
        abort(404)
    target = TextState(wanted)
    if place.kind.led_only and target is TextState.SHARED:
        abort(404)
    was = place.text.state
    try:
        services.step(
            db.session, actor_id=acting().person_id, text=place.text, near=place.near, target=target
        )
    except WritingError as error:
        db.session.rollback()
        return _page(place_of(text_id), wording.words_for(error)), 409
    here, name = place.address(), place.name
    undo = place.address("step", state=TextState.DRAFT)
    db.session.commit()
    if target is TextState.SHARED:
        tell(gettext("Delad. Cheferna ovanför kan läsa nu, ingen annan än ni skriver."), undo=undo)
    elif target is TextState.ASIDE:
        tell(
            gettext("Utkastet till %(name)s är undanlagt. Orden finns kvar bland versionerna.", name=name),
            "plain",
            undo=undo,
        )
    elif was == TextState.ASIDE:
        flash(gettext("Utkastet är tillbaka."), "done")
    else:
        flash(gettext("Delningen är tillbakatagen. Bara ni som skriver läser utkastet."), "done")
    return redirect(here)


@writing.route("/<int(max=2147483647):text_id>/faststall", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def establish(text_id: int) -> str | Response | tuple[str, int]:
    """Show what will be established and what that means, and establish exactly that."""
    place = place_of(text_id, write=request.method == "POST")
    if not place.near.writes or place.kind.handing is not None:
        abort(404)
    if place.text.state not in {TextState.DRAFT, TextState.SHARED}:
        return redirect(place.address())
    if request.method != "POST":
        return _establishing(place)
    try:
        services.establish_text(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            kind=place.kind,
            revision=request.form.get("revision", type=int) or 0,
            brought=pages.brought_to_establish(place),
            read=request.form.get("read"),
        )
    except WritingError as error:
        db.session.rollback()
        return _establishing(place_of(text_id), wording.words_for(error)), 409
    here, name = place.address(), place.name
    db.session.commit()
    flash(gettext("%(name)s är fastställd.", name=name), "done")
    return redirect(here)


def _establishing(place: Place, problem: str = "") -> str:
    content, read = pages.to_establish(place)
    blocked = rules.why_not_step(place.text, TextState.ESTABLISHED, place.near)
    return render_template(
        "writing/establish.html",
        place=place,
        text=place.text,
        kind=place.kind,
        content=content,
        read=read,
        repeated=place.kind.repeats(db.session, place.text),
        parts={part.key: part for part in place.text.parts},
        who_reads=who_reads(place),
        lacks=place.kind.lacks(db.session, place.text),
        blocked=wording.REASONS[blocked] if blocked else "",
        problem=problem,
    )


@writing.get("/<int(max=2147483647):text_id>/versioner")
@requires(May.READ_PLANS)
def versions(text_id: int) -> str:
    """List every version, with ways to lay two beside one another."""
    place = place_of(text_id)
    return render_template(
        "writing/versions.html",
        place=place,
        kind=place.kind,
        versions=queries.versions_of(db.session, acting(), place.text, clock.today()),
        states=wording.STATES,
        who_reads=who_reads(place),
        named=named,
    )


@writing.get("/<int(max=2147483647):text_id>/jamfor/<int(max=2147483647):earlier_id>")
@requires(May.READ_PLANS)
def compare(text_id: int, earlier_id: int) -> str:
    """Lay two versions beside one another, paragraph by paragraph and word by word."""
    later, earlier = place_of(text_id), place_of(earlier_id)
    if later.text.kind != earlier.text.kind or later.text.unit_id != earlier.text.unit_id:
        abort(404)
    one, other = content_of(earlier)[0], content_of(later)[0]
    return render_template(
        "writing/compare.html",
        place=later,
        earlier=earlier,
        parts=compare_parts(one.parts if one else [], other.parts if other else []),
        states=wording.STATES,
        who_reads=who_reads(later),
        named=named,
    )


@writing.get("/<int(max=2147483647):text_id>/lasare")
@requires(May.READ_PLANS)
def readers(text_id: int) -> str:
    """Show who can read the text, and what has happened to it."""
    place = place_of(text_id)
    changes = history_of(db.session, services.TEXT, text_id) if place.near.writes else []
    return render_template(
        "writing/readers.html",
        place=place,
        readers=readers_of(place),
        changes=changes,
        events=wording.EVENTS,
        states=wording.STATES,
    )
