"""A plan at a deficit on paper: as it stands for those who read it now, otherwise the version last established."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.documents.paper import with_year
from app.economy import rules
from app.economy.blueprint import ID, content_of, economy, plan_address, see_plan
from app.economy.facts import Facts, plan_content
from app.economy.models import PLAN_TOLD, Recovery, RecoveryState
from app.economy.queries import listing, opening
from app.economy.wording import REMEDY_STATES, plan_title, tkr
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS
from app.exports.orders.worker import written
from app.exports.tree import Block, Document, Heading, Table, Voice, said
from app.exports.words import words
from app.ui.addresses import url_for
from app.ui.formats import swedish_date
from app.ui.install import locale


@economy.get(f"/plan/<{ID}:plan_id>/utskrift")
@requires(May.READ_ECONOMY)
def print_plan(plan_id: int) -> str:
    """Show a plan as it will be on paper."""
    plan, paper = _paper(plan_id)
    files = [(label, url_for("economy.plan_file", plan_id=plan_id, form=form)) for label, form in LABELS]
    return print_view(paper, back=(plan_title(plan.sort, plan.year), plan_address(plan)), files=files)


@economy.get(f"/plan/<{ID}:plan_id>/fil.<any(pdf, docx):form>")
@requires(May.READ_ECONOMY)
def plan_file(plan_id: int, form: str) -> Response:
    """Send a plan as a file."""
    plan, paper = _paper(plan_id)
    return as_file(written(paper, form), MEDIA_TYPES[form], f"{paper.title}, {_stands(plan, paper)}.{form}")


def _stands(plan: Recovery, paper: Document) -> str:
    """Say in the name of a file how the plan stands: a draft, or since which day it holds."""
    locked = opening.edition(db.session, plan.edition_id)
    if paper.marks or locked is None:
        return gettext("utkast")
    day = swedish_date(locked.established_at).isoformat()
    if plan.handed_to is not None:
        return gettext("lämnad %(day)s", day=day)
    return gettext("fastställd %(day)s", day=day)


def _paper(plan_id: int) -> tuple[Recovery, Document]:
    """Put a plan on paper with the rights of its page; 404 where the one who asks reads none of it yet."""
    plan, standing = see_plan(plan_id)
    if standing.writes or plan.state in PLAN_TOLD:
        steps = rules.standing_steps(listing.steps_of(db.session, plan))
        return plan, _document(plan, plan_content(plan, steps), now=True)
    locked = opening.edition(db.session, plan.edition_id)
    content = content_of(locked.content) if locked is not None else {}
    if not content:
        abort(404)
    return plan, _document(plan, content, now=False)


def _document(plan: Recovery, content: Facts, *, now: bool) -> Document:
    told = not now or plan.state in PLAN_TOLD
    pairs = (
        (gettext("Enhet"), str(content["unit"])),
        (gettext("Underskott"), tkr(plan.deficit if now else _amount(content["deficit"]))),
        (gettext("Ansvarar"), str(content.get("who") or "")),
        (gettext("Ska vara genomförd"), _day(content.get("due_on"))),
        (gettext("Lämnad till"), plan.handed_to.name if plan.handed_to is not None and told else ""),
    )
    return Document(
        title=f"{plan_title(plan.sort, plan.year)}, {content['unit']}",
        kind=plan_title(plan.sort, plan.year),
        language=locale(),
        marks=() if told else (gettext("Utkast, inte fastställd"),),
        facts=tuple((term, value) for term, value in pairs if value),
        blocks=tuple(_blocks(plan, content, now=now)),
        letterhead=head_of_paper(),
        foot=gettext("Ur ekonomin, %(day)s.", day=with_year(clock.today())),
        author="Samsyn",
        page_words=(gettext("Sida"), gettext("av")),
    )


def _blocks(plan: Recovery, content: Facts, *, now: bool) -> list[Block]:
    blocks: list[Block] = []
    if now and plan.state == RecoveryState.DONE:
        blocks += _titled(gettext("Så gick det"), plan.closing_words)
    if content.get("judged_why"):
        blocks += _titled(gettext("Varför underskottet är stort"), str(content["judged_why"]))
    blocks += _titled(gettext("Planen"), str(content["words"]))
    steps: Sequence[Mapping[str, Any]] = list(content["steps"]) if isinstance(content["steps"], list) else []
    blocks.append(_table(steps) if steps else said(gettext("Inga åtgärder än."), Voice.GAP))
    if now and plan.received_words and plan.handed_to is not None:
        blocks += _titled(gettext("Mottagen av %(unit)s", unit=plan.handed_to.name), plan.received_words)
    return blocks


def _titled(heading: str, text: str) -> list[Block]:
    return [Heading(heading), *(words(text) or (said(gettext("Inte skrivet än."), Voice.GAP),))]


def _table(steps: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        (
            str(one["what"]),
            str(one["who"] or ""),
            _day(one["due_on"]),
            tkr(one["effect"]),
            str(one["year"]),
            str(REMEDY_STATES[one["state"]]),
        )
        for one in steps
    )
    head = (
        gettext("Åtgärd"),
        gettext("Vem"),
        gettext("Klart"),
        gettext("Effekt"),
        gettext("År"),
        gettext("Läge"),
    )
    return Table(gettext("Åtgärderna"), head, rows, widths=(34, 16, 14, 13, 8, 15))


def _day(value: object) -> str:
    if isinstance(value, str) and value:
        value = date.fromisoformat(value)
    return with_year(value) if isinstance(value, date) else ""


def _amount(value: object) -> int | None:
    return value if isinstance(value, int) else None
