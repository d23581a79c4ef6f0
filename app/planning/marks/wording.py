"""The words for what the model names on goals, in the reader's language while the model in force has it."""

from collections.abc import Sequence

from flask_babel import gettext

from app.planning.marks.named import Marks, Named, Of
from app.steering.routes import profile_in_force, reader_language
from app.steering.words import Label


def list_words(which: Of) -> str:
    """Say what a list is called."""
    if which is Of.PERSPECTIVE:
        return gettext("Perspektiv")
    return gettext("Strategiska förutsättningar") if which is Of.CONDITION else gettext("Skyddsfaktorer")


def mark_words(which: Of, one: Named) -> str:
    """Say what something named is called: by the model in force, otherwise as it was called then."""
    profile = profile_in_force()
    names: dict[Of, dict[str, Label]] = {
        Of.PERSPECTIVE: {each.key: each.name for each in profile.all_perspectives()},
        Of.CONDITION: {each.key: each.name for each in profile.strategic_conditions},
        Of.FACTOR: {each.key: each.name for each in profile.protective_factors},
    }
    found = names[which].get(one.key)
    return found.in_language(reader_language()) if found is not None else one.name


def marks_shown(marks: Marks) -> Sequence[tuple[str, list[str]]]:
    """Give what is named on a goal or an activity, list by list, in words."""
    return [
        (list_words(which), [mark_words(which, one) for one in marks.of(which)])
        for which in Of
        if marks.of(which)
    ]
