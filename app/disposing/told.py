"""What pages and paper say of a record whose text was lawfully disposed of: when, and by which decision."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.disposing.queries import carried_out
from app.records.models import Edition
from app.ui.formats import long_day
from app.ui.install import locale


def what_was_done(session: Session, edition: Edition | None) -> str:
    """Say in plain words that a version was lawfully disposed of; nothing for one whose text is there.

    Asks for the decision only where something was: pages of what is there cost nothing more.
    """
    if edition is None or edition.erased_at is None:
        return ""
    done = carried_out(session, edition.id)
    if done is None:
        return that_it_was_done(edition)
    return gettext(
        "Texten är gallrad enligt beslut den %(day)s, av två personer och med stöd av %(ground)s. Att den har "
        "fastställts, när och av vem finns kvar.",
        day=long_day(done.at, locale()),
        ground=done.ground.rstrip(". "),
    )


def that_it_was_done(edition: Edition | None) -> str:
    """Say that a version was lawfully disposed of, and when, for paper that holds many."""
    if edition is None or edition.erased_at is None:
        return ""
    return gettext(
        "Texten är gallrad enligt beslut den %(day)s. Att den har fastställts, när och av vem finns kvar.",
        day=long_day(edition.erased_at, locale()),
    )
