"""What is told of a dialogue itself: to prepare, to establish, what was agreed and what was raised."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences


def _prepare(facts: Facts) -> Said:
    return Said(
        gettext("Dags att förbereda %(meeting)s", meeting=facts.which),
        (
            gettext(
                "Skriv din egen bild av det ni ska tala om. Ingen annan läser den förrän ni båda har delat, "
                "eller mötet börjar."
            ),
        ),
        facts.meeting,
        gettext("Börja skriva"),
        facts.texts("themes"),
    )


def _shared(facts: Facts) -> Said:
    line = (
        gettext("Nu har ni båda delat, och kan läsa varandras bilder.")
        if facts.text("what") == "open"
        else gettext("När du också har delat kan ni läsa varandras bilder.")
    )
    return Said(
        gettext("%(who)s har delat sin bild inför %(title)s", who=facts.text("who"), title=facts.called),
        (line,),
        facts.meeting,
        gettext("Öppna mötet"),
    )


def _establish(facts: Facts) -> Said:
    who, title = facts.text("who"), facts.called
    if facts.text("what") == "addendum":
        headline = gettext("Ett tillägg till %(title)s väntar på att du fastställer", title=title)
        line = gettext("%(who)s har skrivit ett tillägg till det ni har fastställt.", who=who)
    else:
        headline = gettext("%(title)s väntar på att du fastställer", title=title)
        line = gettext("%(who)s har fastställt. Läs texten och säg om du också står bakom den.", who=who)
    return Said(headline, (line,), link=gettext("Läs och fastställ"))


def _reopened(facts: Facts) -> Said:
    who = facts.text("who")
    changed = (
        gettext(
            "%(who)s har ändrat något efter att du fastställde. Läs det som gäller nu och fastställ på nytt.",
            who=who,
        )
        if who
        else gettext(
            "Något som står i det, till exempel ett namn, har ändrats efter att du fastställde. "
            "Läs det som gäller nu och fastställ på nytt."
        )
    )
    return Said(
        gettext("Ditt fastställande av %(title)s gäller inte längre", title=facts.called),
        (changed,),
        link=gettext("Läs och fastställ"),
    )


def _agreement_due(facts: Facts) -> Said:
    other, day = facts.text("with"), facts.date("due_on")
    past = date.fromisoformat(str(facts.words["due_on"])) < clock.today()
    headline = (
        gettext("En överenskommelse med %(other)s skulle ha varit klar %(day)s", other=other, day=day)
        if past
        else gettext("En överenskommelse med %(other)s ska vara klar %(day)s", other=other, day=day)
    )
    # What was told before meetings were named says nothing of one.
    origin = (
        (gettext("Den är från dialogen %(day)s.", day=facts.long_date("said_on")),)
        if facts.words.get("said_on")
        else ()
    )
    return Said(
        headline,
        (*origin, gettext("Är den klar, säg det. Behöver den mer tid, ta upp det när ni ses.")),
        link=gettext("Se era överenskommelser"),
    )


def _matter_answered(facts: Facts) -> Said:
    return Said(
        gettext("%(who)s har svarat på det ni lyft", who=facts.text("who")),
        (
            gettext(
                "Det gäller något du och %(other)s släppte uppåt %(day)s. Läs svaret och säg om det räcker.",
                other=facts.text("with"),
                day=facts.date("said_on"),
            ),
        ),
        link=gettext("Läs svaret"),
    )


SENTENCES: Sentences = {
    Kind.PREPARE: _prepare,
    Kind.SHARED: _shared,
    Kind.ESTABLISH: _establish,
    Kind.REOPENED: _reopened,
    Kind.AGREEMENT_DUE: _agreement_due,
    Kind.MATTER_ANSWERED: _matter_answered,
}
