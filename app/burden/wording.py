"""What is asked, in words: a sentence for a kind of unit, and what became of a thing that is asked for."""

from flask_babel import gettext, ngettext

from app.access.guard import acting
from app.access.matrix import May
from app.burden.facts import Asked, OfKind, Sort
from app.ui.addresses import url_for
from app.writing.kinds import kinds


def kind_words(one: OfKind) -> list[str]:
    """Say what one unit of a kind is asked for in the year, meetings first."""
    meetings, hours = one.for_each(one.meetings), one.hours
    found: list[str] = []
    if meetings:
        met = ngettext("%(num)s dialogmöte", "%(num)s dialogmöten", meetings)
        time = ngettext("ungefär %(num)s timme", "ungefär %(num)s timmar", hours)
        found.append(gettext("%(meetings)s, %(time)s", meetings=met, time=time) if hours else met)
    themes, headings = one.for_each(one.themes), one.for_each(one.headings)
    measurements, controls = one.for_each(one.measurements), one.for_each(one.controls)
    reports = one.for_each(one.reports)
    to_fill_in = (
        (themes, ngettext("%(num)s tema att förbereda", "%(num)s teman att förbereda", themes)),
        (headings, ngettext("%(num)s rubrik att skriva", "%(num)s rubriker att skriva", headings)),
        (measurements, ngettext("%(num)s mätning", "%(num)s mätningar", measurements)),
        (controls, ngettext("%(num)s kontroll", "%(num)s kontroller", controls)),
        (reports, ngettext("%(num)s plan eller rapport", "%(num)s planer och rapporter", reports)),
    )
    return found + [words for number, words in to_fill_in if number]


def what_became(one: Asked) -> str:
    """Say how often a thing nobody used came up, and that nothing came of it."""
    if one.sort is Sort.THEME:
        return ngettext(
            "Fanns med på %(num)s möte. Inget antecknades, avtalades eller lyftes.",
            "Fanns med på %(num)s möten. Inget antecknades, avtalades eller lyftes.",
            one.so_far,
        )
    if one.sort is Sort.HEADING and not one.written:
        return ngettext(
            "Står i %(num)s fastställd text. Ingen har skrivit något under den.",
            "Står i %(num)s fastställda texter. Ingen har skrivit något under den.",
            one.so_far,
        )
    if one.sort is Sort.HEADING:
        return ngettext(
            "Skrevs i %(num)s fastställd text. Ingen har citerat den, gjort en kandidat av den eller samtalat om den.",
            "Skrevs i %(num)s fastställda texter. Ingen har citerat dem, gjort en kandidat av dem eller samtalat om dem.",
            one.written,
        )
    return ngettext(
        "Mättes %(num)s gång. Ingen dialog har handlat om den.",
        "Mättes %(num)s gånger. Ingen dialog har handlat om den.",
        one.written,
    )


def where_it_stands(one: Asked) -> str:
    """Say what a thing is and what it stands in."""
    if one.sort is Sort.THEME:
        return gettext("Tema i dialogmallen %(name)s", name=one.belongs)
    if one.sort is Sort.HEADING:
        kind = kinds.get(one.belongs)
        return gettext("Rubrik i %(text)s", text=kind.label().lower() if kind else one.belongs)
    return gettext("Indikator under %(factor)s", factor=one.belongs)


def home_of(one: Asked) -> str:
    """Give the address where what is asked can be changed or looked into; empty where this person has none."""
    if one.sort is Sort.THEME:
        return url_for("templates.read", template_id=one.place) if acting().may(May.READ_TEMPLATES) else ""
    if one.sort is Sort.HEADING:
        return url_for("layouts.index") if acting().may(May.READ_TEMPLATES) else ""
    return url_for("quality.factor", factor_id=one.place) if acting().may(May.READ_QUALITY) else ""
