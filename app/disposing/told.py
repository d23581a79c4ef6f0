"""What pages and paper say of a record whose text was lawfully disposed of: when, and by which decision."""

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.disposing.queries import carried_out
from app.disposing.things import things
from app.records.earlier import GONE
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
    if edition.kind in things:
        return gettext(
            "Texten är gallrad enligt beslut den %(day)s, av två personer och med stöd av %(ground)s. Att den har "
            "funnits och när finns kvar.",
            day=long_day(done.at, locale()),
            ground=done.ground.rstrip(". "),
        )
    return gettext(
        "Texten är gallrad enligt beslut den %(day)s, av två personer och med stöd av %(ground)s. Att den har "
        "fastställts, när och av vem finns kvar.",
        day=long_day(done.at, locale()),
        ground=done.ground.rstrip(". "),
    )


def what_became_of(session: Session, kind: str, number: int, words: str) -> str:
    """Say that a thing nobody established was lawfully disposed of; nothing for one that still says something.

    `words` are what must stand in it: pages of what is there ask nothing more.
    """
    if words != GONE:
        return ""
    last = (
        select(Edition)
        .where(Edition.kind == kind, Edition.object_id == number)
        .order_by(Edition.number.desc())
        .limit(1)
    )
    return what_was_done(session, session.scalars(last).one_or_none())


def that_it_was_done(edition: Edition | None) -> str:
    """Say that a version was lawfully disposed of, and when, for paper that holds many."""
    if edition is None or edition.erased_at is None:
        return ""
    return gettext(
        "Texten är gallrad enligt beslut den %(day)s. Att den har fastställts, när och av vem finns kvar.",
        day=long_day(edition.erased_at, locale()),
    )
