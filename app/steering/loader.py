"""Reading a profile: from key or file to a finished `Profile`, or to every mistake in it with its place."""

import tomllib
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.steering.checks import mistakes
from app.steering.errors import Place, Problem, ProfileError, explain
from app.steering.former import without_former
from app.steering.positions import lines_of
from app.steering.schema import Profile
from app.steering.words import BOTH_LANGUAGES

SHIPPED = Path(__file__).parent / "profiles"
MOST_BYTES = 512 * 1024
MOST_PROBLEMS = 200


def shipped_keys() -> tuple[str, ...]:
    """Name the profiles that come with the product, in order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_profile(key_or_path: str | Path) -> Profile:
    """Read a shipped profile by its key, or any profile by its file; raise `ProfileError` with every problem.

    Whatever ends in `.toml` or has a folder in it is a file, everything else a key.
    """
    if (
        isinstance(key_or_path, str)
        and not key_or_path.endswith(".toml")
        and not set(key_or_path) & {"/", "\\"}
    ):
        return _shipped(key_or_path)
    path = Path(key_or_path)
    return parse_profile(_content(path, path.name), path.name)


def check_profile_file(path: str | Path) -> list[Problem]:
    """Find every problem in the profile file at `path`; empty when it can be used."""
    try:
        load_profile(Path(path))
    except ProfileError as error:
        return list(error.problems)
    return []


def parse_profile(content: bytes | str, name: str, *, shipped: bool = False) -> Profile:
    """Turn the text of a profile into one; `name` is what problems call the file.

    A `shipped` profile must have all its texts in both languages. Raises `ProfileError`.
    """
    data = content.encode() if isinstance(content, str) else content
    if len(data) > MOST_BYTES:
        raise _whole_file(name, "too_large", {"size": len(data) // 1024, "limit": MOST_BYTES // 1024})
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _whole_file(name, "not_utf8", {}) from None
    try:
        return _read(text, name, shipped)
    except RecursionError:
        raise _whole_file(name, "too_deep", {}) from None


def _read(text: str, name: str, shipped: bool) -> Profile:
    raw = without_former(_toml(text, name))
    profile, found = _shape(raw, shipped)
    found += [
        (mistake.place, *explain(mistake.kind, mistake.given)) for mistake in mistakes(raw, MOST_PROBLEMS)
    ]
    if found or profile is None:
        raise _located(found, text, name)
    return profile


@lru_cache(maxsize=32)
def _shipped(key: str) -> Profile:
    path = SHIPPED / f"{key}.toml"
    if key not in shipped_keys():
        raise _whole_file(key, "not_found", {"known": ", ".join(shipped_keys())})
    profile = parse_profile(_content(path, path.name), path.name, shipped=True)
    if profile.key != key:
        sv, en = explain("wrong_key", {"expected": key})
        raise ProfileError((Problem(path.name, ("key",), 0, sv, en),))
    return profile


def _content(path: Path, name: str) -> bytes:
    """Read the file, but never more of it than shows that it is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            size = path.stat().st_size
    except (OSError, ValueError):
        raise _whole_file(name, "no_file", {}) from None
    if len(content) > MOST_BYTES:
        raise _whole_file(name, "too_large", {"size": size // 1024, "limit": MOST_BYTES // 1024})
    return content


def _whole_file(name: str, kind: str, given: dict[str, object], line: int = 0) -> ProfileError:
    return ProfileError((Problem(name, (), line, *explain(kind, given)),))


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        message, _, position = str(error).partition(" (at ")
        kind = "syntax_twice" if message.startswith(("Cannot overwrite", "Cannot declare")) else "syntax"
        given: dict[str, object] = {"message": message[:200].rstrip(".")}
        raise _whole_file(name, kind, given, _line_told(position, text)) from None


def _line_told(position: str, text: str) -> int:
    """Read the line out of the reader's “line 3, column 5)”; the end of the document is its last line."""
    words = position.replace(",", " ").split()
    if words[:1] == ["line"] and len(words) > 1 and words[1].isdigit():
        return int(words[1])
    return text.count("\n") + 1 if position else 0


Found = list[tuple[Place, str, str]]


def _shape(raw: dict[str, Any], shipped: bool) -> tuple[Profile | None, Found]:
    try:
        return Profile.model_validate(_lists_as_tuples(raw), context={BOTH_LANGUAGES: shipped}), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _only_follows(detail)]
        return None, [_told(detail) for detail in details[:MOST_PROBLEMS]]


def _only_follows(detail: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because its entries are wrong, which is told by itself."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _lists_as_tuples(value: Any) -> Any:
    """Give TOML's lists the type that an unchangeable profile holds, all the way down."""
    if isinstance(value, dict):
        return {key: _lists_as_tuples(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return tuple(_lists_as_tuples(entry) for entry in value)
    return value


def _told(detail: ErrorDetails) -> tuple[Place, str, str]:
    place, kind = tuple(detail["loc"]), detail["type"]
    given: dict[str, object] = {"message": detail["msg"][:200].rstrip("."), **detail.get("ctx", {})}
    if kind == "literal_error":
        given["choices"] = str(given.get("expected", "")).replace("'", "").replace(" or ", ", ")
    if kind == "extra_forbidden":
        given |= _meant(place)
    return (place, *explain(kind, given))


def _meant(place: Place) -> dict[str, object]:
    """Propose the field that an unknown one was probably meant to be."""
    name = str(place[-1])
    close = get_close_matches(name, _fields_at(place[:-1]), n=1, cutoff=0.6)
    return {
        "name": name,
        "hint_sv": f" Menades ”{close[0]}”?" if close else "",
        "hint_en": f" Was “{close[0]}” meant?" if close else "",
    }


def _fields_at(place: Place) -> list[str]:
    shape: type[BaseModel] | None = Profile
    for step in place:
        field = shape.model_fields.get(step) if shape is not None and isinstance(step, str) else None
        if field is not None:
            shape = _model_within(field.annotation)
    return list(shape.model_fields) if shape is not None else []


def _model_within(annotation: object) -> type[BaseModel] | None:
    """Find the table type inside `tuple[X, ...]`, `X | None` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for model in map(_model_within, get_args(annotation)) if model is not None), None)


def _located(found: Found, text: str, name: str) -> ProfileError:
    positions = lines_of(text)
    problems = [Problem(name, place, positions.line_of(place), sv, en) for place, sv, en in found]
    problems.sort(key=lambda problem: problem.line)
    return ProfileError(tuple(problems[:MOST_PROBLEMS]))
