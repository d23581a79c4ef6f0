"""A plan, a report and the evaluation on paper: what is decided as it was decided, the rest as it is, marked as a draft."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from flask import abort, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.disposing.told import that_it_was_done
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import (
    CHARACTERS_A_PAGE,
    LABELS,
    LONG,
    Paper,
    Places,
    fetched,
    likeness_of,
    ordered,
    own,
    waiting_page,
)
from app.exports.orders.worker import written
from app.exports.tree import Block, Document, Heading, Letterhead, Paragraph, Table, Voice, said
from app.exports.words import words
from app.quality.control import content, queries, reported
from app.quality.control.as_decided import plan_as_decided
from app.quality.control.blueprint import ID, control, plan_or_404
from app.quality.control.content import Content
from app.quality.control.facts import EVALUATION, PLAN, REPORT
from app.quality.control.models import RecordState
from app.quality.control.report_facts import units_of
from app.quality.control.report_routes import evaluated, report_seen
from app.quality.control.wording import OFTEN, OUTCOMES, judged_words, kept_word, late_words, not_done_words
from app.quality.risks.blueprint import reader
from app.quality.risks.queries.opening import reasonings
from app.quality.risks.wording import scales_known
from app.records.models import Edition
from app.records.seeing import Sees
from app.ui import formats
from app.ui.addresses import url_for
from app.ui.install import locale

Form = Literal["pdf", "docx"]

DISPOSED = "disposed"
"""What stands in place of all else where the text is gone: that it is, and when."""


def _own_words(text: str) -> list[Block]:
    return list(words(text)) if text.strip() else []


def _day(text: str | None) -> str:
    """Write a day as paper does: with its year, since nobody knows when paper is read."""
    return formats.long_day(date.fromisoformat(text), locale()) if text else ""


def _days(texts: Sequence[str]) -> str:
    """Write the days of a control, each year once; a number stays with its month."""
    found = []
    for _year, those in groupby(texts, key=lambda text: text[:4]):
        *others, last = those
        before = [formats.format_date(date.fromisoformat(one), "d MMMM", locale()) for one in others]
        said_days = [one.replace(" ", "\N{NO-BREAK SPACE}", 1) for one in (*before, _day(last))]
        found.append(formats.listed(said_days, formats.language(locale())))
    return "; ".join(found)


def _gap(text: str) -> Paragraph:
    return said(text, Voice.GAP)


def plan_blocks(held: Content) -> list[Block]:
    """Give a plan as paper says it: each risk with why it is there, then its controls as a table."""
    blocks: list[Block] = _own_words(held["opening"])
    for number, risk in enumerate(held["risks"], start=1):
        blocks.append(Heading(risk["title"], 2, f"{number}", running=True))
        blocks.append(said(_judged(risk), Voice.SMALL))
        for text in (risk["happens"], risk["effect"], risk["reasoning"]):
            blocks += _own_words(text)
        if risk["reason"]:
            blocks.append(said(gettext("Tas med för att: %(why)s", why=risk["reason"])))
        if risk["controls"]:
            blocks.append(_controls(risk["title"], risk["controls"]))
        else:
            blocks.append(_gap(gettext("Ingen kontroll är skriven än.")))
    return blocks


def _judged(risk: Content) -> str:
    judged = judged_words(risk)
    return f"{risk['unit']} · {kept_word(risk['level'])}{f' ({judged})' if judged else ''}"


def _controls(title: str, controls: Sequence[Content]) -> Table:
    rows = tuple(
        (
            one["what"],
            one["method"],
            f"{OFTEN.get(one['often'], '')}: {_days(one['days'])}",
            one["who"],
            one["told_to"],
        )
        for one in controls
    )
    head = (gettext("Vad"), gettext("Hur"), gettext("När"), gettext("Vem"), gettext("Vem får veta"))
    return Table(gettext("Kontroller: %(risk)s", risk=title), head, rows, widths=(20, 20, 20, 20, 20))


def report_blocks(held: Content) -> list[Block]:
    """Give a report as paper says it: the own words first, then what each control showed."""
    blocks: list[Block] = [Heading(gettext("Som helhet"), 2)]
    blocks += _own_words(held["whole"]) or [_gap(gettext("Inte skrivet än."))]
    for risk in held["risks"]:
        blocks.append(Heading(risk["title"], 2, running=True))
        for check in risk["controls"]:
            blocks.append(Heading(check["what"], 3))
            if not check["occasions"]:
                blocks.append(_gap(gettext("Inga dagar var satta.")))
            for one in check["occasions"]:
                blocks += _occasion(one, held.get("decided_on"))
    if held["learned"]:
        blocks += [Heading(gettext("Det vi tar med oss"), 2), *_own_words(held["learned"])]
    return blocks


def _occasion(one: Content, told_on: str | None) -> list[Block]:
    if one["left_out"]:
        day = _day(one["due_on"])
        return [said(gettext("%(day)s: gjordes inte. %(why)s", day=day, why=one["left_out"]))]
    if not one["outcome"]:
        return [_gap(not_done_words(one["due_on"], told_on, _day))]
    head = f"{_day(one['done_on'])}: {OUTCOMES[one['outcome']]}".rstrip()
    late = late_words(one["due_on"], one["done_on"], _day)
    note = " · ".join(part for part in (one["by"], late) if part)
    blocks: list[Block] = [Heading(head, 4, note=note, follows=True), *_own_words(one["seen"])]
    found = one["deviation"]
    if found:
        blocks.append(said(gettext("Avvikelse:"), Voice.SMALL))
        blocks += _own_words(found["words"])
        if found["remedies"]:
            blocks.append(_remedies(found["remedies"]))
        if found["closed_on"]:
            blocks.append(said(gettext("Avslutad %(day)s:", day=_day(found["closed_on"])), Voice.SMALL))
            blocks += _own_words(found["follow_up"])
        else:
            blocks.append(_gap(gettext("Avvikelsen är öppen.")))
    return blocks


def _remedies(remedies: Sequence[Content]) -> Table:
    rows = tuple(
        (
            one["what"],
            one["who"],
            _day(one["due_on"]),
            one["outcome"] or gettext("pågår"),
        )
        for one in remedies
    )
    head = (gettext("Åtgärd"), gettext("Vem"), gettext("Klart senast"), gettext("Hur det gick"))
    return Table(gettext("Åtgärder"), head, rows, widths=(40, 18, 14, 28))


def evaluation_blocks(held: Content) -> list[Block]:
    """Give the executive board's evaluation as paper says it: the whole, then each board and company."""
    blocks: list[Block] = [Heading(gettext("Som helhet"), 2)]
    blocks += _own_words(held["whole"]) or [_gap(gettext("Inte skrivet än."))]
    for one in held["views"]:
        note = (
            gettext("rapport godkänd %(day)s", day=_day(one["report"]))
            if one["report"]
            else gettext("ingen godkänd rapport")
        )
        blocks.append(Heading(one["unit"], 2, note=note, running=True))
        blocks += _own_words(one["words"]) or [_gap(gettext("Inget skrivet."))]
    return blocks


