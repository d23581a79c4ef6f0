"""What is told of assignments and the golden zone."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences


def _assignment(facts: Facts) -> Said:
    who, unit = facts.text("who"), facts.text("unit")
    what = facts.text("what")
    headlines = {
        "given": gettext("%(who)s har lämnat ett uppdrag till %(unit)s", who=who, unit=unit),
        "changed": gettext("%(who)s har ändrat ett uppdrag till %(unit)s", who=who, unit=unit),
        "withdrawn": gettext("%(who)s har återkallat ett uppdrag till %(unit)s", who=who, unit=unit),
        "acknowledged": gettext("%(unit)s har kvitterat ett uppdrag", unit=unit),
        "objected": gettext("%(unit)s har en invändning mot ett uppdrag", unit=unit),
        "held_to": gettext("%(who)s har svarat på er invändning", who=who),
        "reported": gettext("%(unit)s har rapporterat ett uppdrag", unit=unit),
        "asked_further": gettext("%(who)s frågar vidare om er rapport", who=who),
        "report_acknowledged": gettext("%(who)s har kvitterat er rapport", who=who),
    }
    lines = {
        "given": gettext("Kvittera att ni har tagit emot och förstått, eller säg vad som är i vägen."),
        "changed": gettext("Det ni kvitterade lydde annorlunda. Läs och kvittera på nytt."),
        "objected": gettext("Läs skälet. Ändra uppdraget, svara, eller öppna en fråga i gyllene zonen."),
        "reported": gettext("Läs rapporten och säg om den räcker."),
    }
    return Said(headlines[what], (lines[what],) if what in lines else (), link=gettext("Öppna uppdraget"))


def _assignment_due(facts: Facts) -> Said:
    who, day = facts.text("who"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("Ett uppdrag från %(who)s skulle ha varit klart %(day)s", who=who, day=day)
        if past
        else gettext("Ett uppdrag från %(who)s ska vara klart %(day)s", who=who, day=day)
    )
    return Said(
        headline,
        (gettext("Rapportera, eller skriv hur det går. Blir det inte i tid är det bra att veta nu."),),
        link=gettext("Öppna uppdraget"),
    )


def _golden_zone(facts: Facts) -> Said:
    who, what = facts.text("who"), facts.text("what")
    headlines = {
        "asked": gettext("%(who)s frågar i gyllene zonen vems en fråga är", who=who),
        "opened": gettext("Ni har båda delat era bilder i gyllene zonen"),
        "consented": gettext("%(who)s står bakom er gemensamma bild i gyllene zonen", who=who),
        "settled": gettext("Er gemensamma bild i gyllene zonen är fastställd"),
    }
    lines = {
        "asked": gettext("Skriv din egen bild. Ingen läser den andras förrän ni båda har delat."),
        "opened": gettext("Läs varandras och skriv ner det ni kommer fram till."),
        "consented": gettext("Läs den och säg om du också står bakom den."),
    }
    return Said(headlines[what], (lines[what],) if what in lines else (), link=gettext("Öppna frågan"))


SENTENCES: Sentences = {
    Kind.ASSIGNMENT: _assignment,
    Kind.ASSIGNMENT_DUE: _assignment_due,
    Kind.GOLDEN_ZONE: _golden_zone,
}
