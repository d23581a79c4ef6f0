"""Pure decisions about indicators: which years have targets, and what can be told of one."""

from app.quality.measuring.periods import NotAPeriod, read_period
from app.steering.shapes.measuring import Indicators

LONGEST_NAME = 300
LONGEST_LINE = 200
LONGEST_UNIT = 60
LONGEST_STANDING = 500
MOST_DECIMALS = 6
MOST_SKIPPED = 60


def target_years(asked: Indicators, year: int) -> list[int]:
    """Give the years one can write a target for; none where the model has no targets."""
    if not (asked.yearly_targets or asked.present_and_target or asked.target_years):
        return []
    return list(range(year, year + max(1, asked.target_years)))


def periods_in(text: str) -> list[str] | None:
    """Read the periods somebody wrote between commas or spaces, each once and in order; None when one is no period."""
    try:
        found = {read_period(part).key for part in text.replace(",", " ").replace(";", " ").split()}
    except NotAPeriod:
        return None
    return sorted(found) if len(found) <= MOST_SKIPPED else None
