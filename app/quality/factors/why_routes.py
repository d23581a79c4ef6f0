"""Why a factor is critical: words that save themselves as they are typed, and go along with the button that establishes."""

from dataclasses import dataclass

from flask import abort, redirect, request, url_for

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.quality.blueprint import ID, factor_to_write, quality
from app.quality.errors import Refused
from app.quality.factors import queries, services
from app.quality.factors.page import see
from app.quality.wording import FAULTS
from app.writing.answering import (
    Answer,
    base_sent,
    conflict_answer,
    news_answer,
    refused_answer,
    saved_answer,
    typed,
)
from app.writing.errors import TextConflict
from app.writing.saving import Saved


@quality.get(f"/faktor/<{ID}:factor_id>/varfor")
@requires(May.WRITE_QUALITY)
def why_now(factor_id: int) -> Answer:
    """Tell the script of somebody who writes whether another has written too."""
    seen = see(factor_id)
    if not seen.writes:
        abort(404)
    if not request.args.get("base") and "base" not in request.args:
        return redirect(url_for("quality.factor", factor_id=factor_id, _anchor="why"))
    by = queries.last_writer(db.session, factor_id)
    return news_answer(services.sign_of(seen.factor.why), seen.factor.why, by)


@quality.post(f"/faktor/<{ID}:factor_id>/varfor")
@requires(May.WRITE_QUALITY)
def write_why(factor_id: int) -> Answer:
    """Save why a factor is critical, as it is typed or by its button."""
    kept = keep_why(factor_id)
    if not isinstance(kept, KeptWhy):
        return kept
    return saved_answer(kept.saved, clock.now(), kept.by, _to_why(factor_id), kept.read_on)


@dataclass(frozen=True, slots=True)
class KeptWhy:
    """That the words on why were saved, who wrote them last before, and which revision they took the factor from and to."""

    saved: Saved
    by: str
    moved: tuple[int, int]

    @property
    def read_on(self) -> tuple[int, int] | None:
        """Give from which revision to which the writer has read on: one's own words are read, what was merged is not."""
        return None if self.saved.merged else self.moved


def _to_why(factor_id: int) -> str:
    return url_for("quality.factor", factor_id=factor_id, _anchor="why")


def keep_why(factor_id: int) -> KeptWhy | Answer:
    """Save the words of this request on why a factor is critical, and commit."""
    factor = factor_to_write(factor_id)
    way_back, stood_at = _to_why(factor_id), factor.record_revision
    by = queries.last_writer(db.session, factor_id)
    try:
        saved = services.write_why(
            db.session, actor_id=acting().person_id, factor=factor, text=typed(), base=base_sent()
        )
    except TextConflict as conflict:
        db.session.rollback()
        url = url_for("quality.write_why", factor_id=factor_id)
        return conflict_answer(conflict, typed(), url, way_back, factor_to_write(factor_id).title)
    except Refused as refused:
        db.session.rollback()
        return refused_answer(str(FAULTS[refused.fault]), typed(), way_back)
    moved = (stood_at, factor.record_revision)
    db.session.commit()
    return KeptWhy(saved, by, moved)
