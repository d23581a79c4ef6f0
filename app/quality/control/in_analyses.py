"""The strategic risks of a unit beside the part of its analysis that is about them: why they are judged so, then how."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.access.matrix import May
from app.passages.talks.pages import talked_about
from app.quality.control.subjects import reading
from app.quality.risks.facts import RISK
from app.quality.risks.models import Nature, Risk
from app.quality.risks.queries.opening import reasonings, risks_of_units
from app.quality.risks.wording import level_word
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought
from app.writing.models import UnitText

BESIDE = "risks"
"""The part of an analysis that strategic risks are looked at beside; where a model has none, its first part."""
MOST = 12


def strategic_risks(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give the unit's strategic risks, as far as the one who reads may read them (Tranemo 6: analysed with the current state)."""
    if text.kind not in {one.key for one in profile_in_force().all_analyses()} or not acting().may(
        May.READ_RISKS
    ):
        return {}
    standing = [part for part in text.parts if not part.left_out]
    parts = [part for part in standing if part.key == BESIDE] or standing[:1]
    found = risks_of_units(
        session,
        reader=reading(session, acting()),
        unit_ids=[text.unit_id],
        limit=MOST,
        nature=Nature.STRATEGIC,
    )
    if not parts or not found:
        return {}
    why = reasonings(session, [one.id for one in found])
    talked = talked_about(session, acting(), RISK, [one.id for one in found])
    lines = []
    for one in found:
        talk = talked.get(one.id)
        said = talk.said.words if talk is not None and talk.said is not None else ""
        about = [level_word(one.value), one.factor.title if one.factor else ""]
        about.append(gettext("samtalad %(day)s", day=day(talk.on)) if talk else gettext("inte samtalad än"))
        lines.append(
            (_words(one, said, why.get(one.id, "")), _line(about), url_for("risks.one", risk_id=one.id))
        )
    return {parts[0].id: [Brought(gettext("Strategiska risker"), lines)]}


def _words(risk: Risk, said: str, reasoning: str) -> str:
    title = risk.title.replace("*", "∗")
    return "\n\n".join(part for part in (f"**{title}**", said or reasoning) if part)


def _line(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
