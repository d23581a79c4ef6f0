"""Asks Kolada (its open interface, version 3). Knows no table and opens no transaction.

An answer is never trusted further than it shows: it is read up to a size and a time, pages are followed on the same host
only and only so many, nothing is followed that leads elsewhere.

What speaks with other hosts is loaded when somebody asks Kolada, and not by every server that starts.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from app.quality.kolada import reading
from app.quality.kolada.errors import Fault, KoladaError
from app.quality.kolada.reading import Measure, Place, Value

if TYPE_CHECKING:
    from requests import Response

CONNECT_SECONDS, READ_SECONDS = 4.0, 8.0
"""How long Kolada may take to be reached, and to be silent in the middle of an answer."""

WHOLE_SECONDS = 20.0
"""How long one answer may take in all, however slowly it drips."""

LARGEST = 8_000_000
"""Bytes of one answer, unpacked."""

MOST_PAGES = 60
PER_PAGE = 1000
MOST_YEARS = 25
"""Years that Kolada takes in one question."""

MOST_PLACES = 20
"""Municipalities or units asked about in one question, so that addresses stay short."""

MOST_FOUND = 50
"""Measures given for a search: who finds more has to say more."""

Clock = Callable[[], float]
One = TypeVar("One")


class Kolada:
    """A conversation with Kolada; use it as a context manager so that its connections end."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
        whole_seconds: float = WHOLE_SECONDS,
        clock: Clock = time.monotonic,
    ) -> None:
        self._base = base_url.rstrip("/") + "/"
        self._timeout = timeout
        self._whole_seconds = whole_seconds
        self._clock = clock
        import requests

        self._session = requests.Session()
        self._session.headers.update({"Accept": "application/json", "User-Agent": "Samsyn"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def find_measures(self, words: str) -> list[Measure]:
        """Give at most `MOST_FOUND` measures whose title holds `words`; raise `KoladaError`."""
        found: list[Measure] = []
        for page in self._pages(f"kpi?title={quote(words, safe='')}&per_page={MOST_FOUND}"):
            found.extend(reading.measures(page.entries))
            if len(found) >= MOST_FOUND:
                break
        return found[:MOST_FOUND]

    def measure(self, measure_id: str) -> Measure | None:
        """Give one measure by its identity; None when Kolada keeps none of that name."""
        for page in self._pages(f"kpi/{quote(measure_id, safe='')}"):
            for found in reading.measures(page.entries):
                if found.id == measure_id:
                    return found
        return None

    def municipalities(self) -> list[Place]:
        """Give every municipality and region that Kolada knows."""
        return [
            place
            for page in self._pages(f"municipality?per_page={PER_PAGE}")
            for place in reading.places(page.entries)
        ]

    def units(self, municipality: str, words: str = "") -> list[Place]:
        """Give the schools, preschools and so on of a municipality, those whose name holds `words`."""
        asked = f"ou?municipality={quote(municipality, safe='')}&per_page={PER_PAGE}"
        if words:
            asked += f"&title={quote(words, safe='')}"
        return [place for page in self._pages(asked) for place in reading.places(page.entries)]

    def values(
        self, measure: str, places: Sequence[str], *, years: Sequence[int] = (), by_unit: bool = False
    ) -> list[Value]:
        """Give the values of a measure for some municipalities, or units where `by_unit`; all years when none are named.

        What Kolada gives beside what was asked for is left out. Raises `KoladaError`.
        """
        kind = ("oudata", "ou") if by_unit else ("data", "municipality")
        found: dict[tuple[str, int, str], Value] = {}
        for some in _parted(places, MOST_PLACES):
            names = ",".join(quote(one, safe="") for one in some)
            address = f"{kind[0]}/kpi/{quote(measure, safe='')}/{kind[1]}/{names}"
            for asked in _by_years(address, years):
                for page in self._pages(f"{asked}?per_page={PER_PAGE}"):
                    for value in reading.values(page.entries):
                        if value.measure == measure and value.place in some:
                            found[value.place, value.year, value.sex] = value
        wanted = set(years)
        return [value for _, value in sorted(found.items()) if not wanted or value.year in wanted]

    def _pages(self, path: str) -> Iterator[reading.Page]:
        address = urljoin(self._base, path)
        seen: set[str] = set()
        while address:
            if address in seen or len(seen) >= MOST_PAGES:
                raise KoladaError(Fault.UNREADABLE, "the pages have no end")
            seen.add(address)
            page = reading.page(self._ask(address))
            yield page
            address = self._same_host(address, page.next_url)

    def _same_host(self, here: str, following: str | None) -> str:
        """Give the address of the next page, refused where it is none or leads to another host."""
        if not following:
            return ""
        base = urlsplit(self._base)
        try:
            to = urlsplit(urljoin(here, following))
            host = to.hostname, to.port or _port(to.scheme)
            to.geturl().encode()
        except ValueError as problem:
            raise KoladaError(Fault.UNREADABLE, "the address of the next page is none") from problem
        if host != (base.hostname, base.port or _port(base.scheme)):
            raise KoladaError(Fault.MOVED, "the next page is on another host")
        # Kolada itself names its pages without TLS now and then.
        return to._replace(scheme=base.scheme, netloc=base.netloc).geturl()

    def _ask(self, address: str) -> Any:
        import requests

        until = self._clock() + self._whole_seconds
        try:
            with self._session.get(
                address, timeout=self._timeout, stream=True, allow_redirects=False
            ) as answer:
                _refuse(answer)
                return _read(self._within(answer, until))
        except requests.Timeout as problem:
            raise KoladaError(Fault.SLOW, type(problem).__name__) from problem
        except requests.RequestException as problem:
            raise KoladaError(Fault.UNREACHABLE, type(problem).__name__) from problem

    def _within(self, answer: "Response", until: float) -> bytes:
        body = bytearray()
        for piece in answer.iter_content(65_536):
            body += piece
            if len(body) > LARGEST:
                raise KoladaError(Fault.TOO_LARGE, f"more than {LARGEST} bytes")
            if self._clock() > until:
                raise KoladaError(Fault.SLOW, "the answer takes too long")
        return bytes(body)


def _port(scheme: str) -> int:
    # A page named without TLS is the same host's: it is asked for as the base address is.
    return 443 if scheme in {"http", "https"} else 0


def _refuse(answer: "Response") -> None:
    status = answer.status_code
    if status == 200:
        return
    if 300 <= status < 400:
        raise KoladaError(Fault.MOVED, str(status))
    if status == 429:
        raise KoladaError(Fault.BUSY, str(status), wait_seconds=_wait(answer.headers.get("Retry-After", "")))
    if status in {404, 410}:
        raise KoladaError(Fault.GONE, str(status))
    raise KoladaError(Fault.BROKEN if status >= 500 else Fault.REFUSED, str(status))


def _wait(said: str) -> int | None:
    # A time of day may be said as well; then it is tried again when it would have been anyway.
    return min(int(said), 86_400) if said.isascii() and said.isdigit() and len(said) < 8 else None


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise KoladaError(Fault.UNREADABLE, "no JSON") from problem


def _by_years(address: str, years: Sequence[int]) -> Iterator[str]:
    if not years:
        yield address
    for some in _parted(sorted(set(years)), MOST_YEARS):
        yield f"{address}/year/{','.join(str(year) for year in some)}"


def _parted(all_of_them: Sequence[One], size: int) -> Iterator[Sequence[One]]:
    for begin in range(0, len(all_of_them), size):
        yield all_of_them[begin : begin + size]
