"""What units' own texts bring along to a dialogue: core mission, analyses, plan, and the vision of all."""

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.dialogues.about import rules as about
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.passages.subjects import Subject
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import TextKind
from app.writing.models import NO_YEAR, TextState, UnitText
from app.writing.pages import named
from app.writing.queries import readable_by
from app.writing.subjects import text_subject
from app.writing.wording import STATES

PARTS_SHOWN = 8
"""Parts of one text beside a theme; the rest is one click away."""


def provider(kind: TextKind) -> Provider:
    """Make a kind of text something a theme can bring along: what is shared or established, the newest first."""

    def load(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
        actor = acting()
        if not actor.may(May.READ_PLANS):
            return []
        year = dialogue.starts_at.astimezone(STOCKHOLM).year
        wanted = (
            select(UnitText)
            .where(
                UnitText.kind == kind.key,
                UnitText.state.in_([TextState.SHARED, TextState.ESTABLISHED]),
                UnitText.year.in_([year + 1, year, year - 1] if kind.by_year else [NO_YEAR]),
                readable_by(actor, clock.today()),
            )
            .options(joinedload(UnitText.unit), selectinload(UnitText.parts))
            .order_by(UnitText.year.desc(), UnitText.number.desc())
            .limit(1)
        )
        if not kind.for_everyone:
            wanted = wanted.where(UnitText.unit_id == dialogue.series.rep_post.unit_id)
        text = session.scalars(wanted).first()
        if text is None:
            return []
        established = text.state == TextState.ESTABLISHED
        both_read = about.both_read(dialogue.series.pair_kind, established=established)
        return _items(kind, text, text_subject(kind, text.unit_id, text.unit.name) if both_read else None)

    return Provider(kind.key, kind.lazy_label(), kind.lazy_explanation(), load)


def _items(kind: TextKind, text: UnitText, subject: Subject | None) -> list[Item]:
    source = gettext(
        "%(name)s, %(state)s %(day)s",
        name=named(kind, text.year),
        state=str(STATES[text.state]),
        day=day(text.state_since),
    )
    href = url_for("writing.text", text_id=text.id)
    return [
        Item(f"**{part.title}**\n\n{part.text}", source, f"{href}#del-{part.id}", subject=subject)
        for part in text.parts
        if part.text.strip() and not part.left_out
    ][:PARTS_SHOWN]
