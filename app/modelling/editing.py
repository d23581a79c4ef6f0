"""Changing a draft as forms: whole sections, one thing, one form over a few fields. Each save keeps whatever was typed."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.modelling import services
from app.modelling.blueprint import ID, draft_here, modelling
from app.modelling.checking import checked, former_in, tables_of
from app.modelling.models import ModelDraft
from app.modelling.names import called, fill_keys, named, term_word
from app.modelling.nodes import Drawing, put_mistakes
from app.modelling.sections import SECTIONS, TERMS, Section
from app.modelling.sending import Tables, press, read_table
from app.steering.errors import Place, Problem
from app.steering.routes import reader_language
from app.steering.words import DEFAULT_TERMS
from app.ui.notices import tell

View = Response | str | tuple[str, int]


@dataclass(slots=True)
class Spot:
    """What is changed on a page: a part of a draft at a place, as a table of the schema."""

    draft: ModelDraft
    tables: Tables
    section: Section
    base: Place
    pattern: str

    @property
    def value(self) -> Tables:
        """What stands there now."""
        if not self.base:
            return {name: self.tables[name] for name in self.section.names if name in self.tables}
        here: Any = self.tables
        for step in self.base:
            here = here.get(step, {}) if isinstance(here, dict) else here[int(step)]
        return here if isinstance(here, dict) else {}

    def put(self, made: Tables) -> None:
        """Let something else stand there."""
        if not self.base:
            for name in self.section.names:
                self.tables.pop(name, None)
            self.tables.update(made)
            return
        entries = self.tables.setdefault(self.section.key, {} if self.section.key == TERMS else [])
        step: Any = self.base[1]
        if self.section.key == TERMS and not made:
            entries.pop(step, None)
        else:
            entries[step] = made

    @property
    def names(self) -> tuple[str, ...]:
        """The fields shown; all of an entry's."""
        return () if self.base else self.section.names


def _section(key: str) -> Section:
    found = SECTIONS.get(key)
    if found is None:
        abort(404)
    return found


def entries_of(tables: Tables, section: Section) -> list[Any]:
    """Give the entries of a section that is a list."""
    found = tables.get(section.key)
    return found if isinstance(found, list) else []