def _decided(edition: Edition | None, unit: str) -> Content:
    """Give what a board decided, or that it was lawfully disposed of; 404 where nothing was decided."""
    held = content.read(edition)
    if held is not None:
        return held
    if edition is None:
        abort(404)
    return {"unit": unit, DISPOSED: that_it_was_done(edition)}


def _document(
    title: str, kind: str, held: Content, blocks: Sequence[Block], letterhead: Letterhead
) -> Document:
    marks = []
    if DISPOSED in held:
        marks.append(gettext("Gallrad"))
    elif held.get("decided_on"):
        marks.append(
            gettext("Beslutad av %(who)s %(day)s", who=held["decided_by"], day=_day(held["decided_on"]))
        )
    else:
        marks.append(gettext("Utkast, inte beslutat"))
    if held.get("registry_number"):
        marks.append(gettext("Diarienummer %(number)s", number=held["registry_number"]))
    return Document(
        title=title,
        kind=kind,
        language=locale(),
        blocks=tuple(blocks),
        letterhead=letterhead,
        marks=tuple(marks),
        page_words=(gettext("Sida"), gettext("av")),
    )


def _blocks(held: Content, blocks: Callable[[Content], list[Block]]) -> list[Block]:
    return [_gap(held[DISPOSED])] if DISPOSED in held else blocks(held)


def _paper(
    kind: str, number: int, held: Content, title: str, what: str, blocks: Callable[[Content], list[Block]]
) -> Paper:
    letterhead = head_of_paper()
    return Paper(
        kind,
        number,
        likeness_of([held], letterhead),
        title,
        lambda: _document(title, what, held, _blocks(held, blocks), letterhead),
        _stands(held),
    )


def _stands(held: Content) -> str:
    """Say in the name of a file how it stands: a draft, or when it was decided."""
    if DISPOSED in held:
        return gettext("gallrad")
    if held.get("decided_on"):
        return gettext("beslutad %(day)s", day=str(held["decided_on"])[:10])
    return gettext("utkast")


def _plan_paper(plan_id: int) -> tuple[Paper, bool]:
    opened = plan_or_404(plan_id, reader())
    plan = opened.plan
    if opened.sees is Sees.LIVE and plan.state == RecordState.DRAFT:
        why = reasonings(db.session, [one.risk_id for one in plan.chosen])
        held: Content = content.of_plan(plan, why, scales_known())
    else:
        edition = queries.edition(db.session, plan.edition_id)
        held = plan_as_decided(edition) or _decided(edition, plan.unit.name)
    title = gettext("Intern kontrollplan %(year)s, %(unit)s", year=plan.year, unit=held["unit"])
    return _paper(PLAN, plan_id, held, title, gettext("Intern kontrollplan"), plan_blocks), _is_long(held)


