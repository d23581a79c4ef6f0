"""What is told of reports, deviations and the overview on their way upward."""

from flask_babel import gettext

from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences
from app.ui.install import locale


def _deviation(facts: Facts) -> Said:
    headline = _which_deviation(facts) if facts.words.get("reported_at") else _some_deviation(facts)
    lines = (
        (
            gettext(
                "Säg att den har kommit fram. Sedan behåller du den eller skickar den vidare, och säger varför."
            ),
        )
        if facts.text("what") == "came"
        else ()
    )
    return Said(headline, lines, link=gettext("Öppna avvikelsen"))


def _which_deviation(facts: Facts) -> str:
    """Tell of a deviation by when it was reported: what happened stands in no notice, and one unit may report several."""
    unit, level, when = facts.text("unit"), facts.text("level"), facts.moment("reported_at")
    return {
        "came": gettext("En avvikelse har rapporterats från %(unit)s %(when)s", unit=unit, when=when),
        "acknowledged": gettext(
            "%(level)s har tagit emot er avvikelse från %(when)s", level=level, when=when
        ),
        "kept": gettext("%(level)s har svarat på er avvikelse från %(when)s", level=level, when=when),
        "passed_on": gettext(
            "%(level)s har skickat vidare er avvikelse från %(when)s", level=level, when=when
        ),
    }[facts.text("what")]


def _some_deviation(facts: Facts) -> str:
    """Tell of a deviation in a notice from before it was noted when it was reported."""
    unit, level = facts.text("unit"), facts.text("level")
    return {
        "came": gettext("En avvikelse har rapporterats från %(unit)s", unit=unit),
        "acknowledged": gettext("%(level)s har tagit emot er avvikelse", level=level),
        "kept": gettext("%(level)s har svarat på er avvikelse", level=level),
        "passed_on": gettext("%(level)s har skickat er avvikelse vidare", level=level),
    }[facts.text("what")]


def _report(facts: Facts) -> Said:
    unit, name = facts.text("unit"), _report_name(facts)
    what = facts.text("what")
    headline = {
        "submitted": gettext("%(name)s från %(unit)s är lämnad till dig", name=name, unit=unit),
        "acknowledged": gettext("%(name)s för %(unit)s är mottagen", name=name, unit=unit),
        "handed_back": gettext("%(name)s för %(unit)s har lämnats tillbaka", name=name, unit=unit),
        "taken_back": gettext("%(name)s från %(unit)s är återtagen", name=name, unit=unit),
    }[what]
    lines = {
        "submitted": gettext(
            "Läs den och säg att du har tagit emot den, eller lämna tillbaka den med skälet."
        ),
        "handed_back": gettext("Skälet står på rapportens sida. Allt ni skrev finns kvar."),
        "taken_back": gettext("Du behöver inte göra något. Du får veta när den lämnas igen."),
    }
    return Said(headline, (lines[what],) if what in lines else (), link=gettext("Öppna rapporten"))


def _report_due(facts: Facts) -> Said:
    return Said(
        gettext(
            "%(name)s för %(unit)s ska lämnas senast %(day)s",
            name=_report_name(facts),
            unit=facts.text("unit"),
            day=facts.date("due_on"),
        ),
        (gettext("Det som redan finns är hopställt åt dig. Det du skriver själv är vad det betyder."),),
        link=gettext("Öppna rapporterna"),
    )


def _report_name(facts: Facts) -> str:
    return facts.text(f"name_{locale()}")


def _overview(facts: Facts) -> Said:
    return Said(
        gettext("%(who)s har lämnat en ny utgåva av uppsikten", who=facts.text("who")),
        (
            gettext(
                "Utgåvan är fastställd och ändras inte. Du läser den i Samsyn, och där finns den som Word och PDF."
            ),
        ),
        ((gettext("Från"), facts.text("unit")),),
        gettext("Läs utgåvan"),
    )


SENTENCES: Sentences = {
    Kind.DEVIATION: _deviation,
    Kind.OVERVIEW: _overview,
    Kind.REPORT: _report,
    Kind.REPORT_DUE: _report_due,
}
