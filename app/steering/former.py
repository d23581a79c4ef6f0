"""Words a model can have set that are terms no longer: read without them, and told of.

A model written for an earlier version of the product still loads. What was said nowhere is said nowhere now either.
"""

from collections.abc import Mapping
from typing import Any

from app.steering.words import NO_LONGER

FORMER_KEY = "term_key"


def former_words(tables: Mapping[str, Any], language: str = "sv") -> list[str]:
    """Give the product's words for the terms a model sets that are terms no longer, in the order of the product."""
    terms = tables.get("terms")
    said = terms if isinstance(terms, Mapping) else {}
    return [words[language == "en"] for key, words in NO_LONGER.items() if key in said]


def without_former(tables: dict[str, Any]) -> dict[str, Any]:
    """Give the tables of a model without what is a term no longer, and without what its glossary says of such."""
    made = dict(tables)
    if isinstance(terms := made.get("terms"), Mapping):
        made["terms"] = {key: words for key, words in terms.items() if key not in NO_LONGER}
        if not made["terms"]:
            del made["terms"]
    if isinstance(glossary := made.get("glossary"), list):
        made["glossary"] = [_without_term(entry) for entry in glossary]
    return made


def _without_term(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    said = entry.get(FORMER_KEY)
    if not isinstance(said, str) or said not in NO_LONGER:
        # Whatever else stands there is told of with its place, as everywhere.
        return entry
    return {name: value for name, value in entry.items() if name != FORMER_KEY}
