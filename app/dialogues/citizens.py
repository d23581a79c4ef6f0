"""What the reporting unit has heard and promised, brought along to a dialogue: words first, with where they come from."""

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.citizens.bringing import heard_in, how_kept, kept_source, years_before
from app.citizens.commitments.queries import decided_of
from app.citizens.queries import Reader
from app.citizens.subjects import commitment_subject
from app.clock import STOCKHOLM
from app.dialogues.about import rules as about
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.ui.addresses import url_for

SHOWN = 12


def heard(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give what was heard in the reporting unit in the year of the meeting and the one before."""
    actor = acting()
    if not actor.may(May.READ_PLANS):
        return []
    year = dialogue.starts_at.astimezone(STOCKHOLM).year
    found = heard_in(
        session, Reader(actor, clock.today()), dialogue.series.rep_post.unit_id, years_before(year)
    )
    return [Item(one.words, one.source, one.href) for one in found[:SHOWN]]


def commitments(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the decided commitments of the reporting unit, with what was last said of how each is kept."""
    actor = acting()
    if not actor.may(May.READ_PLANS):
        return []
    unit_ids = [dialogue.series.rep_post.unit_id]
    both_read = about.both_read(dialogue.series.pair_kind, established=True)
    return [
        Item(
            how_kept(one),
            kept_source(one),
            url_for("citizens.commitment", commitment_id=one.commitment.id),
            subject=commitment_subject(one.commitment) if both_read else None,
        )
        for one in decided_of(session, Reader(actor, clock.today()), unit_ids, SHOWN)
    ]


HEARD = Provider(
    "heard",
    lazy_gettext("Det vi har hört"),
    lazy_gettext("Vad invånare och brukare har sagt till den rapporterande enheten i år och i fjol."),
    heard,
)
COMMITMENTS = Provider(
    "commitments",
    lazy_gettext("Löften till invånare och brukare"),
    lazy_gettext("Vad den rapporterande enheten har lovat, och hur det har hållits."),
    commitments,
)
