"""How each database is asked which rows hold what a question asks for. The words are the same on both."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Integer, Select, bindparam, cast, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.search.asking import How, Question, Term
from app.search.models import PLACE, SearchText
from app.search.words import stem

FEW = 20
"""Keys that are asked for beside the words; when there are more, it is quicker to ask for the words alone."""


@dataclass(frozen=True, slots=True)
class Expressions:
    """A question in the language of one database: as it finds, as it is written in a text, as it stands in a title."""

    language: "_Sqlite | _Postgres"
    found: str
    written: str
    in_title: str

    def within(self, whose: Iterable[str]) -> "Expressions":
        """Give the same, where only rows of `whose` need be found and that can be said in few words.

        For speed only: what may be read is said by the conditions of each family.
        """
        keys = sorted(set(whose))
        if not 0 < len(keys) <= FEW:
            return self
        return replace(self, found=self.language.both(self.language.keys(keys), self.found))


def expressions(dialect: str, asked: Iterable[Question]) -> Expressions:
    """Put questions, of which one must be fulfilled, to a database."""
    language = _Postgres() if dialect == "postgresql" else _Sqlite()
    questions = list(asked)
    found, written, in_title = (
        language.any_of(language.all_of(q, where) for q in questions)
        for where in ("found", "written", "title")
    )
    return Expressions(language, found, written, in_title)


def matches(dialect: str, name: str) -> ColumnElement[bool]:
    """Give the condition that a row of `PLACE` fulfils the expression given under `name` when the statement is run."""
    return PLACE.c.id.in_(numbers(dialect, name))


def found_by(dialect: str, name: str) -> ColumnElement[bool]:
    """Give the same condition for what all else begins with: PostgreSQL looks in its rows, SQLite in the table of words."""
    if dialect == "postgresql":
        return literal_column("place.tsv").op("@@", is_comparison=True)(cast(bindparam(name), TSQUERY))
    return matches(dialect, name)


def titled(dialect: str, name: str) -> ColumnElement[bool]:
    """Give the condition that the title of a row of `PLACE` fulfils an expression made for titles."""
    if dialect == "postgresql":
        return literal_column("place.title_tsv").op("@@", is_comparison=True)(cast(bindparam(name), TSQUERY))
    return matches(dialect, name)


def numbers(dialect: str, name: str) -> Select[int]:
    """Select the numbers of the rows that fulfil the expression given under `name`."""
    if dialect == "postgresql":
        tsv = literal_column("search_text.tsv").op("@@", is_comparison=True)
        return select(SearchText.id).where(tsv(cast(bindparam(name), TSQUERY)))
    words = table("search_fts", column("rowid", Integer))
    return select(words.c.rowid.label("id")).where(
        literal_column("search_fts").op("MATCH", is_comparison=True)(bindparam(name))
    )


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
    """tsquery: stems and whose a text is are marked in the index, so that none of them is taken for a word.

    Only a row of words says in which part of a text it stands (A is the title, B the text): for that the index is not
    enough and each text is looked into.
    """

    def keys(self, keys: list[str]) -> str:
        return "(" + " | ".join(f"'@{key}'" for key in keys) + ")"

    def both(self, one: str, other: str) -> str:
        return f"{one} & ({other})"

    def any_of(self, questions: Iterable[str]) -> str:
        return " | ".join(f"({question})" for question in questions)

    def all_of(self, asked: Question, where: str) -> str:
        return " & ".join(self._term(term, where) for term in asked.terms)

    def _term(self, term: Term, where: str) -> str:
        if term.how is How.BEGINNING:
            return f"'{term.word}':*"
        if term.how is How.PHRASE and len(term.words) > 1:
            rows = (" <-> ".join(f"'{word}':{place}" for word in term.words) for place in "AB")
            return self._row(term) if where == "title" else "(" + " | ".join(f"({row})" for row in rows) + ")"
        if where != "found" or term.how is How.PHRASE:
            return f"'{term.word}'"
        return f"('{term.word}' | '={stem(term.word)}')"

    def _row(self, term: Term) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + ")"
