"""The words for judgements: what a level is called, what the figures proposed, what a judgement lacks."""

from flask_babel import LazyString, gettext, lazy_gettext

from app.quality.judging.models import IndicatorJudgement
from app.quality.judging.rules import Proposal
from app.quality.judging.weighing import Lack
from app.quality.measuring.periods import read_period
from app.quality.measuring.wording import period_name
from app.steering.routes import profile_in_force, reader_language

LACKS: dict[Lack, LazyString] = {
    Lack.LEVEL: lazy_gettext("Välj en nivå."),
    Lack.REASON: lazy_gettext("Skriv varför du bedömer så. Skälet läses med bedömningen."),
    Lack.REASON_TO_DIFFER: lazy_gettext(
        "Du bedömer annorlunda än förslaget ur siffrorna. Skriv varför: båda sparas."
    ),
    Lack.REMEDIES: lazy_gettext("Skriv vad ni gör åt det. Den här nivån behöver en åtgärd."),
    Lack.ROOM: lazy_gettext("Det är för långt. Korta ner det."),
}


def level_words(scale: str, level: str, word: str) -> str:
    """Say what a level is called: by the model in force, otherwise as it was called then."""
    found = next((one for one in profile_in_force().all_scales() if one.key == scale), None)
    step = next((one for one in found.levels if one.key == level), None) if found is not None else None
    return step.word.in_language(reader_language()) if step is not None else word


def one_proposed_words(word: str, degree: int | None) -> str:
    """Say what a single figure proposed; empty where it proposed nothing."""
    if not word:
        return ""
    if degree is None:
        return gettext("Förslag ur siffrorna: %(level)s.", level=word)
    return gettext("Förslag ur siffrorna: %(level)s, %(degree)s %% av målvärdet.", level=word, degree=degree)


def proposal_words(found: Proposal) -> str:
    """Say what the figure proposes now."""
    word = found.level.word.in_language(reader_language()) if found.level is not None else ""
    return one_proposed_words(word, found.per_cent)


def judged_words(one: IndicatorJudgement) -> tuple[str, str]:
    """Say after which period an indicator was judged, and what its figure proposed then."""
    word = level_words(one.scale, one.proposed, one.proposed_word) if one.proposed else ""
    return period_name(read_period(one.period)), one_proposed_words(word, one.degree)
