"""What is decisive for the quality of units: factors with their indicators, established, reviewed, opened again and ended."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from app import clock
from app.demo.script import Part, read
from app.demo.stage import Act, Stage, Unplayable
from app.organisation.models import Person, Unit
from app.passages.subjects import Ref
from app.quality.factors import queries
from app.quality.factors import services as factors
from app.quality.factors.models import Factor
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Periodicity
from app.quality.subjects import FACTOR, INDICATOR
from app.steering.schema import Profile

Later = tuple[datetime, Callable[[], None]]


class IndicatorPart(Part):
    """An indicator; `key` is what measurements and dialogues of the demo call it."""

    key: str
    name: str
    nature: Literal["qualitative", "quantitative"] = "qualitative"
    method: str = ""
    routine: str = ""
    often: Literal["week", "month", "quarter", "tertial", "half_year", "year", "school_year"] = "year"
    rhythm: str = ""
    """A rhythm of the model in whose rounds it is measured, instead of how often."""
    type: str = ""
    measure: str = ""
    decimals: int = 0
    better: Literal["none", "higher", "lower", "within"] = "none"
    low: float | None = None
    high: float | None = None
    by_sex: bool = False
    source: Literal["hand", "spreadsheet", "kolada", "other"] = "hand"
    source_words: str = ""
    person: str = ""
    measurer: str = ""
    skipped: str = ""
    targets: dict[int, float] = {}
    """What is to be reached in a year counted from the present one."""

    @property
    def periodicity(self) -> str:
        """How often it is measured, as it is kept."""
        return Periodicity.ROUND if self.rhythm else self.often


class PairPart(Part):
    """A result and a resource that show efficiency together, by their keys."""

    result: str
    resource: str
    words: str = ""


class ReviewPart(Part):
    """That a factor was found to hold, on a day counted from the day of loading."""

    day: int
    words: str


class FactorPart(Part):
    """A factor, and the days on which it was written, established, opened again and ended."""

    key: str
    unit: str
    title: str
    why: str = ""
    area: bool = False
    day: int
    established: int | None = None
    reopened: int | None = None
    again: int | None = None
    new_why: str = ""
    ended: int | None = None
    closing: str = ""
    reviews: tuple[ReviewPart, ...] = ()
    indicators: tuple[IndicatorPart, ...] = ()
    pairs: tuple[PairPart, ...] = ()


class QualityPart(Part):
    """The whole file of factors."""

    factors: tuple[FactorPart, ...]


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give the acts of every factor; none where the municipality has none."""
    path = folder / "quality.toml"
    if not path.exists():
        return []
    return [_act(Assurer(stage, profile, part)) for part in read(path, QualityPart).factors]


def _act(assurer: "Assurer") -> Act:
    for moment, do in assurer.events():
        yield moment
        do()
        assurer.stage.session.flush()


