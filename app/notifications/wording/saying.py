"""What a notice in words is made of, and how its stored facts are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask_babel import gettext

from app import clock
from app.languages import LANGUAGES
from app.notifications.kinds import Kind
from app.notifications.plain import one_line
from app.ui import formats
from app.ui.install import locale


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words: one line that stands alone, what more there is, facts, and where to go on."""

    headline: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""
    items: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Facts:
    """The stored facts of a notice, each read as what it is; what is missing is empty."""

    words: Mapping[str, object]

    def text(self, name: str) -> str:
        """Give a name or a title on one line."""
        return one_line(str(self.words.get(name) or ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Give several titles."""
        found = self.words.get(name)
        return tuple(one_line(str(one)) for one in found) if isinstance(found, list) else ()

    @property
    def starts_at(self) -> datetime:
        """The moment a meeting begins."""
        return datetime.fromisoformat(str(self.words["starts_at"]))

    @property
    def when(self) -> str:
        """The day and time of a meeting, from when to when."""
        start = self.starts_at
        end = start + timedelta(minutes=int(str(self.words.get("minutes") or 0)))
        span = formats.clock_time(start, locale())
        if end > start:
            span += "–" + formats.clock_time(end, locale())
        return f"{self.day} {span}"

    def moment(self, name: str) -> str:
        """Give a day and a time of day in words."""
        at = datetime.fromisoformat(str(self.words[name]))
        return f"{formats.weekday(at, clock.today(), locale())} {formats.clock_time(at, locale())}"

    @property
    def day(self) -> str:
        """The day of a meeting."""
        return formats.weekday(self.starts_at, clock.today(), locale())

    @property
    def which(self) -> str:
        """A meeting by its title and day; where the title ends with the day, which is how meetings are named, it is said once."""
        title, on = self.text("title"), self.starts_at.astimezone(clock.STOCKHOLM).date()
        for language in LANGUAGES:
            bare = title.removesuffix(f" {formats.day(on, on, language)}")
            if bare != title:
                return f"{bare} {self.day}"
        return f"{title}, {self.day}"

    @property
    def called(self) -> str:
        """A meeting by its title and day within a sentence, as pages name it: the day once, and not where it is not known."""
        title = self.text("title")
        if not self.words.get("starts_at"):
            return title
        on = self.starts_at.astimezone(clock.STOCKHOLM).date()
        for language in LANGUAGES:
            title = title.removesuffix(f" {formats.day(on, on, language)}")
        return f"{title} {formats.day(on, clock.today(), locale())}"

    def long_date(self, name: str) -> str:
        """Give a date in words as meetings are named: without its day of the week."""
        return formats.day(date.fromisoformat(str(self.words[name])), clock.today(), locale())

    def date(self, name: str) -> str:
        """Give a date in words."""
        return formats.weekday(date.fromisoformat(str(self.words[name])), clock.today(), locale())

    @property
    def meeting(self) -> tuple[tuple[str, str], ...]:
        """When, where and with whom, as far as known."""
        found = [(gettext("När"), self.when)]
        if self.text("place"):
            found.append((gettext("Var"), self.text("place")))
        if self.text("with"):
            found.append((gettext("Med"), self.text("with")))
        return tuple(found)


Sentences = dict[Kind, Callable[[Facts], Said]]
"""What says a notice of each kind."""
