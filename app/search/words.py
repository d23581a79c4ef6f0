"""Words as the index has them: the same on every database, since they are cut, folded and stemmed here.

A token is letters and digits, case folded, with its diacritics: å, ä and ö are letters of their own. What counts as one is
decided here and not by the databases, whose own rules differ (`5,5`, `HR-stöd`, addresses).
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

LONGEST_TOKEN = 60
"""Letters kept of a word: longer than any Swedish compound somebody writes by hand."""

_RUN = re.compile(r"[^\W_]+")
_DIGITS = frozenset("0123456789")
_VOWELS = frozenset("aeiouyåäö")
_lock = threading.Lock()


@cache
def _stemmer() -> Any:
    # Loads the rules of thirty languages along with ours: only where somebody writes or searches.
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, where it stands there."""

    word: str
    start: int
    end: int


def readable(text: str) -> str:
    """Give a text as it is cut into tokens: letters put together with their marks, no invisible hyphens."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\x00", "")


def tokens(text: str) -> Iterator[Token]:
    """Cut a text that is `readable` into words with their places."""
    for found in _RUN.finditer(text):
        word = folded(found[0])
        if word:
            yield Token(word, found.start(), found.end())


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Give a word as the index has it; nothing when no letter or digit is left."""
    folds = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(letter for letter in folds if letter.isalpha() or letter in _DIGITS)[:LONGEST_TOKEN]


def words_of(text: str) -> list[str]:
    """Give the words of a text in their order."""
    return [token.word for token in tokens(readable(text))]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Give the stem of a folded word (Snowball, Swedish), and of the definite forms that algorithm leaves as they are.

    It knows `mötet` and `planerna`, but neither `förskolan`, `mötena` nor `frånvaron`. The second step looks at stems alone, so
    forms that met after the first still meet.
    """
    with _lock:
        found: str = _stemmer().stemWord(word)
    if found.endswith(("an", "en")) and _stands_alone(found[:-2]):
        return found[:-2]
    if found.endswith("on") and _stands_alone(found[:-2]):
        return found[:-1]
    return found


def _stands_alone(rest: str) -> bool:
    return len(rest) >= 3 and any(letter in _VOWELS for letter in rest)


def stems_of(words: list[str]) -> list[str]:
    """Give the stems of words in their order."""
    return [stem(word) for word in words]
