"""What is told of a meeting: asked to it, moved, called off, answered, and who is with it."""

from flask_babel import gettext

from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences
from app.ui.install import listed


def _invitation(facts: Facts) -> Said:
    who = facts.text("who")
    headline = (
        gettext("%(who)s bjuder in dig till %(meeting)s", who=who, meeting=facts.which)
        if who
        else gettext("Du är inbjuden till %(meeting)s", meeting=facts.which)
    )
    again = (gettext("Mötet var inställt men blir av."),) if facts.text("what") == "reinstated" else ()
    return Said(headline, again, facts.meeting, gettext("Öppna mötet"))


def _change(facts: Facts) -> Said:
    who, title = facts.text("who"), facts.text("title")
    if facts.text("what") == "taken":
        return Said(
            gettext("%(who)s har tagit tiden du föreslog: %(when)s", who=who, when=facts.when),
            (gettext("Mötet %(title)s är flyttat dit, och ni kommer båda.", title=title),),
            facts.meeting,
            gettext("Öppna mötet"),
        )
    return Said(
        gettext("%(who)s har ändrat mötet %(title)s: %(when)s", who=who, title=title, when=facts.when),
        facts=facts.meeting,
        link=gettext("Öppna mötet"),
    )


def _cancellation(facts: Facts) -> Said:
    who = facts.text("who")
    return Said(
        gettext("%(who)s har ställt in mötet %(meeting)s", who=who, meeting=facts.which),
        (gettext("Varför står på mötets sida."),) if facts.text("what") != "guest" else (),
        link=gettext("Öppna mötet") if facts.text("what") != "guest" else gettext("Öppna Samsyn"),
    )


def _answer(facts: Facts) -> Said:
    who = facts.text("who")
    if facts.text("what") == "proposed":
        time = facts.moment("proposed_at")
        return Said(
            gettext(
                "%(who)s föreslår en annan tid för mötet %(day)s: %(time)s", who=who, day=facts.day, time=time
            ),
            (gettext("Passar den tar du den med ett tryck på mötets sida. Till dess gäller tiden ni har."),),
            facts.meeting,
            gettext("Svara på förslaget"),
        )
    if facts.text("what") == "taken_back":
        return Said(
            gettext(
                "%(who)s har tagit tillbaka sitt svar om %(meeting)s",
                who=who,
                meeting=facts.which,
            ),
            facts=facts.meeting,
            link=gettext("Öppna mötet"),
        )
    headline = (
        gettext("%(who)s kan inte komma till %(meeting)s", who=who, meeting=facts.which)
        if facts.text("what") == "declined"
        else gettext("%(who)s kommer till %(meeting)s", who=who, meeting=facts.which)
    )
    return Said(headline, facts=facts.meeting, link=gettext("Öppna mötet"))


def _guests(facts: Facts) -> Said:
    who, guest, title = facts.text("who"), facts.text("guest"), facts.called
    if facts.text("what") == "proposed":
        return Said(
            gettext(
                "%(who)s vill bjuda in %(guest)s till %(title)s",
                who=who,
                guest=guest,
                title=facts.which if facts.words.get("starts_at") else title,
            ),
            (
                *_between(facts),
                gettext(
                    "Den som bjuds in läser anteckningar och fastställd text, först när ni båda säger ja."
                ),
            ),
            # What was told before meetings were named says nothing of when one is.
            facts.meeting if facts.words.get("starts_at") else (),
            gettext("Säg ja eller låt bli"),
        )
    if facts.text("what") == "declined":
        return Said(
            gettext("%(guest)s har tackat nej till %(title)s", guest=guest, title=title),
            facts=facts.meeting,
            link=gettext("Öppna mötet"),
        )
    if facts.text("what") == "uninvited":
        return Said(
            gettext("Du är inte längre inbjuden till %(meeting)s", meeting=facts.which),
            (
                gettext(
                    "%(who)s har tagit tillbaka inbjudan. Du läser inte längre något från mötet.", who=who
                ),
            ),
            link=gettext("Öppna Samsyn"),
        )
    return Said(
        gettext("Du är inbjuden som gäst till %(meeting)s", meeting=facts.which),
        (gettext("Båda vill ha dig med. Du kan tacka nej på mötets sida."),),
        facts.meeting,
        gettext("Öppna mötet"),
    )


def _between(facts: Facts) -> tuple[str, ...]:
    two = facts.texts("between")
    return (gettext("Mötet är mellan %(two)s.", two=listed(two)),) if two else ()


def _take_over(facts: Facts) -> Said:
    if facts.text("what") == "yours":
        return Said(
            gettext(
                "%(who)s har tagit över din plats i %(title)s", who=facts.text("who"), title=facts.called
            ),
            (
                gettext(
                    "Ni har båda uppdraget. Vill du själv vara med tar du över igen på mötets sida. Det du förberett och inte "
                    "delat läser bara du."
                ),
            ),
            facts.meeting,
            gettext("Öppna mötet"),
        )
    return Said(
        gettext(
            "%(who)s har tagit över efter %(before)s i %(title)s",
            who=facts.text("who"),
            before=facts.text("before"),
            title=facts.called,
        ),
        facts=facts.meeting,
        link=gettext("Öppna mötet"),
    )


SENTENCES: Sentences = {
    Kind.INVITATION: _invitation,
    Kind.CHANGE: _change,
    Kind.CANCELLATION: _cancellation,
    Kind.ANSWER: _answer,
    Kind.GUESTS: _guests,
    Kind.TAKE_OVER: _take_over,
}
