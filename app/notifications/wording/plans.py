"""What is told of plans and goals, the annual cycle and governing documents."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences
from app.ui import formats
from app.ui.install import locale


def _activity_due(facts: Facts) -> Said:
    unit, day = facts.text("unit"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("En aktivitet i planen för %(unit)s skulle ha varit klar %(day)s", unit=unit, day=day)
        if past
        else gettext("En aktivitet i planen för %(unit)s ska vara klar %(day)s", unit=unit, day=day)
    )
    return Said(
        headline,
        (gettext("Skriv hur det går. Blir det inte som ni tänkt är det bra att veta i tid."),),
        link=gettext("Öppna aktiviteten"),
    )


def _document_review(facts: Facts) -> Said:
    title, day = facts.text("title"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("Styrdokumentet %(title)s skulle ha setts över %(day)s", title=title, day=day)
        if past
        else gettext("Styrdokumentet %(title)s ska ses över senast %(day)s", title=title, day=day)
    )
    return Said(
        headline,
        (
            gettext(
                "Gäller det fortfarande som det är? Säg det på dokumentets sida, så flyttas dagen. Behöver det "
                "ändras läggs en ny version in när den är beslutad."
            ),
        ),
        ((gettext("Ansvarig enhet"), facts.text("unit")),),
        gettext("Öppna styrdokumentet"),
    )


def _acknowledgement(facts: Facts) -> Said:
    unit, level, what = facts.text("unit"), facts.text("level"), facts.text("what")
    headline = {
        "asked": gettext(
            "%(unit)s har fastställt ett mål som %(level)s ska kvittera", unit=unit, level=level
        ),
        "acknowledged": gettext("%(level)s har kvitterat ett mål från %(unit)s", unit=unit, level=level),
        "against": gettext("%(level)s har en invändning mot ett mål från %(unit)s", unit=unit, level=level),
    }[what]
    lines = {
        "asked": gettext("Säg att målet är mottaget och förstått, eller vad som är i vägen."),
        "against": gettext("Skälet står på målets sida."),
    }
    return Said(headline, (lines[what],) if what in lines else (), link=gettext("Öppna målet"))


def _cycle(facts: Facts) -> Said:
    title = facts.text(f"title_{formats.language(locale())}")
    first, last = facts.date("starts_on"), facts.date("ends_on")
    span = first if facts.words["starts_on"] == facts.words["ends_on"] else f"{first} – {last}"
    if facts.text("what") == "moved":
        return Said(
            gettext("Flyttat i årshjulet: %(title)s, %(when)s", title=title, when=span),
            link=gettext("Öppna årshjulet"),
        )
    return Said(
        gettext("Snart i årshjulet: %(title)s, %(when)s", title=title, when=span),
        link=gettext("Öppna årshjulet"),
    )


SENTENCES: Sentences = {
    Kind.ACTIVITY_DUE: _activity_due,
    Kind.DOCUMENT_REVIEW: _document_review,
    Kind.CYCLE: _cycle,
    Kind.ACKNOWLEDGEMENT: _acknowledgement,
}
