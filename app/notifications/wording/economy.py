"""What is told of remedies and forecasts."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences


def _remedy_due(facts: Facts) -> Said:
    unit, day = facts.text("unit"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    if facts.text("of") == "report":
        headline = (
            gettext("En åtgärd i %(unit)s skulle ha varit klar %(day)s", unit=unit, day=day)
            if past
            else gettext("En åtgärd i %(unit)s ska vara klar %(day)s", unit=unit, day=day)
        )
        lines = (gettext("Den står i en uppföljningsrapport. Skriv hur det går."),)
        return Said(headline, lines, link=gettext("Öppna åtgärden"))
    headline = (
        gettext("En ekonomisk åtgärd i %(unit)s skulle ha varit klar %(day)s", unit=unit, day=day)
        if past
        else gettext("En ekonomisk åtgärd i %(unit)s ska vara klar %(day)s", unit=unit, day=day)
    )
    return Said(
        headline,
        (gettext("Skriv hur det går. Ger den mindre än ni trodde är det bra att veta i tid."),),
        link=gettext("Öppna åtgärden"),
    )


def _forecast_due(facts: Facts) -> Said:
    return Said(
        gettext(
            "Prognosen för %(unit)s ska lämnas senast %(day)s",
            unit=facts.text("unit"),
            day=facts.date("due_on"),
        ),
        (
            gettext(
                "Några ord om vad den säger räcker långt. Ser ni ett underskott skriver ni samtidigt vad ni gör åt det."
            ),
        ),
        link=gettext("Öppna ekonomin"),
    )


def _remedy_plan(facts: Facts) -> Said:
    said = {"unit": facts.text("unit"), "level": facts.text("level"), "year": facts.text("year")}
    if facts.text("what") == "received":
        return Said(
            gettext("%(level)s har tagit emot er åtgärdsplan för underskottet %(year)s", **said),
            (gettext("Om de har skrivit något till er står det på planens sida."),),
            link=gettext("Öppna planen"),
        )
    return Said(
        gettext("%(unit)s har lämnat en åtgärdsplan för underskottet %(year)s", **said),
        (
            gettext(
                "Läs den och säg att den har kommit fram. Vill ni säga något till dem skriver ni det där."
            ),
        ),
        link=gettext("Öppna planen"),
    )


SENTENCES: Sentences = {
    Kind.REMEDY_DUE: _remedy_due,
    Kind.FORECAST_DUE: _forecast_due,
    Kind.REMEDY_PLAN: _remedy_plan,
}
