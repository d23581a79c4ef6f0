"""What somebody searches for: words, "phrases" and beginnings*; a pure reading of the line they typed."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from app.search.words import stem, words_of

LONGEST_QUESTION = 200
"""Characters of a question that are read."""

MOST_TERMS = 12
"""Words of a question that are looked for."""

SHORTEST_BEGINNING = 2
"""Letters of a beginning*; fewer match nearly everything."""

MOST_SPELLINGS = 48

_PIECE = re.compile(r'"([^"]*)"?|(\S+)')
_MARKED = {"a": "aåä", "o": "oö"}


class How(StrEnum):
    """How a term is looked for."""

    WORD = "word"
    BEGINNING = "beginning"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text must hold: a word in any of its forms, a beginning, or words in a row as they are written."""

    how: How
    words: tuple[str, ...]

    @property
    def word(self) -> str:
        """The first word, which is the only one but of a phrase."""
        return self.words[0]

    @property
    def written(self) -> str:
        """The term as somebody would type it."""
        if self.how is How.PHRASE:
            return f'"{" ".join(self.words)}"'
        return self.word + ("*" if self.how is How.BEGINNING else "")


@dataclass(frozen=True, slots=True)
class Question:
    """All that a text must hold."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked at all."""
        return bool(self.terms)


def question(typed: str) -> Question:
    """Read what somebody typed; what holds no letter or digit asks for nothing."""
    found: list[Term] = []
    for quoted, bare in _PIECE.findall(typed[:LONGEST_QUESTION]):
        for term in _terms(quoted, bare):
            if term not in found:
                found.append(term)
    return Question(tuple(found[:MOST_TERMS]))


def _terms(quoted: str, bare: str) -> list[Term]:
    if not bare:
        row = words_of(quoted)
        if not row:
            return []
        # One word in quotation marks is meant as it is written, too.
        return [Term(How.PHRASE, tuple(row))]
    row = words_of(bare)
    if not row:
        return []
    beginning = bare.endswith("*") and len(row[-1]) >= SHORTEST_BEGINNING
    last = Term(How.BEGINNING if beginning else How.WORD, (row[-1],))
    return [Term(How.WORD, (word,)) for word in row[:-1]] + [last]


def other_spellings(term: Term) -> list[Term]:
    """Give a term as it would be with å, ä and ö where a and o stand, for those who type without them."""
    if term.how is How.PHRASE:
        return []
    choices = [_MARKED.get(letter, letter) for letter in term.word]
    while _number_of(choices) > MOST_SPELLINGS:
        # The marks of long compounds stand in their first parts as often as in the last: the end is given up first.
        at = max(index for index, choice in enumerate(choices) if len(choice) > 1)
        choices[at] = choices[at][0]
    spelled = ("".join(letters) for letters in product(*choices))
    return [Term(term.how, (word,)) for word in spelled if word != term.word]


def _number_of(choices: list[str]) -> int:
    number = 1
    for choice in choices:
        number *= len(choice)
    return number


def with_spellings(asked: Question) -> list[Question]:
    """Give the questions that would be asked with other marks on one of the words."""
    return [
        Question((*asked.terms[:at], other, *asked.terms[at + 1 :]))
        for at, term in enumerate(asked.terms)
        for other in other_spellings(term)
    ]


def fits(term: Term, word: str) -> bool:
    """Tell whether a folded word of a text is what a word or a beginning looks for."""
    if term.how is How.BEGINNING:
        return word.startswith(term.word)
    return word == term.word or stem(word) == stem(term.word)


def typed(asked: Question) -> str:
    """Write a question as somebody would type it."""
    return " ".join(term.written for term in asked.terms)
