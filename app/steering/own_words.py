"""The model's words in the product's own sentences: where a text of a page says a term, it says it as the model does.

Texts are written with the product's words. A page that asks for a term gets the model's word anyway; this is for the
sentences around it, so that nobody reads two words for one thing. What people have written is never touched.
"""

import re
from collections.abc import Callable, Sequence

from app.steering.schema import Profile
from app.steering.words import DEFAULT_TERMS, SPOKEN_SHORTER, FormName, Forms

REWORDED = (
    "steering_model",
    "municipality",
    "appointment",
    "deputy",
    "overarching_manager",
    "reporting_manager",
    "chief_executive",
    "manager",
    "support",
    "politician",
    "auditor",
    "employee",
    "administrator",
    "presidium",
    "dialogue",
    "dialogue_series",
    "employee_talk",
    "theme",
    "shared_picture",
    "same_picture",
    "partly_same_picture",
    "different_picture",
    "own_opinion",
    "agreement",
    "acknowledgement",
    "core_mission",
    "current_state_analysis",
    "vision",
    "activity",
    "critical_quality_factor",
    "indicator",
    "measurement",
    "target",
    "operational_plan",
    "golden_zone",
    "governing_document",
    "internal_control",
    "internal_control_plan",
    "strategic_risk",
    "operational_risk",
    "risk",
    "remedy",
    "forecast",
    "recovery_plan",
    "remedy_plan",
    "follow_up_report",
    "annual_cycle",
    "supervision",
)
"""Terms whose product words are unmistakable in a sentence; a word such as “mål” or “lyft” is left as it stands."""

REWORDED_ALONE = ("assignment", "deviation", "control")
"""Terms whose product words are unmistakable only where a text is nothing else: a door, a heading, the head of a column."""

ONLY: dict[str, tuple[FormName, ...]] = {"municipality": ("definite",)}
"""The forms of a term that are unmistakable, where not all are: “kommunen” is always ours, “kommuner” are others."""

SEVERAL = ("employee", "support", "governing_document")
"""Terms whose one and several sound alike and where sentences mean several, “medarbetare rapporterar”, unless they say “en”."""
SEVERAL_ALONE = ("assignment", "governing_document")
"""Those of which a text that is nothing else means several: a door."""

LEFT = {
    "sv": ("med stöd av", "ett stöd när", "uppsikt över", "nationell överenskommelse"),
    "en": (
        "citizen dialogue",
        "citizen dialogues",
        "to support",
        "with support",
        "or support",
        "national agreement",
    ),
}
"""Turns of phrase in which a word of a term means something else."""

AGREEING = {
    "sv": [
        ("en", "ett"),
        ("ny", "nytt"),
        ("ingen", "inget"),
        ("någon", "något"),
        ("egen", "eget"),
        ("annan", "annat"),
        ("vilken", "vilket"),
        ("min", "mitt"),
        ("din", "ditt"),
        ("sin", "sitt"),
        ("vår", "vårt"),
        ("er", "ert"),
    ],
    "en": [("a", "an")],
}
"""Words that change with the article of the word after them: the form of the first article, and of the second."""

SPOKEN_TOGETHER = {"sv": ("vision och ", "värdegrund"), "en": ("vision and ", "values")}
"""The values as the product names them with the vision: all of them at once, where a model may speak of one at a time."""

FORMS: tuple[FormName, ...] = ("singular", "definite", "plural", "definite_plural")

Rewording = Callable[[str], str]


def rewording(profile: Profile, language: str) -> Rewording | None:
    """Give what says a text of the product with the model's words; None where the model has no other words."""
    known, alone = _in_sentences(profile, language), _alone(profile, language)
    one_of = _in_sentences(profile, language, several=())
    if not known and not alone:
        return None
    before = "|".join(word for pair in AGREEING[language] for word in pair)
    words = "|".join(re.escape(word) for word in sorted((*known, *LEFT[language]), key=len, reverse=True))
    pattern = re.compile(rf"(?<!%\()\b((?:(?:{before}) )*)({words})(s?)\b", re.IGNORECASE)

    def said(found: re.Match[str]) -> str:
        meant = (one_of if found[1] else known).get(found[2].lower())
        if meant is None:
            return found[0]
        word, article = meant
        lead = "".join(f"{_agreeing(one, article, language)} " for one in found[1].split())
        word = _as_begun(word, found[2])
        ending = "" if word.endswith(found[3]) else found[3]
        return f"{lead}{word}{ending}"

    def say(text: str) -> str:
        own = alone.get(text.lower())
        return _as_begun(own, text) if own is not None else pattern.sub(said, text)

    return say


def _as_begun(word: str, said: str) -> str:
    """Let a word begin with a capital where what it stands for does."""
    return word[0].upper() + word[1:] if said[0].isupper() else word


Meant = dict[str, tuple[str, str | None]]


def _in_sentences(profile: Profile, language: str, several: Sequence[str] = SEVERAL) -> Meant:
    """Give each of the product's words with the model's, and the article it takes where it takes one."""
    known: Meant = {}
    for key in REWORDED:
        if key not in profile.terms:
            continue
        own = profile.terms[key].in_language(language)
        forms = ONLY.get(key, _forms(key in several))
        for words in (DEFAULT_TERMS[key], *SPOKEN_SHORTER.get(key, ())):
            _pair(known, words.in_language(language), own, forms)
    if "values" in profile.terms:
        said, own = SPOKEN_TOGETHER[language], profile.terms["values"].in_language(language)
        vision, _, joined = said[0].partition(" ")
        vision = known.get(vision, (vision, None))[0]
        known[f"{said[0]}{said[1]}"] = (f"{vision} {joined}{own.form('plural')}", None)
    # What sounds the same stays among the others: it keeps what lies within it, as “kontrollplan” in “intern kontrollplan”.
    return known if any(word != meant[0].lower() for word, meant in known.items()) else {}


def _alone(profile: Profile, language: str) -> dict[str, str]:
    """Give the product's words that stand for a term where a text is nothing else, with the model's."""
    known: Meant = {}
    for key in (*REWORDED_ALONE, *SEVERAL):
        if key in profile.terms:
            own = profile.terms[key].in_language(language)
            for words in (DEFAULT_TERMS[key], *SPOKEN_SHORTER.get(key, ())):
                _pair(known, words.in_language(language), own, _forms(key in SEVERAL_ALONE))
    return {word: meant[0] for word, meant in known.items() if word != meant[0].lower()}


def _forms(several: bool) -> tuple[FormName, ...]:
    """Give the forms in the order in which they are meant where two sound alike."""
    return ("plural", "definite_plural", "singular", "definite") if several else FORMS


def _pair(known: Meant, forms: Forms, own: Forms, names: tuple[FormName, ...]) -> None:
    for name in names:
        word = forms.form(name)
        known.setdefault(word.lower(), (own.form(name), own.article if name == "singular" else None))


def _agreeing(word: str, article: str | None, language: str) -> str:
    for common, other in AGREEING[language]:
        if word.lower() in {common, other} and article in AGREEING[language][0]:
            chosen = common if article == AGREEING[language][0][0] else other
            return chosen.capitalize() if word[0].isupper() else chosen
    return word