def _report_paper(plan_id: int) -> tuple[Paper, bool]:
    opened, report, held = report_seen(plan_id, reader())
    if held is None:
        edition = queries.edition(db.session, report.edition_id) if report is not None else None
        held = _decided(edition, opened.plan.unit.name)
    title = gettext("Internkontrollrapport %(year)s, %(unit)s", year=opened.plan.year, unit=held["unit"])
    return _paper(REPORT, plan_id, held, title, gettext("Årsrapport"), report_blocks), _is_long(held)


def _evaluation_paper(year: int) -> tuple[Paper, bool]:
    who = reader()
    _board, found, writes, kinds = evaluated(year, who)
    if found is None:
        abort(404)
    if writes and found.state == RecordState.DRAFT:
        lines = reported.reports_of_year(db.session, kinds, year, who.day)
        held: Content = content.of_evaluation(found, units_of(lines))
    else:
        held = _decided(queries.edition(db.session, found.edition_id), "")
    title = gettext("Utvärdering av den interna kontrollen %(year)s", year=year)
    return _paper(EVALUATION, year, held, title, gettext("Utvärdering"), evaluation_blocks), _is_long(held)


def _is_long(held: Content) -> bool:
    """Tell whether writing it takes longer than one waits for a page: tables take more room than their words."""
    return 1 + 2 * len(str(held)) // CHARACTERS_A_PAGE >= LONG


PAPERS: dict[str, Callable[[int], tuple[Paper, bool]]] = {
    "plan": _plan_paper,
    "rapport": _report_paper,
    "utvardering": _evaluation_paper,
}
SORTS = "any(plan, rapport, utvardering)"


def _home(sort: str, number: int) -> str:
    if sort == "utvardering":
        return url_for("control.evaluations", ar=number)
    return url_for("control.plan" if sort == "plan" else "control.report", plan_id=number)


def _file(paper: Paper, form: str) -> Response:
    return as_file(written(paper.document(), form), MEDIA_TYPES[form], f"{paper.file_name}.{form}")


@control.get(f"/papper/<{SORTS}:sort>/<{ID}:number>")
@requires(May.READ_CONTROL)
def print_page(sort: str, number: int) -> str:
    """Show a plan, a report or the evaluation as it will be on paper, with ways to keep it as a file."""
    paper, long = PAPERS[sort](number)
    order = url_for("control.order_paper", sort=sort, number=number)
    return print_view(
        paper.document(),
        back=(paper.name, _home(sort, number)),
        files=[
            (label, url_for("control.paper_file", sort=sort, number=number, form=form))
            for label, form in LABELS
            if not long
        ],
        ordered=[(label, order, form) for label, form in LABELS if long],
    )


@control.get(f"/papper/<{SORTS}:sort>/<{ID}:number>.<any(pdf, docx):form>")
@requires(May.READ_CONTROL)
def paper_file(sort: str, number: int, form: Form) -> Response:
    """Send a plan, a report or the evaluation as a file; a long one is ordered from the print view instead."""
    paper, long = PAPERS[sort](number)
    if long:
        return redirect(url_for("control.print_page", sort=sort, number=number))
    return _file(paper, form)


def _places(sort: str, number: int, order_id: int) -> Places:
    known = {"sort": sort, "number": number}
    return Places(
        here=url_for("control.ordered_paper", order_id=order_id, **known),
        fetch=url_for("control.fetch_paper", order_id=order_id, **known),
        again=url_for("control.order_paper", **known),
        paper=url_for("control.print_page", **known),
    )


@control.post(f"/papper/<{SORTS}:sort>/<{ID}:number>/bestall")
@requires(May.READ_CONTROL)
def order_paper(sort: str, number: int) -> Response:
    """Order a long document."""
    paper, _long = PAPERS[sort](number)
    return ordered(paper, lambda made: _places(sort, number, made).here)


@control.get(f"/papper/<{SORTS}:sort>/<{ID}:number>/bestallt/<{ID}:order_id>")
@requires(May.READ_CONTROL)
def ordered_paper(sort: str, number: int, order_id: int) -> str:
    """Show how far an ordered document has come."""
    paper, _long = PAPERS[sort](number)
    found = own(paper.kind, number, order_id)
    trail: list[tuple[str, str | None]] = [
        (gettext("Internkontroll"), url_for("control.index")),
        (paper.name, _home(sort, number)),
    ]
    return waiting_page(found, _places(sort, number, order_id), paper.name, trail)


@control.get(f"/papper/<{SORTS}:sort>/<{ID}:number>/bestallt/<{ID}:order_id>/fil")
@requires(May.READ_CONTROL)
def fetch_paper(sort: str, number: int, order_id: int) -> Response:
    """Send an ordered document, if it still says what one may read now."""
    paper, _long = PAPERS[sort](number)
    return fetched(own(paper.kind, number, order_id), paper, _places(sort, number, order_id))
