"""The words for judgements: after which period, which level, what the figures proposed."""

from babel.dates import get_month_names
from flask_babel import gettext

from app.planning.judging.models import GoalJudgement
from app.planning.judging.rules import YEAR_END, Proposal
from app.quality.judging.wording import level_words, one_proposed_words
from app.steering.routes import reader_language
from app.ui.formats import number_word


def period_words(year: int, month: int) -> str:
    """Say after which period something is judged."""
    if month == YEAR_END:
        return gettext("efter året %(year)s", year=year)
    name = get_month_names("wide", locale=reader_language())[month]
    return gettext("efter %(month)s %(year)s", month=name, year=year)


def proposed_words(word: str, degree: int | None, measured: int, of_measures: int) -> str:
    """Say what the figures proposed, and out of how much; empty where they proposed nothing."""
    if word and degree is not None and measured < of_measures:
        return gettext(
            "Förslag ur siffrorna: %(level)s, %(degree)s %% av målvärdet. %(measured)s av %(all)s mått är mätta.",
            level=word,
            degree=degree,
            measured=_words(measured),
            all=number_word(of_measures, reader_language()),
        )
    return one_proposed_words(word, degree)


def _words(number: int) -> str:
    words = number_word(number, reader_language())
    return words[:1].upper() + words[1:]


def proposal_words(found: Proposal) -> str:
    """Say what the figures propose now."""
    word = found.level.word.in_language(reader_language()) if found.level is not None else ""
    return proposed_words(word, found.per_cent, found.measured, found.of_measures)


def judged_proposal_words(one: GoalJudgement) -> str:
    """Say what the figures proposed when something was judged."""
    word = level_words(one.scale, one.proposed, one.proposed_word) if one.proposed else ""
    return proposed_words(word, one.degree, one.measured, one.of_measures)
