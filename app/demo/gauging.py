"""What units measured over the years: figures and words, by sex, preliminary, corrected, and periods nothing was measured in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.demo.assuring import FactorPart, QualityPart
from app.demo.script import Part, read
from app.demo.stage import Act, Stage, Unplayable
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.quality.indicators.models import Indicator
from app.quality.judging.queries import standing_in
from app.quality.judging.services import judge
from app.quality.judging.weighing import Judged
from app.quality.measuring import services
from app.quality.measuring.about import About
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.rounds import Pace, pace_of
from app.quality.measuring.rules import Entry, main_sex
from app.steering.schema import Profile

Figures = tuple[float | None, ...]


class CorrectionPart(Part):
    """That a measurement was corrected some days after it was made: 0 is the latest of the row, 1 the one before."""

    back: int
    days: int = 12
    value: float | None = None
    words: str = ""


class JudgedPart(Part):
    """That a person judged a measurement some days after it was made: 0 is the latest of the row, 1 the one before."""

    back: int = 0
    days: int = 6
    level: str
    reason: str = ""
    remedies: str = ""


class MeasuredPart(Part):
    """What a unit measured of an indicator. The figures are the oldest first; the last is of the period `latest` names:
    0 the latest that is over, 1 the one before it, which leaves the latest to be measured.

    `words` and `skipped` are told by how far back from the last they lie. `nan` in figures is what was never measured.
    """

    indicator: str
    unit: str = ""
    latest: int = 0
    all: Figures = ()
    women: Figures = ()
    men: Figures = ()
    words: dict[int, str] = {}
    skipped: dict[int, str] = {}
    preliminary: tuple[int, ...] = ()
    corrected: tuple[CorrectionPart, ...] = ()
    judged: tuple[JudgedPart, ...] = ()
    call: dict[int, str] = {}
    """Keys under which dialogues can be about a measurement."""


class MeasurementsPart(Part):
    """The whole file of measurements."""

    measured: tuple[MeasuredPart, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One measurement or correction, and when."""

    moment: datetime
    period: Period
    back: int
    correction: CorrectionPart | None = None
    judgement: JudgedPart | None = None


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give the acts of all that was measured; none where the municipality has none."""
    path = folder / "measurements.toml"
    if not path.exists():
        return []
    factors = read(folder / "quality.toml", QualityPart).factors
    of = {one.key: (factor, one) for factor in factors for one in factor.indicators}
    found = []
    for part in read(path, MeasurementsPart).measured:
        if part.indicator not in of:
            raise Unplayable(f"no indicator is called {part.indicator}")
        factor, one = of[part.indicator]
        found.append(_act(Gauger(stage, profile, part, factor, pace_of(one.periodicity, one.rhythm))))
    return found


def _act(gauger: "Gauger") -> Act:
    for step in gauger.steps():
        yield step.moment
        gauger.take(step)
        gauger.stage.session.flush()


class Gauger:
    """Measures an indicator in a unit, period by period, through the services people use."""

    def __init__(
        self, stage: Stage, profile: Profile, part: MeasuredPart, factor: FactorPart, pace: Pace
    ) -> None:
        self.stage, self.profile, self.part, self.factor, self.pace = stage, profile, part, factor, pace

    def steps(self) -> Iterator[Step]:
        """Give what happens, in order of time; what lies before the factor was established was brought along then."""
        part = self.part
        # Leave may turn two days of the script around: what was established stands at the latest the day after both.
        days = (self.factor.day, self.factor.established or 0)
        meeting = self.stage.calendar.meeting
        established = max(meeting(min(day, 0), 14, 10) for day in days) + timedelta(days=1)
        period = self.pace.latest_ended(self.stage.calendar.today)
        for _ in range(part.latest):
            period = self.pace.before(period)
        count = max(len(part.all), 1 + max([*part.words, *part.skipped, 0]))
        found = []
        for back in range(count):
            if self.entries(back):
                day = clock.from_stockholm(period.last + timedelta(days=9), 10, 20)
                moment = self.stage.calendar.past(max(day, established + timedelta(minutes=back)))
                found.append(Step(moment, period, back))
                found += [
                    Step(self.stage.calendar.past(moment + timedelta(days=one.days)), period, back, one)
                    for one in part.corrected
                    if one.back == back
                ]
                found += [
                    Step(
                        self.stage.calendar.past(moment + timedelta(days=one.days)),
                        period,
                        back,
                        judgement=one,
                    )
                    for one in part.judged
                    if one.back == back
                ]
            period = self.pace.before(period)
        yield from sorted(found, key=lambda step: (step.moment, -step.back))

    def entries(self, back: int) -> dict[Sex, Entry]:
        """Give what was measured so far back; nothing where nothing was."""
        part = self.part
        words, skipped = part.words.get(back, "").strip(), part.skipped.get(back, "").strip()
        if skipped:
            return {Sex.UNDIVIDED: Entry(text=skipped, not_measured=True)}
        preliminary = back in part.preliminary
        value = _figure(part.all, back)
        found = {}
        if value is not None or words:
            found[Sex.UNDIVIDED] = Entry(value, words, preliminary)
        for sex, figures in ((Sex.WOMEN, part.women), (Sex.MEN, part.men)):
            own = _figure(figures, back)
            if own is not None:
                found[sex] = Entry(own, preliminary=preliminary)
        return found

    def take(self, step: Step) -> None:
        """Measure, or correct what was measured."""
        session = self.stage.session
        ref = self.stage.subject(self.part.indicator)
        unit = session.scalars(
            select(Unit).where(Unit.external_id == (self.part.unit or self.factor.unit))
        ).one()
        indicator = session.scalars(
            select(Indicator)
            .where(Indicator.id == ref.id)
            .options(
                joinedload(Indicator.factor), selectinload(Indicator.skipped), selectinload(Indicator.targets)
            )
            .execution_options(populate_existing=True)
        ).one()
        if step.judgement is not None:
            self._judge(indicator, unit.id, step.period, step.judgement)
            return
        main = main_sex(indicator.by_sex)
        entries = {main if sex is Sex.UNDIVIDED else sex: one for sex, one in self.entries(step.back).items()}
        if step.correction is not None:
            value = step.correction.value
            entries[main] = Entry(
                Decimal(str(value)) if value is not None else entries[main].value,
                step.correction.words.strip() or entries[main].text,
            )
        standing = services.standing_of(session, indicator.id, unit.id, step.period)
        made = services.measure(
            session,
            actor_id=indicator.measurer_id or self.stage.writer(unit.id),
            indicator=indicator,
            unit_id=unit.id,
            period=step.period,
            entries=entries,
            expected={sex: one.revision for sex, one in standing.items()},
        )
        key = self.part.call.get(step.back)
        if key and made:
            self.stage.subjects[key] = Ref(MEASUREMENT, made[0].id)

    def _judge(self, indicator: Indicator, unit_id: int, period: Period, part: JudgedPart) -> None:
        """Judge what was measured, beside what the figure proposes."""
        session = self.stage.session
        targets = {one.year: one.value for one in indicator.targets}
        stands = standing_in(session, indicator.id, unit_id, period)
        judge(
            session,
            actor_id=self.stage.writer(unit_id),
            about=About.of(indicator, targets, [one.period for one in indicator.skipped]),
            unit_id=unit_id,
            profile=self.profile,
            period=period,
            judged=Judged(part.level, part.reason.strip(), part.remedies.strip()),
            expected=stands.id if stands is not None else 0,
        )


def _figure(figures: Figures, back: int) -> Decimal | None:
    if back >= len(figures):
        return None
    value = figures[-1 - back]
    return None if value is None or value != value else Decimal(str(value))
