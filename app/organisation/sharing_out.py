"""Sub-units and appointments shared out one by one in a form, a page of them at a time where they are many.

What is chosen on the pages not shown goes along in one hidden field: no page is kept anywhere, and the form stays bounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from werkzeug.datastructures import MultiDict

from app.paging import pages_of

AT_ONCE = 150
"""Rows of a page; the product's forms stay bounded."""

CARRIED, PAGE, TURN, OTHERS, KEEP = "valda", "sida", "change", "ovriga", "keep"
NEXT, BEFORE, ALL = "nasta", "forra", "alla"


@dataclass(frozen=True, slots=True)
class SharedOut:
    """The rows of one page by their names in the form, what is chosen for rows of any page, and what the others are to be."""

    shown: Sequence[str]
    chosen: Mapping[str, str]
    page: int
    pages: int
    others: str = ""

    @property
    def carried(self) -> str:
        """What is chosen on the pages that are not shown, as the form takes it along."""
        here = set(self.shown)
        return " ".join(f"{name}:{value}" for name, value in self.chosen.items() if name not in here)

    def goes_to(self, name: str, unless: str) -> str:
        """Tell what is chosen for a row; otherwise what all others are to be, or `unless` that is said."""
        return self.chosen.get(name) or self.others or unless


def shared_out(form: MultiDict[str, str], names: Sequence[str]) -> SharedOut:
    """Read what is chosen for the rows there are, and which page is asked for."""
    pages = max(1, pages_of(len(names), AT_ONCE))
    page = _page(form, pages)
    known = set(names)
    sent = {name: form[name] for name in form if name in known}
    chosen = {name: value for name, value in (_carried(form, known) | sent).items() if value}
    # Where all stand on one page there is no saying what the others are to be.
    others = form.get(OTHERS, "") if pages > 1 else ""
    return SharedOut(names[(page - 1) * AT_ONCE : page * AT_ONCE], chosen, page, pages, others)


def kept_of(form: MultiDict[str, str], names: Sequence[str]) -> SharedOut:
    """Read which rows are ticked: those of the page shown, those taken along from the others, or all of them."""
    pages = max(1, pages_of(len(names), AT_ONCE))
    page = _page(form, pages)
    ticked = {*form.getlist(KEEP)} | {name for name, value in _carried(form, set(names)).items() if value}
    chosen = {name: "1" for name in names if form.get(TURN) == ALL or name in ticked}
    return SharedOut(names[(page - 1) * AT_ONCE : page * AT_ONCE], chosen, page, pages)


def _page(form: MultiDict[str, str], pages: int) -> int:
    number = form.get(PAGE, 1, type=int) + {NEXT: 1, BEFORE: -1}.get(form.get(TURN, ""), 0)
    return min(max(number, 1), pages)


def _carried(form: MultiDict[str, str], known: set[str]) -> dict[str, str]:
    pairs = (one.partition(":") for one in islice(form.get(CARRIED, "").split(), len(known)))
    return {name: value for name, _colon, value in pairs if name in known}
