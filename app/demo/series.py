"""A series on the stage: begun with its first meeting, ended where the script says so."""

from dataclasses import dataclass

from app import clock
from app.demo.script import SeriesPart
from app.demo.stage import Act, Stage
from app.dialogues import rules
from app.dialogues.models import Post, Series
from app.dialogues.series import beginning


@dataclass(slots=True)
class Line:
    """One series on the stage; begun when its first meeting is planned."""

    stage: Stage
    part: SeriesPart
    series: Series | None = None

    def begun(self) -> Series:
        """Give the series, begun now when it was not yet."""
        if self.series is None:
            over, rep = self._posts()
            self.series = beginning.start_series(
                self.stage.session,
                actor_id=self.stage.holder(over).id,
                pair_kind=self.part.pair,
                over_post=over,
                rep_post=rep,
                template_id=self.stage.agenda(self.part.pair).template_id,
                rhythm=self.part.rhythm,
            )
        return self.series

    def _posts(self) -> tuple[Post, Post]:
        over_kind, rep_kind = rules.PAIR_POSTS[self.part.pair]
        employee = self.stage.people[self.part.employee] if self.part.employee else None
        return (
            self._post(self.part.over, over_kind, None),
            self._post(self.part.rep, rep_kind, employee),
        )

    def _post(self, unit: str, kind: str, person_id: int | None) -> Post:
        return beginning.post_for(
            self.stage.session, unit_id=self.stage.units[unit], kind=kind, person_id=person_id
        )


def ending(line: Line, month: int, administrator: str) -> Act:
    """End the series in a month, as the administrator does."""
    on = line.stage.calendar.month(month)
    yield clock.from_stockholm(on, 8, 20)
    series = line.begun()
    beginning.change_series(
        line.stage.session,
        actor_id=line.stage.people[administrator],
        series=series,
        template_id=series.template_id,
        rhythm=series.rhythm,
        ended_on=on,
    )
