"""The register of governing documents: its page, its spreadsheet, its print view."""

from collections.abc import Sequence
from typing import Literal

from flask import render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents import forms, queries
from app.documents.blueprint import documents
from app.documents.pages import direction
from app.documents.queries import Row, Sort, Wanted
from app.documents.rules import Due, Standing
from app.documents.wording import DUES, STANDINGS, lacking_words, type_choices, type_keys, type_name
from app.exports import registers
from app.exports.answers import print_view, register_file
from app.exports.letterhead.routes import head_of_paper
from app.exports.tree import Document as Paper
from app.exports.tree import Table
from app.paging import Found
from app.ui.addresses import url_for
from app.ui.formats import iso
from app.ui.install import day, locale


@documents.get("/")
@requires(May.READ_DOCUMENTS)
def index() -> str:
    """Show the register, filtered and sorted as the address says."""
    wanted, found = _asked()
    units = queries.responsible_units(db.session)
    return render_template(
        "documents/index.html",
        wanted=wanted,
        found=found,
        today=clock.today(),
        units=units,
        own_units=[(one.unit_id, one.unit_name) for one in acting().holdings],
        types=type_choices(),
        type_name=type_name,
        lacking=lambda row: lacking_words(
            row.type_key, row.ended, row.registry_number, row.decided_on, row.next_review_on
        ),
        Due=Due,
        Standing=Standing,
        STANDINGS=STANDINGS,
        DUES=DUES,
        page_address=lambda page: url_for(
            "documents.index", **forms.address_of(wanted, sida=page if page > 1 else None)
        ),
        sorted_by=lambda sort: _sorted_by(wanted, Sort(sort)),
        direction=lambda sort: direction(wanted, Sort(sort)),
        in_use=_in_use(wanted),
        same_address=forms.address_of(wanted),
        may_enter=acting().may(May.EDIT_DOCUMENTS),
    )


def _asked(*, whole: bool = False) -> tuple[Wanted, Found[Row]]:
    keys = type_keys()
    wanted = forms.wanted_from(request.args, keys)
    found = queries.register(db.session, wanted, actor=acting(), today=clock.today(), types=keys, whole=whole)
    return wanted, found


def _sorted_by(wanted: Wanted, sort: Sort) -> str:
    key = next(key for key, known in forms.SORTS.items() if known is sort)
    turned = f"-{key}" if wanted.sort is sort and not wanted.descending else key
    return url_for(
        "documents.index", **forms.address_of(wanted, ordning="" if turned == "rubrik" else turned)
    )


def _in_use(wanted: Wanted) -> bool:
    return bool(set(forms.address_of(wanted)) - {"ordning"})


@documents.get("/registret.<any(csv, xlsx):sort>")
@requires(May.READ_DOCUMENTS)
def take_away(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the register as a spreadsheet, with the filters and the order of the page."""
    _, found = _asked(whole=True)
    head = _columns()
    rows = [_cells(row) for row in found.rows]
    name = gettext("Styrdokument")
    return register_file(sort, name, head, rows)


def _columns() -> list[str]:
    return [
        gettext("Rubrik"),
        gettext("Typ"),
        gettext("Version"),
        gettext("Läge"),
        gettext("Beslutat av"),
        gettext("Diarienummer"),
        gettext("Beslutat den"),
        gettext("Gäller till och med"),
        gettext("Ansvarig enhet"),
        gettext("Ansvarig person"),
        gettext("Gäller för"),
        gettext("Ses över senast"),
        gettext("Länk"),
    ]


def _cells(row: Row) -> Sequence[registers.Cell]:
    return (
        row.title,
        type_name(row.type_key) if row.type_key else "",
        row.label or str(row.number),
        str(STANDINGS[row.standing(clock.today())]),
        row.decided_by,
        row.registry_number,
        row.decided_on,
        row.valid_to,
        row.unit,
        row.person,
        gettext("hela kommunen") if row.for_all else ", ".join(row.units),
        row.next_review_on,
        row.link,
    )


@documents.get("/utskrift")
@requires(May.READ_DOCUMENTS)
def print_register() -> str:
    """Show the register as it will be on paper, with the filters and the order of the page."""
    wanted, found = _asked(whole=True)
    rows = tuple(_printed(row) for row in found.rows)
    table = Table(
        gettext("Styrdokument, %(day)s", day=day(clock.today())),
        (
            gettext("Styrdokument"),
            gettext("Beslutat"),
            gettext("Gäller till"),
            gettext("Ansvarig"),
            gettext("Ses över senast"),
        ),
        rows,
        widths=(36, 24, 12, 16, 12),
    )
    counted = ngettext("Ett styrdokument.", "%(num)s styrdokument.", found.total)
    paper = Paper(
        title=gettext("Styrdokument"),
        kind=gettext("Register"),
        language=locale(),
        lead=counted,
        blocks=(table,),
        letterhead=head_of_paper(),
    )
    back = url_for("documents.index", **forms.address_of(wanted))
    return print_view(paper, back=(gettext("Styrdokument"), back))


def _printed(row: Row) -> tuple[str, ...]:
    kind = type_name(row.type_key) if row.type_key else ""
    version = gettext("version %(version)s", version=row.label or row.number)
    decided = [row.decided_by, iso(row.decided_on) if row.decided_on else "", row.registry_number]
    return (
        f"{row.title} ({', '.join(part for part in (kind, version) if part)})",
        ", ".join(part for part in decided if part),
        iso(row.valid_to) if row.valid_to else gettext("tills vidare"),
        row.unit,
        iso(row.next_review_on) if row.next_review_on else "",
    )
