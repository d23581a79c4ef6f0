"""The core mission of a unit: why it exists and for whom, in the parts the steering model names (Tranemo 3.1)."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app.analysis.layouts.queries import headings_or
from app.analysis.naming.services import name_documents
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.writing.kinds import Heading, TextKind
from app.writing.models import UnitText

CORE_MISSION = "core_mission"

DOCUMENTS_PART = "documents"
"""The part that names governing documents; the profile calls it so."""

GAP = lazy_gettext("Grunduppdraget är inte beskrivet än.")


def unit_page(unit_id: int, year: int) -> str:
    """Give the address of the page of a unit's analysis and plan."""
    return url_for("analysis.unit", enhet=unit_id, ar=year or None)


def headings(session: Session, _unit_id: int, _year: int) -> Sequence[Heading]:
    """Give the parts of the core mission: the municipality's own, or those of the steering model."""
    return headings_or(session, CORE_MISSION, shipped())


def shipped() -> Sequence[Heading]:
    """Give the parts of the core mission as the steering model in force has them."""
    mission = profile_in_force().core_mission
    if mission is None:
        return [Heading("idea", gettext("Verksamhetsidé"))]
    return [
        Heading(
            heading.key,
            # What is written under them is the municipality's own: headings stand in its language, whoever begins.
            heading.title.sv,
            "\n".join(f"- {question.sv}" for question in heading.questions),
        )
        for heading in mission.headings
    ]


def lacks(_session: Session, text: UnitText) -> list[str]:
    """Tell what must be written before it can be established: at least why the unit exists."""
    first = next((part for part in text.parts if not part.left_out), None)
    if first is not None and not first.text.strip():
        return [gettext("Skriv något under ”%(part)s”.", part=first.title)]
    return []


KIND = TextKind(
    key=CORE_MISSION,
    label=lambda: capitalised(term("core_mission")),
    explanation=lambda: gettext("Varför verksamheten finns och för vem. Allt annat utgår härifrån."),
    headings=headings,
    home=unit_page,
    shipped=shipped,
    lacks=lacks,
    on_established=name_documents,
)
