"""The vision and values of the municipality: written once, for all; what they mean stands in each unit's core mission."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.analysis.values import VISION
from app.ui.addresses import url_for
from app.writing.kinds import Heading, TextKind


def headings(_session: Session, _unit_id: int, _year: int) -> Sequence[Heading]:
    """Give its two parts: where the municipality wants to go, and how its people want to be on the way (Tranemo 7)."""
    return [
        Heading("vision", "Vision", "- Vart vill kommunen på lång sikt?"),
        Heading("values", "Värdegrund", "- Hur vill vi vara mot varandra och dem vi är till för?"),
    ]


KIND = TextKind(
    key=VISION,
    label=lambda: gettext("Vision och värdegrund"),
    explanation=lambda: gettext(
        "Beslutas av fullmäktige och gäller alla. Kommunchefen och dess stöd för in den som den är beslutad."
    ),
    headings=headings,
    home=lambda _unit_id, _year: url_for("analysis.vision"),
    for_everyone=True,
    arranged=True,
    adds=lambda: gettext("Lägg till ett värde"),
    top_only=True,
)
