"""What is told of measurements, controls and risks."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences
from app.ui import formats
from app.ui.install import locale


def _measure_due(facts: Facts) -> Said:
    period, day = facts.text(f"period_{formats.language(locale())}"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext(
            "Det finns mätningar för %(period)s som skulle ha varit klara %(day)s", period=period, day=day
        )
        if past
        else gettext("Dags att mäta för %(period)s, senast %(day)s", period=period, day=day)
    )
    return Said(
        headline,
        (
            gettext(
                "Allt du ska mäta står på en sida, med det som mättes förra gången. Några ord om vad ni ser räcker långt."
            ),
        ),
        link=gettext("Öppna det som ska mätas"),
    )


def _control_due(facts: Facts) -> Said:
    what, day, unit = facts.text("what"), facts.date("due_on"), facts.text("unit")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("Kontrollen ”%(what)s” skulle ha gjorts senast %(day)s", what=what, day=day)
        if past
        else gettext("Kontrollen ”%(what)s” ska göras senast %(day)s", what=what, day=day)
    )
    return Said(
        headline,
        (gettext("Skriv vad den visade. Görs den inte den här gången, skriv varför."),),
        ((gettext("Plan"), unit),),
        gettext("Öppna kontrollen"),
    )


def _risk_review(facts: Facts) -> Said:
    day, unit = facts.date("due_on"), facts.text("unit")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("En risk i %(unit)s skulle ha setts över %(day)s", unit=unit, day=day)
        if past
        else gettext("En risk i %(unit)s ska ses över senast %(day)s", unit=unit, day=day)
    )
    return Said(
        headline,
        (gettext("Är den som ni bedömde den? Om inte, bedöm den på nytt. Flytta sedan fram dagen."),),
        link=gettext("Öppna risken"),
    )


SENTENCES: Sentences = {
    Kind.MEASURE_DUE: _measure_due,
    Kind.CONTROL_DUE: _control_due,
    Kind.RISK_REVIEW: _risk_review,
}
