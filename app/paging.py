"""Lists read a page at a time: which page stands, how many there are, and what is asked of the database for one."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

Row = TypeVar("Row")
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


def pages_of(total: int, size: int) -> int:
    """Tell how many pages there are of so many rows, `size` on each; one when there are none."""
    return max(1, -(-total // size))


def nearest(page: int, total: int, size: int) -> int:
    """Give the page asked for, or the nearest there is."""
    return min(max(1, page), pages_of(total, size))


def on_page(statement: Statement, page: int, size: int) -> Statement:
    """Ask for the rows of one page alone."""
    return statement.limit(size).offset((page - 1) * size)


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """A page of a list: its rows, how many there are in all, which page it is, and how many rows stand on each."""

    rows: list[Row]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return pages_of(self.total, self.size)

    @property
    def first(self) -> int:
        """Which in order the first of the page is."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Which in order the last of the page is."""
        return min(self.page * self.size, self.total)
