"""What the address of a search asks for; what cannot be understood is as if it were not there."""

from collections.abc import Mapping

from app.search.asking import LONGEST_QUESTION, question
from app.search.queries import Wanted
from app.search.registry import registry

FURTHEST_PAGE = 500


def typed_in(args: Mapping[str, str]) -> str:
    """Give the line that was typed, without what no database holds."""
    return " ".join(args.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """Read a search from an address."""
    group = args.get("slag", "")
    return Wanted(
        question(typed_in(args)),
        group if registry.kinds_in(group) else "",
        _number(args.get("enhet", ""), 1, 2_147_483_647),
        _number(args.get("ar", ""), 1900, 2200),
        _number(args.get("sida", ""), 1, FURTHEST_PAGE) or 1,
    )


def address_of(typed: str, wanted: Wanted, **changed: object) -> dict[str, str]:
    """Give the arguments of a search's address, with some of them changed; what is not narrowed is left out."""
    said: dict[str, object] = {
        "q": typed,
        "slag": wanted.group,
        "enhet": wanted.unit_id,
        "ar": wanted.year,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}


def _number(text: str, low: int, high: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if low <= int(text) <= high else None
