"""The factors of a unit beside its analysis: what was last said of each, at hand while one writes of results and risks."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.passages.talks.queries import TalkedAbout
from app.quality.factors.models import FactorState
from app.quality.factors.queries import FactorLine, of_unit
from app.quality.rights import Reader
from app.quality.talked import said_of_factors
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought
from app.writing.models import Part, UnitText

BESIDE = frozenset({"results", "risks"})
"""Parts of an analysis that factors are looked at beside; where a model has neither, its first part."""


def factors_beside(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give the established factors of the unit beside the parts of its analyses, as far as the one who reads may read them."""
    if text.kind not in {one.key for one in profile_in_force().all_analyses()} or not acting().may(
        May.READ_QUALITY
    ):
        return {}
    parts = _parts(text)
    reader = Reader(acting(), clock.today())
    found = [
        one
        for one in of_unit(session, reader, text.unit_id, text.year or clock.today().year)
        if one.state == FactorState.ESTABLISHED
    ]
    if not parts or not found:
        return {}
    talked = said_of_factors([one.id for one in found])
    brought = Brought(
        capitalised(term("critical_quality_factor", "plural")),
        [_line(one, talked.get(one.id)) for one in found],
    )
    return {part.id: [brought] for part in parts}


def _parts(text: UnitText) -> list[Part]:
    standing = [part for part in text.parts if not part.left_out]
    return [part for part in standing if part.key in BESIDE] or standing[:1]


def _line(one: FactorLine, talk: TalkedAbout | None) -> tuple[str, str, str]:
    words = f"**{one.title.replace('*', '∗')}**"
    if talk is not None and talk.said is not None:
        words += f"\n\n{talk.said.words}"
    about = gettext("samtalad %(day)s", day=day(talk.on)) if talk is not None else gettext("inte samtalad än")
    return words, about, url_for("quality.factor", factor_id=one.id)
