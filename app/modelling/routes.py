"""The list of models, copying one, taking one in from a file, and the page of a draft."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.cleaning import clean
from app.db import db
from app.modelling import queries, services, trying
from app.modelling.blueprint import ID, draft_here, modelling, number_sent
from app.modelling.checking import Checked, checked, former_in, tables_of
from app.modelling.errors import ChangedMeanwhile
from app.modelling.names import key_from
from app.modelling.sections import GROUPS, section_of
from app.modelling.uses import leftovers
from app.steering.as_toml import written
from app.steering.errors import Problem, ProfileError
from app.steering.in_force import configured, profile_in_force
from app.steering.loader import MOST_BYTES, SHIPPED, load_profile, parse_profile, shipped_keys
from app.steering.routes import reader_language, worded
from app.ui.install import listed
from app.ui.notices import tell
from app.ui.sending import limits_on_page


@modelling.get("/")
@requires(May.EDIT_MODEL)
def index() -> str:
    """Show the model in force, what is to come, drafts, and what was in force before."""
    today = clock.today()
    decided = queries.adoptions(db.session)
    in_force = next((one for one in decided if one.from_day <= today), None)
    drafts = queries.drafts(db.session)
    stands = profile_in_force()
    return render_template(
        "modelling/index.html",
        in_force=in_force,
        name=worded(stands.name) if in_force is None else in_force.version.name,
        to_come=[one for one in reversed(decided) if one.from_day > today],
        before=[one for one in decided if one.from_day <= today and one is not in_force],
        configured_name=worded(configured().profile.name),
        drafts=[one for one in drafts if not one.discarded],
        discarded=[one for one in drafts if one.discarded],
        left=sum(one.count for one in leftovers(db.session, stands, stands.earlier)),
    )


@modelling.route("/kopiera", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def copy() -> AnyResponse | str | tuple[str, int]:
    """Copy the model in force, or one that comes with the product, into a draft."""
    origins = _origins()
    if request.method == "GET":
        return render_template("modelling/copy.html", origins=origins, chosen="", name="", wrong="")
    chosen, name = request.form.get("origin", ""), clean(request.form.get("name", ""))
    origin = next((label for key, label in origins if key == chosen), None)
    if origin is None:
        page = render_template(
            "modelling/copy.html",
            origins=origins,
            chosen=chosen,
            name=name,
            wrong=gettext("Välj vilken modell du vill utgå från."),
        )
        return page, 422
    text = written(_tables_of_origin(chosen))
    draft = services.copy(
        db.session,
        actor_id=acting().person_id,
        name=name or gettext("%(name)s, kopia", name=origin),
        text=text,
        origin_name=origin,
    )
    draft_id = draft.id
    db.session.commit()
    flash(gettext("Kopian är gjord. Inget ändras för någon annan förrän den tas i bruk."), "done")
    return redirect(url_for("modelling.draft", draft_id=draft_id))


def _origins() -> list[tuple[str, str]]:
    """Give what can be copied: what is in force, drafts, and what comes with the product; each once."""
    stands = profile_in_force()
    named = [("in_force", gettext("%(name)s (gäller nu)", name=worded(stands.name)))]
    named += [(f"draft:{one.id}", one.name) for one in queries.drafts(db.session) if not one.discarded]
    shipped = [(f"shipped:{key}", load_profile(key)) for key in shipped_keys()]
    named += [(key, worded(one.name)) for key, one in shipped if one != stands]
    return named


def _tables_of_origin(chosen: str) -> Mapping[str, Any]:
    sort, _, key = chosen.partition(":")
    if sort == "shipped":
        return tables_of((SHIPPED / f"{key}.toml").read_text(encoding="utf-8"))
    if sort == "draft":
        return tables_of(draft_here(number_sent(key)).text)
    return tables_in_force()


def tables_in_force() -> Mapping[str, Any]:
    """Give the tables of the model in force, whatever it comes from."""
    text = queries.text_on(db.session, clock.today())
    if text is not None:
        return tables_of(text)
    tables: Mapping[str, Any] = configured().profile.model_dump(
        mode="python", exclude_defaults=True, exclude_none=True
    )
    # What must be said is said, also where it is as it would be anyway.
    return {"schema_version": 1, **_plain(tables)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


@modelling.route("/las-in", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def take_in() -> AnyResponse | str | tuple[str, int]:
    """Take in a model from a file; one with mistakes becomes a draft that shows them."""
    limits = limits_on_page(MOST_BYTES)
    if request.method == "GET":
        return render_template("modelling/take_in.html", problems=(), limits=limits, pasted="")
    sent, pasted = request.files.get("file"), request.form.get("text", "").replace("\r\n", "\n")
    content = sent.stream.read(MOST_BYTES + 1) if sent is not None and sent.filename else pasted.encode()
    problems = _unreadable(content)
    if problems:
        page = render_template(
            "modelling/take_in.html",
            problems=problems,
            limits=limits,
            pasted=pasted,
            language=reader_language(),
        )
        return page, 422
    tables = _tables_sent(content)
    draft = services.take_in(
        db.session,
        actor_id=acting().person_id,
        name=_name_in(tables) or (sent.filename if sent is not None else "") or gettext("Inläst modell"),
        text=written(tables),
        origin_name=worded(profile_in_force().name),
        origin_text=written(tables_in_force()),
    )
    draft_id, mistakes = draft.id, _mistakes(content)
    db.session.commit()
    if former := former_in(_sent_text(content), reader_language()):
        flash(
            gettext(
                "Filen har egna ord för %(words)s. Samsyn säger dem ingenstans längre, så de följde inte med.",
                words=listed(former),
            ),
            "plain",
        )
    if mistakes:
        return render_template(
            "modelling/take_in.html",
            problems=mistakes,
            draft_id=draft_id,
            limits=limits,
            pasted="",
            language=reader_language(),
        )
    flash(
        gettext("Modellen är inläst som ett utkast. Inget ändras för någon annan förrän den tas i bruk."),
        "done",
    )
    return redirect(url_for("modelling.draft", draft_id=draft_id))


def _tables_sent(content: bytes) -> dict[str, Any]:
    return tables_of(_sent_text(content))


def _sent_text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def _mistakes(content: bytes) -> tuple[Problem, ...]:
    """Give every mistake in a file, with its line there."""
    try:
        parse_profile(content, "")
    except ProfileError as error:
        return error.problems
    return ()


def _unreadable(content: bytes) -> tuple[Problem, ...]:
    """Give what keeps a file from being read at all; mistakes in what it says are for the draft to show."""
    if not content.strip():
        missing = gettext("Välj en fil, eller klistra in modellen.")
        return (Problem("", (), 0, missing, missing),)
    if len(content) > MOST_BYTES:
        return _mistakes(content)
    try:
        _tables_sent(content)
    except (ValueError, RecursionError):
        return _mistakes(content)
    return ()


def _name_in(tables: Mapping[str, Any]) -> str:
    said = tables.get("name")
    said = said.get("sv") if isinstance(said, Mapping) else said
    return said if isinstance(said, str) else ""


@modelling.get(f"/<{ID}:draft_id>")
@requires(May.EDIT_MODEL)
def draft(draft_id: int) -> str:
    """Show a draft: its sections, what is wrong in them, and what can be done with it."""
    one = draft_here(draft_id)
    tables, outcome = tables_of(one.text), checked(one.text)
    return render_template(
        "modelling/draft.html",
        draft=one,
        groups=[
            (
                group.label,
                [
                    (section, _size(tables, section.key, section.is_list), _wrong(outcome, section.names))
                    for section in group.sections
                ],
            )
            for group in GROUPS
        ],
        outcome=outcome,
        elsewhere=[one for one in outcome.problems if not one.place or section_of(str(one.place[0])) is None],
        trying_here=trying.tried_id() == one.id,
        adoptions=[
            adoption for adoption in queries.adoptions(db.session) if adoption.version.draft_id == one.id
        ],
        today=clock.today(),
    )


def _size(tables: Mapping[str, Any], key: str, is_list: bool) -> int | None:
    if not is_list:
        return None
    stands = tables.get(key)
    return len(stands) if isinstance(stands, list | dict) else 0


def _wrong(outcome: Checked, names: tuple[str, ...]) -> int:
    return sum(len(outcome.within((name,))) for name in names)


@modelling.post(f"/<{ID}:draft_id>/namn")
@requires(May.EDIT_MODEL)
def rename(draft_id: int) -> AnyResponse:
    """Call a draft something else."""
    one = draft_here(draft_id, lock=True)
    services.rename(
        db.session, actor_id=acting().person_id, draft=one, name=clean(request.form.get("name", ""))
    )
    db.session.commit()
    return redirect(url_for("modelling.draft", draft_id=draft_id))


@modelling.post(f"/<{ID}:draft_id>/angra/<{ID}:revision>")
@requires(May.EDIT_MODEL)
def undo(draft_id: int, revision: int) -> AnyResponse:
    """Take back the latest change."""
    one = draft_here(draft_id, lock=True)
    try:
        services.undo(db.session, actor_id=acting().person_id, draft=one, revision=revision)
    except ChangedMeanwhile:
        db.session.rollback()
        flash(gettext("Det har ändrats igen sedan dess, så inget togs tillbaka."), "plain")
        return redirect(url_for("modelling.draft", draft_id=draft_id))
    db.session.commit()
    flash(gettext("Den senaste ändringen är tillbakatagen."), "done")
    return redirect(url_for("modelling.draft", draft_id=draft_id))


@modelling.post(f"/<{ID}:draft_id>/undan")
@requires(May.EDIT_MODEL)
def discard(draft_id: int) -> AnyResponse:
    """Lay a draft aside, with a way back in the same notice."""
    one = draft_here(draft_id, lock=True)
    name = one.name
    services.discard(db.session, actor_id=acting().person_id, draft=one, away=True)
    db.session.commit()
    tell(
        gettext("”%(name)s” är undanlagd.", name=name),
        undo=url_for("modelling.bring_back", draft_id=draft_id),
    )
    return redirect(url_for("modelling.index"))


@modelling.post(f"/<{ID}:draft_id>/tillbaka")
@requires(May.EDIT_MODEL)
def bring_back(draft_id: int) -> AnyResponse:
    """Take back a draft laid aside."""
    services.discard(
        db.session, actor_id=acting().person_id, draft=draft_here(draft_id, lock=True), away=False
    )
    db.session.commit()
    return redirect(url_for("modelling.draft", draft_id=draft_id))


@modelling.get(f"/<{ID}:draft_id>/modell.toml")
@requires(May.EDIT_MODEL)
def as_file(draft_id: int) -> Response:
    """Give a draft as the file it can be read in from."""
    one = draft_here(draft_id)
    return file_of(one.text, one.name)


@modelling.get(f"/version/<{ID}:version_id>/modell.toml")
@requires(May.EDIT_MODEL)
def version_as_file(version_id: int) -> Response:
    """Give a version as the file it can be read in from."""
    found = queries.version(db.session, version_id)
    if found is None:
        abort(404)
    return file_of(found.text, found.name)


def file_of(text: str, name: str) -> Response:
    """Give a model as a file to keep."""
    response = Response(text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{key_from(name, ())}.toml"'
    return response
