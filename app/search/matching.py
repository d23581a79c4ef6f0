"""How each database is asked which rows hold what a question asks for. The words are the same on both."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, cast, literal_column, text
from sqlalchemy.dialects.postgresql import TSQUERY

from app.search.asking import How, Question, Term
from app.search.models import SearchText
from app.search.words import stem

FEW = 20
"""Of so few lines of meetings a database looks only at the rows; of more it is quicker to begin with the words."""


@dataclass(frozen=True, slots=True)
class Expressions:
    """A question in the language of one database: as it finds, as it is written in a text, as it stands in a title."""

    found: str
    written: str
    in_title: str


def expressions(dialect: str, asked: Iterable[Question], whose: Iterable[str]) -> Expressions:
    """Put questions, of which one must be fulfilled, to a database; rows not of `whose` need not be found.

    For speed only: what may be read is said by the conditions of each family.
    """
    language = _Postgres() if dialect == "postgresql" else _Sqlite()
    questions, keys = list(asked), sorted(set(whose))
    found, written, in_title = (
        language.any_of(language.all_of(q, where) for q in questions)
        for where in ("found", "written", "title")
    )
    if len(keys) <= FEW:
        found = language.both(language.keys(keys), found)
    return Expressions(found, written, in_title)


def matches(dialect: str, name: str) -> ColumnElement[bool]:
    """Give the condition that a row fulfils the expression given under `name` when the statement is run."""
    if dialect == "postgresql":
        return literal_column("search_text.tsv").op("@@", is_comparison=True)(cast(bindparam(name), TSQUERY))
    # The name is one of ours; the expression itself is a value.
    looked_up = text(f"SELECT rowid FROM search_fts WHERE search_fts MATCH :{name}")  # noqa: S608  # nosec B608
    return SearchText.id.in_(looked_up.columns(literal_column("rowid")).scalar_subquery())


class _Sqlite:
    """FTS5: every word in quotation marks, so that nothing typed is ever an operator."""

    def keys(self, keys: list[str]) -> str:
        return "whose : (" + " OR ".join(f'"{key}"' for key in keys) + ")"

    def both(self, one: str, other: str) -> str:
        return f"{one} AND ({other})"

    def any_of(self, questions: Iterable[str]) -> str:
        return " OR ".join(f"({question})" for question in questions)

    def all_of(self, asked: Question, where: str) -> str:
        return " AND ".join(self._term(term, where) for term in asked.terms)

    def _term(self, term: Term, where: str) -> str:
        column = "title_words" if where == "title" else "{title_words words}"
        if term.how is How.BEGINNING:
            return f'({column} : "{term.word}" *)'
        row = f'({column} : "{" ".join(term.words)}")'
        if term.how is How.PHRASE or where != "found":
            return row
        return f'({row} OR (stems : "{stem(term.word)}"))'


class _Postgres:
    """tsquery: A is the title, B the text, C the stems, D whose it is."""

    def keys(self, keys: list[str]) -> str:
        return "(" + " | ".join(f"'{key}':D" for key in keys) + ")"

    def both(self, one: str, other: str) -> str:
        return f"{one} & ({other})"

    def any_of(self, questions: Iterable[str]) -> str:
        return " | ".join(f"({question})" for question in questions)

    def all_of(self, asked: Question, where: str) -> str:
        return " & ".join(self._term(term, where) for term in asked.terms)

    def _term(self, term: Term, where: str) -> str:
        places = "A" if where == "title" else "AB"
        if term.how is How.BEGINNING:
            return f"'{term.word}':*{places}"
        if term.how is How.PHRASE:
            rows = (" <-> ".join(f"'{word}':{place}" for word in term.words) for place in places)
            return "(" + " | ".join(f"({row})" for row in rows) + ")"
        if where != "found":
            return f"'{term.word}':{places}"
        return f"('{term.word}':AB | '{stem(term.word)}':C)"
