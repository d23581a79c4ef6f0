"""What every judgement keeps, whatever it is of: the level, what was proposed at that moment, why, what is done, who and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.db import UtcDateTime
from app.organisation.models import Person
from app.quality.judging.weighing import Weighed
from app.steering.shapes.measuring import Level, Scale

Facts = dict[str, object]


class Judgement:
    """The columns of a judgement. A new one never changes an earlier.

    `level` and `proposed` are keys of the scale, with the words they were called by then: a scale that is changed later
    does not change what was judged. `degree` is the whole per cent that was proposed from, None where nothing was measured.
    """

    scale: Mapped[str] = mapped_column(String(50))
    level: Mapped[str] = mapped_column(String(50))
    level_word: Mapped[str] = mapped_column(String(200))
    shape: Mapped[str] = mapped_column(String(20))
    colour: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[str] = mapped_column(String(50), default="", server_default=text("''"))
    proposed_word: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    degree: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    remedies: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def person(cls) -> Mapped[Person]:  # noqa: N805  a declared attribute is asked of the class
        """Who judged."""
        return relationship(Person, lazy="raise_on_sql")

    def say(
        self,
        scale: Scale,
        weighed: Weighed,
        proposed: Level | None,
        degree: int | None,
        *,
        by: int,
        at: datetime,
    ) -> None:
        """Take in what was judged, beside what was proposed."""
        self.scale, self.level, self.level_word = scale.key, weighed.level.key, weighed.level.word.sv
        self.shape, self.colour = weighed.level.shape, weighed.level.colour
        self.proposed = proposed.key if proposed else ""
        self.proposed_word = proposed.word.sv if proposed else ""
        self.degree, self.reason, self.remedies = degree, weighed.reason, weighed.remedies
        self.person_id, self.at = by, at

    def said(self) -> Facts:
        """Give what the history keeps of it, beside what it is of."""
        return {
            "scale": self.scale,
            "level": self.level,
            "level_word": self.level_word,
            "proposed": self.proposed,
            "proposed_word": self.proposed_word,
            "degree": self.degree,
            "reason": self.reason,
            "remedies": self.remedies,
            "by": self.person_id,
            "at": self.at,
        }
