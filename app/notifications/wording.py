"""Sentences for what people are told, in the language of the one who reads; the page and the mail say the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask_babel import gettext, ngettext

from app import clock
from app.notifications.kinds import Kind
from app.notifications.plain import one_line
from app.ui import formats
from app.ui.install import locale


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words: one line that stands alone, what more there is, facts, and where to go on."""

    headline: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""
    items: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Facts:
    """The stored facts of a notice, each read as what it is; what is missing is empty."""

    words: Mapping[str, object]

    def text(self, name: str) -> str:
        """Give a name or a title on one line."""
        return one_line(str(self.words.get(name) or ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Give several titles."""
        found = self.words.get(name)
        return tuple(one_line(str(one)) for one in found) if isinstance(found, list) else ()

    @property
    def starts_at(self) -> datetime:
        """The moment a meeting begins."""
        return datetime.fromisoformat(str(self.words["starts_at"]))

    @property
    def when(self) -> str:
        """The day and time of a meeting, from when to when."""
        start = self.starts_at
        end = start + timedelta(minutes=int(str(self.words.get("minutes") or 0)))
        span = formats.clock_time(start, locale())
        if end > start:
            span += "–" + formats.clock_time(end, locale())
        return f"{self.day} {span}"

    def moment(self, name: str) -> str:
        """Give a day and a time of day in words."""
        at = datetime.fromisoformat(str(self.words[name]))
        return f"{formats.weekday(at, clock.today(), locale())} {formats.clock_time(at, locale())}"

    @property
    def day(self) -> str:
        """The day of a meeting."""
        return formats.weekday(self.starts_at, clock.today(), locale())

    def long_date(self, name: str) -> str:
        """Give a date in words as meetings are named: without its day of the week."""
        return formats.day(date.fromisoformat(str(self.words[name])), clock.today(), locale())

    def date(self, name: str) -> str:
        """Give a date in words."""
        return formats.weekday(date.fromisoformat(str(self.words[name])), clock.today(), locale())

    @property
    def meeting(self) -> tuple[tuple[str, str], ...]:
        """When, where and with whom, as far as known."""
        found = [(gettext("När"), self.when)]
        if self.text("place"):
            found.append((gettext("Var"), self.text("place")))
        if self.text("with"):
            found.append((gettext("Med"), self.text("with")))
        return tuple(found)


def said(kind: str, words: Mapping[str, object]) -> Said:
    """Put a notice in words."""
    return SENTENCES[Kind(kind)](Facts(words))


def _invitation(facts: Facts) -> Said:
    who, title = facts.text("who"), facts.text("title")
    headline = (
        gettext("%(who)s bjuder in dig till %(title)s, %(day)s", who=who, title=title, day=facts.day)
        if who
        else gettext("Du är inbjuden till %(title)s, %(day)s", title=title, day=facts.day)
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
    who, title = facts.text("who"), facts.text("title")
    return Said(
        gettext("%(who)s har ställt in mötet %(title)s, %(day)s", who=who, title=title, day=facts.day),
        (gettext("Varför står på mötets sida."),) if facts.text("what") != "guest" else (),
        link=gettext("Öppna mötet") if facts.text("what") != "guest" else gettext("Öppna Samsyn"),
    )


def _answer(facts: Facts) -> Said:
    who, title = facts.text("who"), facts.text("title")
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
                "%(who)s har tagit tillbaka sitt svar om %(title)s, %(day)s",
                who=who,
                title=title,
                day=facts.day,
            ),
            facts=facts.meeting,
            link=gettext("Öppna mötet"),
        )
    headline = (
        gettext("%(who)s kan inte komma till %(title)s, %(day)s", who=who, title=title, day=facts.day)
        if facts.text("what") == "declined"
        else gettext("%(who)s kommer till %(title)s, %(day)s", who=who, title=title, day=facts.day)
    )
    return Said(headline, facts=facts.meeting, link=gettext("Öppna mötet"))


def _prepare(facts: Facts) -> Said:
    return Said(
        gettext("Dags att förbereda %(title)s, %(day)s", title=facts.text("title"), day=facts.day),
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
        gettext(
            "%(who)s har delat sin bild inför %(title)s", who=facts.text("who"), title=facts.text("title")
        ),
        (line,),
        facts.meeting,
        gettext("Öppna mötet"),
    )


def _establish(facts: Facts) -> Said:
    who, title = facts.text("who"), facts.text("title")
    if facts.text("what") == "addendum":
        headline = gettext("Ett tillägg till %(title)s väntar på att du fastställer", title=title)
        line = gettext("%(who)s har skrivit ett tillägg till det ni har fastställt.", who=who)
    else:
        headline = gettext("%(title)s väntar på att du fastställer", title=title)
        line = gettext("%(who)s har fastställt. Läs texten och säg om du också står bakom den.", who=who)
    return Said(headline, (line,), link=gettext("Läs och fastställ"))


def _reopened(facts: Facts) -> Said:
    return Said(
        gettext("Ditt fastställande av %(title)s gäller inte längre", title=facts.text("title")),
        (
            gettext(
                "%(who)s har ändrat något efter att du fastställde. Läs det som gäller nu och fastställ på nytt.",
                who=facts.text("who"),
            ),
        ),
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


def _guests(facts: Facts) -> Said:
    who, guest, title = facts.text("who"), facts.text("guest"), facts.text("title")
    if facts.text("what") == "proposed":
        return Said(
            gettext("%(who)s vill bjuda in %(guest)s till %(title)s", who=who, guest=guest, title=title),
            (
                gettext(
                    "Den som bjuds in läser anteckningar och fastställd text, först när ni båda säger ja."
                ),
            ),
            link=gettext("Säg ja eller låt bli"),
        )
    if facts.text("what") == "declined":
        return Said(
            gettext("%(guest)s har tackat nej till %(title)s", guest=guest, title=title),
            facts=facts.meeting,
            link=gettext("Öppna mötet"),
        )
    if facts.text("what") == "uninvited":
        return Said(
            gettext("Du är inte längre inbjuden till %(title)s, %(day)s", title=title, day=facts.day),
            (
                gettext(
                    "%(who)s har tagit tillbaka inbjudan. Du läser inte längre något från mötet.", who=who
                ),
            ),
            link=gettext("Öppna Samsyn"),
        )
    return Said(
        gettext("Du är inbjuden som gäst till %(title)s, %(day)s", title=title, day=facts.day),
        (gettext("Båda vill ha dig med. Du kan tacka nej på mötets sida."),),
        facts.meeting,
        gettext("Öppna mötet"),
    )


def _take_over(facts: Facts) -> Said:
    return Said(
        gettext(
            "%(who)s har tagit över efter %(before)s i %(title)s",
            who=facts.text("who"),
            before=facts.text("before"),
            title=facts.text("title"),
        ),
        facts=facts.meeting,
        link=gettext("Öppna mötet"),
    )


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
        (gettext("Är den som ni bedömde den? Bedöm den på nytt, eller flytta fram dagen."),),
        link=gettext("Öppna risken"),
    )


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


def _deviation(facts: Facts) -> Said:
    unit, level = facts.text("unit"), facts.text("level")
    headline = {
        "came": gettext("En avvikelse har rapporterats från %(unit)s", unit=unit),
        "acknowledged": gettext("%(level)s har tagit emot er avvikelse", level=level),
        "kept": gettext("%(level)s har svarat på er avvikelse", level=level),
        "passed_on": gettext("%(level)s har skickat er avvikelse vidare", level=level),
    }[facts.text("what")]
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


def _remedy_plan(facts: Facts) -> Said:
    said = {"unit": facts.text("unit"), "level": facts.text("level"), "year": facts.text("year")}
    if facts.text("what") == "received":
        return Said(
            gettext("%(level)s har tagit emot er åtgärdsplan för underskottet %(year)s", **said),
            (gettext("Har de skrivit något till er står det på planens sida."),),
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


def password_link(facts: Facts) -> Said:
    """Say what the link of a mail is for; no notice of the product says this, since its reader cannot sign in."""
    minutes = int(str(facts.words["minutes"]))
    return Said(
        gettext("Välj ett nytt lösenord till Samsyn"),
        (
            gettext("Någon har bett om en länk för ett nytt lösenord till ditt konto."),
            ngettext(
                "Länken fungerar en gång, inom %(num)s minut. När du har valt ett lösenord loggas du ut överallt.",
                "Länken fungerar en gång, inom %(num)s minuter. När du har valt ett lösenord loggas du ut överallt.",
                minutes,
            ),
        ),
        ((gettext("Användarnamn"), facts.text("username")),),
        gettext("Välj lösenord"),
    )


SENTENCES: dict[Kind, Callable[[Facts], Said]] = {
    Kind.INVITATION: _invitation,
    Kind.CHANGE: _change,
    Kind.CANCELLATION: _cancellation,
    Kind.ANSWER: _answer,
    Kind.PREPARE: _prepare,
    Kind.SHARED: _shared,
    Kind.ESTABLISH: _establish,
    Kind.REOPENED: _reopened,
    Kind.AGREEMENT_DUE: _agreement_due,
    Kind.MATTER_ANSWERED: _matter_answered,
    Kind.GUESTS: _guests,
    Kind.TAKE_OVER: _take_over,
    Kind.ACTIVITY_DUE: _activity_due,
    Kind.DOCUMENT_REVIEW: _document_review,
    Kind.MEASURE_DUE: _measure_due,
    Kind.CONTROL_DUE: _control_due,
    Kind.RISK_REVIEW: _risk_review,
    Kind.REMEDY_DUE: _remedy_due,
    Kind.FORECAST_DUE: _forecast_due,
    Kind.REMEDY_PLAN: _remedy_plan,
    Kind.DEVIATION: _deviation,
    Kind.ASSIGNMENT: _assignment,
    Kind.ASSIGNMENT_DUE: _assignment_due,
    Kind.GOLDEN_ZONE: _golden_zone,
    Kind.CYCLE: _cycle,
    Kind.OVERVIEW: _overview,
    Kind.REPORT: _report,
    Kind.REPORT_DUE: _report_due,
    Kind.ACKNOWLEDGEMENT: _acknowledgement,
}
