"""What an edition merely repeats: it begins with the words of the edition before, and they are told apart until they change."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.ui.install import day
from app.writing.models import UnitText
from app.writing.queries import established_before


def repeated(session: Session, text: UnitText) -> dict[str, str]:
    """Say of each part, by its key, whose words are those of the edition before, in which they stood."""
    before = established_before(session, text)
    if before is None:
        return {}
    earlier = {part.key: part.text.strip() for part in before.parts}
    said = gettext(
        "Orden är desamma som i utgåva %(number)s, %(day)s.",
        number=before.number,
        day=day(before.state_since),
    )
    return {
        part.key: said
        for part in text.parts
        if (words := part.text.strip()) and words == earlier.get(part.key)
    }
