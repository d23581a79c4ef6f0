"""What assignments bring along to a dialogue: those the reporting side has taken, with what was said last, words first."""

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.access.matrix import May
from app.assignments.models import Assignment, AssignmentWord
from app.assignments.queries import opening, saying
from app.assignments.subjects import reader_of
from app.assignments.wording import STATES
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.ui.addresses import url_for
from app.ui.install import day

MOST = 20


def assignments(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the open assignments the reporting unit has taken, as far as the one who reads may read them."""
    actor = acting()
    if not actor.may(May.READ_ASSIGNMENTS):
        return []
    found = opening.of_units(session, reader_of(actor), [dialogue.series.rep_post.unit_id], MOST)
    said = saying.latest_words(session, [one.id for one in found]) if found else {}
    return [_item(one, said.get(one.id)) for one in found]


def _item(one: Assignment, said: AssignmentWord | None) -> Item:
    title = f"**{one.title.replace('*', '∗')}**"
    words = f"{title}\n\n{said.text}" if said is not None else title
    source = [gettext("från %(unit)s", unit=one.giver_unit.name)]
    if one.due_on is not None:
        source.append(gettext("klart senast %(day)s", day=day(one.due_on)))
    return Item(
        words,
        ", ".join(source),
        url_for("assignments.one", assignment_id=one.id),
        state=str(STATES[one.state]).lower(),
    )


ASSIGNMENTS = Provider(
    "assignments",
    lazy_gettext("Uppdrag"),
    lazy_gettext("Det den rapporterande enheten har tagit på sig, med det som sades senast."),
    assignments,
)