class Assurer:
    """Plays the life of one factor through the services people use."""

    def __init__(self, stage: Stage, profile: Profile, part: FactorPart) -> None:
        self.stage, self.profile, self.part = stage, profile, part

    @property
    def unit(self) -> Unit:
        """The unit whose factor it is."""
        return self.stage.session.scalars(select(Unit).where(Unit.external_id == self.part.unit)).one()

    def writer(self) -> int:
        """Give who writes for the unit on the day that is being played."""
        return self.stage.writer(self.unit.id)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Give a moment on a working day some days from the day of loading, never in the future."""
        return self.stage.calendar.past(self.stage.calendar.meeting(min(day, 0), hour, minute))

    def events(self) -> Iterator[Later]:
        """Give all that happens to the factor, in the order of the script: leave must not turn two days around."""
        part = self.part
        steps: list[tuple[int | None, Callable[[], None]]] = [
            (part.day, self.write),
            (part.established, self.establish),
            *((one.day, partial(self.review, one)) for one in part.reviews),
            (part.reopened, self.reopen),
            (part.again, self.establish),
            (part.ended, self.end),
        ]
        dated = [(day, do) for day, do in steps if day is not None]
        before: datetime | None = None
        for day, do in sorted(dated, key=lambda step: step[0]):
            moment = self.at(day, 9)
            if before is not None:
                moment = self.stage.calendar.past(max(moment, before + timedelta(hours=3)))
            yield moment, do
            before = moment

    def factor(self) -> Factor:
        """Give the factor as it stands, with all that hangs on it."""
        found = queries.whole(self.stage.session, self.stage.subjects[self.part.key].id)
        if found is None:
            raise Unplayable(f"the factor {self.part.key} is gone")
        return found

    def write(self) -> None:
        """Write the factor and its indicators."""
        made = factors.create_factor(
            self.stage.session,
            actor_id=self.writer(),
            unit_id=self.unit.id,
            wanted=factors.Wanted(
                self.part.title, self.part.why.strip(), "area" if self.part.area else "unit"
            ),
        )
        self.stage.subjects[self.part.key] = Ref(FACTOR, made.id)
        numbers: dict[str, int] = {}
        for one in self.part.indicators:
            added = indicators.add_indicator(
                self.stage.session, actor_id=self.writer(), factor=self.factor(), wanted=self.wanted(one)
            )
            numbers[one.key] = added.id
            self.stage.subjects[one.key] = Ref(INDICATOR, added.id)
        for pair in self.part.pairs:
            indicators.pair(
                self.stage.session,
                actor_id=self.writer(),
                factor=self.factor(),
                result_id=numbers[pair.result],
                resource_id=numbers[pair.resource],
                words=pair.words,
            )

    def wanted(self, one: IndicatorPart) -> indicators.Wanted:
        """Give what an indicator is to say."""
        return indicators.Wanted(
            name=one.name,
            nature=one.nature,
            method=one.method.strip(),
            routine=one.routine.strip(),
            type_key=one.type,
            unit_of_measure=one.measure,
            decimals=one.decimals,
            better=one.better,
            within_low=_number(one.low),
            within_high=_number(one.high),
            periodicity=one.periodicity,
            rhythm=one.rhythm,
            by_sex=one.by_sex,
            source=one.source,
            source_words=one.source_words,
            measurer_id=self._person(one.person),
            measurer=one.measurer,
            skipped=one.skipped,
            targets={
                self.stage.calendar.today.year + years: _number(value) for years, value in one.targets.items()
            },
        )

    def _person(self, name: str) -> int | None:
        if not name:
            return None
        return self.stage.session.scalars(select(Person.id).where(Person.name == name)).one()

    def establish(self) -> None:
        """Establish the factor as it stands."""
        factor = self.factor()
        factors.establish(
            self.stage.session,
            actor_id=self.writer(),
            factor=factor,
            profile=self.profile,
            expected=factor.record_revision,
        )

    def review(self, one: ReviewPart) -> None:
        """Find that the factor holds for the year that is being played."""
        factors.review(
            self.stage.session,
            actor_id=self.writer(),
            factor=self.factor(),
            year=clock.today().year,
            words=one.words.strip(),
        )

    def reopen(self) -> None:
        """Open the factor for a new version, and write why anew where the script says so."""
        factors.reopen(self.stage.session, actor_id=self.writer(), factor=self.factor())
        if self.part.new_why:
            factor = self.factor()
            base = factors.sign_of(factor.why)
            factors.write_why(
                self.stage.session,
                actor_id=self.writer(),
                factor=factor,
                text=self.part.new_why.strip(),
                base=base,
            )

    def end(self) -> None:
        """End the factor with words."""
        factors.end(
            self.stage.session, actor_id=self.writer(), factor=self.factor(), words=self.part.closing.strip()
        )


def _number(value: float | None) -> Decimal | None:
    return Decimal(str(value)) if value is not None else None
