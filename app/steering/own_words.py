"""The model's words in the product's own sentences: where a text of a page says a term, it says it as the model does.

Texts are written with the product's words. A page that asks for a term gets the model's word anyway; this is for the
sentences around it, so that nobody reads two words for one thing. What people have written is never touched.
"""

import re
from collections.abc import Callable

from app.steering.schema import Profile
from app.steering.words import DEFAULT_TERMS, SPOKEN_SHORTER, FormName, Forms

REWORDED = (
    "chief_executive",
    "development_goal",
    "critical_quality_factor",
    "indicator",
    "internal_control",
    "internal_control_plan",
    "governing_document",
    "outside_world_analysis",
    "annual_cycle",
    "recovery_plan",
    "remedy_plan",
    "forecast",
    "target",
)
"""Terms whose product words are unmistakable in a sentence; a word such as “mål” or “bild” is left as it stands."""

AGREEING = {
    "sv": [("en", "ett"), ("ny", "nytt"), ("ingen", "inget"), ("någon", "något"), ("egen", "eget")],
    "en": [("a", "an")],
}
"""Words that change with the article of the word after them: the form of the first article, and of the second."""

SPOKEN_TOGETHER = {"sv": ("vision och ", "värdegrund"), "en": ("vision and ", "values")}
"""The values as the product names them with the vision: all of them at once, where a model may speak of one at a time."""

FORMS: tuple[FormName, ...] = ("singular", "definite", "plural", "definite_plural")

Rewording = Callable[[str], str]


def rewording(profile: Profile, language: str) -> Rewording | None:
    """Give what says a text of the product with the model's words; None where the model has no other words."""
    known = _pairs(profile, language)
    if not known:
        return None
    before = "|".join(word for pair in AGREEING[language] for word in pair)
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<!%\()\b(?:({before}) )?({words})(s?)\b", re.IGNORECASE)

    def said(found: re.Match[str]) -> str:
        word, article = known[found[2].lower()]
        lead = f"{_agreeing(found[1], article, language)} " if found[1] else ""
        if found[2][0].isupper():
            word = word[0].upper() + word[1:]
        ending = "" if word.endswith(found[3]) else found[3]
        return f"{lead}{word}{ending}"

    return lambda text: pattern.sub(said, text)


def _pairs(profile: Profile, language: str) -> dict[str, tuple[str, str | None]]:
    """Give each of the product's words with the model's, and the article it takes where it takes one."""
    known: dict[str, tuple[str, str | None]] = {}
    for key in REWORDED:
        if key not in profile.terms:
            continue
        own = profile.terms[key].in_language(language)
        for words in (DEFAULT_TERMS[key], *SPOKEN_SHORTER.get(key, ())):
            _pair(known, words.in_language(language), own)
    if "values" in profile.terms:
        said, own = SPOKEN_TOGETHER[language], profile.terms["values"].in_language(language)
        known[f"{said[0]}{said[1]}"] = (f"{said[0]}{own.form('plural')}", None)
    return {word: meant for word, meant in known.items() if word != meant[0].lower()}


def _pair(known: dict[str, tuple[str, str | None]], forms: Forms, own: Forms) -> None:
    for name in FORMS:
        word = forms.form(name)
        # Where one and several sound alike, one is meant more often.
        known.setdefault(word.lower(), (own.form(name), own.article if name == "singular" else None))


def _agreeing(word: str, article: str | None, language: str) -> str:
    for common, other in AGREEING[language]:
        if word.lower() in {common, other} and article in AGREEING[language][0]:
            chosen = common if article == AGREEING[language][0][0] else other
            return chosen.capitalize() if word[0].isupper() else chosen
    return word
