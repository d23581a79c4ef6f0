"""What reports are called: the model's own word, with the period where there are several, in the reader's language."""

from flask_babel import gettext

from app.reports.asked import Asked, find
from app.steering.routes import profile_in_force, reader_language, worded
from app.ui.install import capitalised


def name_of(asked: Asked) -> str:
    """Name a report without its year: “Delårsrapport”, “Prognosrapport januari–mars”."""
    word = capitalised(asked.report.names.in_language(reader_language()).singular)
    if len(asked.report.periods) == 1:
        return word
    return gettext("%(report)s %(period)s", report=word, period=worded(asked.period.name))


def named(kind: str, year: int) -> str:
    """Name a report by the kind of its text and its year; one the model no longer has is a report."""
    asked = find(profile_in_force(), kind, year)
    if asked is None:
        return gettext("Rapport %(year)s", year=year)
    return gettext("%(name)s %(year)s", name=name_of(asked), year=year)


def label_of(kind: str) -> str:
    """Name a kind of report."""
    asked = find(profile_in_force(), kind, 0)
    return name_of(asked) if asked is not None else gettext("Rapport")