@modelling.route(f"/<{ID}:draft_id>/del/<part>", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def part(draft_id: int, part: str) -> View:
    """Show a section and change it: a list of things, or one form."""
    section = _section(part)
    draft = draft_here(draft_id, lock=request.method == "POST")
    if not section.is_list:
        return _form(Spot(draft, tables_of(draft.text), section, (), ""))
    if request.method == "POST":
        return _press_list(draft, section)
    return _list(draft, section)


def _list(draft: ModelDraft, section: Section) -> str:
    tables, outcome, language = tables_of(draft.text), checked(draft.text), reader_language()
    if section.key == TERMS:
        own = tables.get(TERMS)
        own = own if isinstance(own, dict) else {}
        words = [
            (key, term_word(tables, key, language), key in own, len(outcome.within((TERMS, key))))
            for key in dict.fromkeys([*DEFAULT_TERMS, *own])
        ]
        return render_template(
            "modelling/terms.html",
            draft=draft,
            section=section,
            rows=sorted(words, key=lambda row: (not row[2], row[1])),
            products={key: one.in_language(language).singular for key, one in DEFAULT_TERMS.items()},
            former=former_in(draft.text, language),
        )
    rows = [
        (
            number,
            named(tables, entry, number, language),
            _about(entry, language),
            len(outcome.within((section.key, number))),
            mark(entry),
        )
        for number, entry in enumerate(entries_of(tables, section))
    ]
    whole = [one.reason(language) for one in outcome.by_place.get((section.key,), [])]
    return render_template("modelling/part.html", draft=draft, section=section, rows=rows, whole=whole)


def _about(entry: Any, language: str) -> str:
    """Give a few words about an entry, for the list."""
    said = (
        next((entry[one] for one in ("explanation", "purpose", "what", "text") if entry.get(one)), "")
        if isinstance(entry, dict)
        else ""
    )
    if isinstance(said, dict):
        said = (said.get("en") if language == "en" else None) or said.get("sv") or ""
    text = " ".join(str(said).split()) if isinstance(said, str) else ""
    return text if len(text) <= 140 else text[:139].rsplit(" ", 1)[0] + " …"


def _press_list(draft: ModelDraft, section: Section) -> View:
    """Add, move or remove a whole entry; one is known by what it says, so that nobody moves another's."""
    tables, button = tables_of(draft.text), request.form.get("do", "")
    what, _, said = button.partition(":")
    entries = entries_of(tables, section)
    if what != "add":
        number = int(said) if said.isascii() and said.isdigit() else -1
        if not 0 <= number < len(entries) or request.form.get(f"mark-{number}") != mark(entries[number]):
            db.session.rollback()
            flash(gettext("Listan har ändrats sedan du läste den. Så här ser den ut nu."), "plain")
            return redirect(url_for("modelling.part", draft_id=draft.id, part=section.key))
    name = called(entries[int(said)], reader_language()) if what != "add" else ""
    shown = press(tables, f"{what}:{section.key}" + (f".{said}" if said else ""))
    if shown is None:
        abort(400)
    _keep(draft, tables, section.key, name, button)
    if what == "add":
        return redirect(
            url_for(
                "modelling.entry",
                draft_id=draft.id,
                part=section.key,
                entry=str(len(entries_of(tables, section)) - 1),
            )
        )
    if what == "remove":
        tell(
            gettext("”%(name)s” är borttagen ur utkastet.", name=name),
            undo=url_for("modelling.undo", draft_id=draft.id, revision=draft.revision),
        )
    anchor = f"#entry-{shown.rpartition('.')[2]}" if what != "remove" else ""
    return redirect(url_for("modelling.part", draft_id=draft.id, part=section.key) + anchor)


def _keep(draft: ModelDraft, tables: Tables, place: str, was: object, becomes: object) -> bool:
    changed = services.change(
        db.session,
        actor_id=acting().person_id,
        draft=draft,
        tables=tables,
        place=place,
        was=was,
        becomes=becomes,
    )
    db.session.commit()
    db.session.refresh(draft, ["revision"])
    return changed


@modelling.route(f"/<{ID}:draft_id>/del/<part>/<entry>", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def entry(draft_id: int, part: str, entry: str) -> View:
    """Show one thing of a section as a form, and change it."""
    section = _section(part)
    draft = draft_here(draft_id, lock=request.method == "POST")
    tables = tables_of(draft.text)
    if section.key == TERMS:
        own = tables.get(TERMS)
        if entry not in DEFAULT_TERMS and not (isinstance(own, dict) and entry in own):
            abort(404)
        return _form(Spot(draft, tables, section, (TERMS, entry), TERMS))
    entries = tables.setdefault(section.key, []) if section.is_list else []
    number = _number(entry, entries) if isinstance(entries, list) and section.is_list else -1
    if number < 0:
        abort(404)
    return _form(Spot(draft, tables, section, (section.key, number), f"{section.key}[]"))


def _number(said: str, entries: list[Any]) -> int:
    """Give the place of an entry; of a sent one where what the page showed stands now, below zero where there is none.

    What somebody else has removed meanwhile gets a place of its own, last and empty, so that what was typed can be kept.
    """
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else -1
    begun_from = request.form.get("mark", "")
    if not begun_from or (0 <= number < len(entries) and mark(entries[number]) == begun_from):
        return number if 0 <= number < len(entries) else -1
    key = request.form.get("key", "")
    same = (at for at, one in enumerate(entries) if mark(one) == begun_from)
    known = (at for at, one in enumerate(entries) if key and isinstance(one, dict) and one.get("key") == key)
    found = next(same, next(known, None))
    if found is None:
        entries.append({})
        return len(entries) - 1
    return found


def mark(value: Any) -> str:
    """Give what a part of a draft is known by while somebody changes it: that it says what it said."""
    said = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _form(spot: Spot) -> View:
    if request.method == "GET":
        return _page(spot, spot.value)
    standing, button = spot.value, request.form.get("do", "save")
    made = read_table(spot.section.table, request.form, "", standing, spot.names)
    shown = press(made, button) if button not in {"save", "next"} else ""
    fill_keys(spot.section.table, made, entries_of(spot.tables, spot.section) if spot.base else ())
    if request.form.get("mark") != mark(standing):
        # Somebody else has changed the same thing: nothing is written over, both stand on the page.
        db.session.rollback()
        spot.draft = draft_here(spot.draft.id)
        return _page(spot, made, conflict=standing), 409
    spot.put(made)
    draft, label = spot.draft, ".".join(str(step) for step in spot.base) or spot.section.key
    changed = _keep(draft, spot.tables, label, standing, made)
    if button not in {"save", "next"}:
        return redirect(_address(spot) + (f"#f-{shown.replace('.', '-')}" if shown else ""))
    problems = _problems(spot)
    if problems:
        flash(
            gettext(
                "Sparat i utkastet. Det som behöver rättas innan modellen kan tas i bruk står vid sina fält."
            ),
            "plain",
        )
        return redirect(_address(spot))
    tell(
        gettext("Sparat i utkastet.") if changed else gettext("Inget var ändrat."),
        undo=url_for("modelling.undo", draft_id=draft.id, revision=draft.revision) if changed else None,
    )
    if spot.base:
        return redirect(url_for("modelling.part", draft_id=draft.id, part=spot.section.key))
    return redirect(url_for("modelling.draft", draft_id=draft.id))


def _problems(spot: Spot) -> list[Problem]:
    outcome = checked(spot.draft.text)
    places: list[Place] = [spot.base] if spot.base else [(name,) for name in spot.section.names]
    return [one for place in places for one in outcome.within(place)]


def _address(spot: Spot) -> str:
    if spot.base:
        return url_for(
            "modelling.entry", draft_id=spot.draft.id, part=spot.section.key, entry=str(spot.base[1])
        )
    return url_for("modelling.part", draft_id=spot.draft.id, part=spot.section.key)


def _page(spot: Spot, value: Tables, conflict: Tables | None = None) -> str:
    language = reader_language()
    drawing = Drawing(spot.tables, language)
    nodes = drawing.nodes(spot.section.table, value, spot.pattern, names=spot.names)
    problems = _problems(spot)
    left = put_mistakes(nodes, spot.base, problems, language) if conflict is None else []
    title = str(spot.section.label)
    if spot.base:
        title = (
            term_word({}, str(spot.base[1]), language)
            if spot.section.key == TERMS
            else called(value, language)
        )
    return render_template(
        "modelling/entry.html",
        draft=spot.draft,
        section=spot.section,
        title=title.capitalize() if title else gettext("Ny"),
        nodes=nodes,
        left=left,
        wrong=len(problems) if conflict is None else 0,
        known_by=mark(spot.value),
        action=_address(spot),
        in_list=bool(spot.base),
        theirs=drawing.nodes(spot.section.table, conflict, spot.pattern, names=spot.names)
        if conflict is not None
        else None,
        unknown=_unknown(spot, value),
    )


def _unknown(spot: Spot, value: Tables) -> list[str]:
    """Give what stands there and no field knows; it came with a file."""
    known: Callable[[str], bool] = spot.section.table.model_fields.__contains__
    return [name for name in value if not known(name)]
