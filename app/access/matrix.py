"""One table: permission → roles, in words. Pages and `docs/who-may-do-what.md` are drawn from it."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, lazy_gettext


class Role(StrEnum):
    """What an appointment makes a person (domain: organisation, people, rights)."""

    MANAGER = "manager"
    SUPPORT = "support"
    POLITICIAN = "politician"
    AUDITOR = "auditor"
    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"


class May(StrEnum):
    """What can be permitted. A view requires exactly one of these."""

    USE = "use"
    READ_MODEL = "read_model"
    READ_ORGANISATION = "read_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    EDIT_ACCOUNTS = "edit_accounts"
    TAKE_PART = "take_part"
    PLAN_DIALOGUES = "plan_dialogues"
    READ_RELEASED = "read_released"
    ANSWER_RAISED = "answer_raised"
    READ_OVERVIEW = "read_overview"
    READ_TEMPLATES = "read_templates"
    EDIT_TEMPLATES = "edit_templates"
    READ_HISTORY = "read_history"
    OVERSEE_MAIL = "oversee_mail"
    EDIT_LETTERHEAD = "edit_letterhead"
    EDIT_MODEL = "edit_model"
    READ_PLANS = "read_plans"
    WRITE_PLANS = "write_plans"
    ACKNOWLEDGE_GOALS = "acknowledge_goals"
    READ_ACTIVITIES = "read_activities"
    READ_QUALITY = "read_quality"
    WRITE_QUALITY = "write_quality"
    READ_CONTROL = "read_control"
    READ_RISKS = "read_risks"
    WRITE_CONTROL = "write_control"
    READ_BURDEN = "read_burden"
    READ_ECONOMY = "read_economy"
    WRITE_ECONOMY = "write_economy"
    REPORT_DEVIATIONS = "report_deviations"
    ANSWER_DEVIATIONS = "answer_deviations"
    DECIDE_COMMITMENTS = "decide_commitments"
    READ_REPORTS = "read_reports"
    WRITE_REPORTS = "write_reports"
    ANSWER_REPORTS = "answer_reports"
    READ_DOCUMENTS = "read_documents"
    EDIT_DOCUMENTS = "edit_documents"
    READ_ASSIGNMENTS = "read_assignments"
    WRITE_ASSIGNMENTS = "write_assignments"
    READ_CYCLE = "read_cycle"
    MOVE_CYCLE = "move_cycle"
    DISPOSE = "dispose"


class Reach(StrEnum):
    """How far from the unit of the appointment a permission reaches."""

    SELF = "self"
    SUBTREE = "subtree"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the matrix: who holds a permission, how far, and what that means in plain words."""

    roles: dict[Role, Reach]
    label: LazyString
    explanation: LazyString


EVERYONE = dict.fromkeys(Role, Reach.EVERYWHERE)

MATRIX: dict[May, Rule] = {
    May.USE: Rule(
        EVERYONE,
        lazy_gettext("Använda Samsyn"),
        lazy_gettext("Logga in, se sin egen startsida och sköta sitt konto."),
    ),
    May.READ_MODEL: Rule(
        EVERYONE,
        lazy_gettext("Läsa om styrmodellen"),
        lazy_gettext("Styrmodellen, dess ord och den här sidan om vem som får vad."),
    ),
    May.READ_ORGANISATION: Rule(
        {
            Role.MANAGER: Reach.EVERYWHERE,
            Role.SUPPORT: Reach.EVERYWHERE,
            Role.POLITICIAN: Reach.EVERYWHERE,
            Role.AUDITOR: Reach.EVERYWHERE,
            Role.ADMINISTRATOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa organisationen"),
        lazy_gettext("Enheter, vem som leder dem och hur de har ändrats."),
    ),
    May.EDIT_ORGANISATION: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Ändra organisationen"),
        lazy_gettext(
            "Skapa, flytta, dela, slå ihop och avsluta enheter, ändra förordnanden, läsa in från fil."
        ),
    ),
    May.EDIT_ACCOUNTS: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Sköta konton"),
        lazy_gettext("Ge någon ett konto, lämna över en engångslänk för nytt lösenord, stänga ett konto."),
    ),
    May.TAKE_PART: Rule(
        {
            Role.MANAGER: Reach.SELF,
            Role.POLITICIAN: Reach.SELF,
            Role.EMPLOYEE: Reach.SELF,
            Role.SUPPORT: Reach.SELF,
        },
        lazy_gettext("Delta i dialoger"),
        lazy_gettext(
            "Skriva sin egen bild, hålla mötet och fastställa. Bara de två vars dialog det är. "
            "Stödpersoner läser när båda har bjudit in dem till just den dialogen."
        ),
    ),
    May.PLAN_DIALOGUES: Rule(
        {Role.MANAGER: Reach.SUBTREE, Role.POLITICIAN: Reach.SELF},
        lazy_gettext("Planera dialoger"),
        lazy_gettext("Lägga upp dialogserier för sig själv och boka möten i dem."),
    ),
    May.READ_RELEASED: Rule(
        {Role.MANAGER: Reach.SUBTREE},
        lazy_gettext("Läsa det som lyfts underifrån"),
        lazy_gettext(
            "Stycken som båda i en dialog har släppt uppåt, och bara dem. Aldrig utkast eller förberedelser."
        ),
    ),
    May.ANSWER_RAISED: Rule(
        {Role.MANAGER: Reach.SUBTREE},
        lazy_gettext("Svara på det som lyfts"),
        lazy_gettext("Svaret går tillbaka ner till de två som lyfte."),
    ),
    May.READ_OVERVIEW: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SUBTREE,
            Role.AUDITOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa uppsikten"),
        lazy_gettext(
            "Chefer ser det som lyfts under dem, och vad som saknas. Förtroendevalda, revisorer och stöd för den översta "
            "förvaltningen läser de utgåvor som kommunchefen har lämnat till kommunstyrelsen, och inget annat."
        ),
    ),
    May.READ_TEMPLATES: Rule(
        {
            Role.MANAGER: Reach.EVERYWHERE,
            Role.SUPPORT: Reach.EVERYWHERE,
            Role.ADMINISTRATOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa mallar"),
        lazy_gettext("Teman och frågor i kommunens egna dialogmallar, och rubrikerna i det enheter skriver."),
    ),
    May.EDIT_TEMPLATES: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE, Role.SUPPORT: Reach.EVERYWHERE},
        lazy_gettext("Ändra mallar"),
        lazy_gettext(
            "Skapa, kopiera och ändra mallar. En ändring blir en ny version; pågående möten och påbörjade texter "
            "behåller sin."
        ),
    ),
    May.READ_HISTORY: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Läsa ändringsloggen för organisation och konton"),
        lazy_gettext("Vem som ändrade vad och när. Aldrig text ur dialoger."),
    ),
    May.OVERSEE_MAIL: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Sköta utskick"),
        lazy_gettext(
            "Se vilka mejl som väntar eller inte gick fram, och skicka dem igen. Aldrig vad som står i dem."
        ),
    ),
    May.EDIT_MODEL: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Ändra styrmodellen"),
        lazy_gettext(
            "Kopiera en modell, ändra den, pröva den, ta den i bruk från en dag, och föra över det som inte längre passar. "
            "Innehållet i det som förs över syns inte, bara hur mycket det är."
        ),
    ),
    May.EDIT_LETTERHEAD: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Ändra brevhuvudet"),
        lazy_gettext("Kommunens namn och vapen överst på det som skrivs ut och laddas ner."),
    ),
    May.READ_PLANS: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SUBTREE,
            Role.AUDITOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa grunduppdrag, analyser, mål och planer"),
        lazy_gettext(
            "Det som är fastställt. Chefen ovanför läser också det som enheten har delat inför dialog; "
            "utkast läses bara av enhetens chef och stöd."
        ),
    ),
    May.WRITE_PLANS: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Skriva grunduppdrag, analyser, mål och planer"),
        lazy_gettext("Enhetens egen chef och dess stöd. Ingen skriver mål åt någon annans enhet."),
    ),
    May.ACKNOWLEDGE_GOALS: Rule(
        {Role.MANAGER: Reach.SELF, Role.POLITICIAN: Reach.SELF},
        lazy_gettext("Kvittera mål"),
        lazy_gettext(
            "Där styrmodellen säger vilka som tar emot målen: enhetens chef, eller nämndens presidium, kvitterar eller "
            "skriver en invändning med skäl."
        ),
    ),
    May.READ_ACTIVITIES: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SUBTREE,
            Role.AUDITOR: Reach.EVERYWHERE,
            Role.EMPLOYEE: Reach.SELF,
        },
        lazy_gettext("Läsa aktiviteter"),
        lazy_gettext(
            "De som hör till mål man läser. Medarbetare läser bara de fastställda aktiviteter i den egna enheten där "
            "de själva står som den som gör, och målets rubrik."
        ),
    ),
    May.READ_QUALITY: Rule(
        {Role.MANAGER: Reach.SUBTREE, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Läsa kvalitetsfaktorer, indikatorer och mätningar"),
        lazy_gettext(
            "Det som är fastställt för enheten och allt under den, och det som ett område ovanför delar med enheten. "
            "Utkast läses bara av enhetens chef och stöd."
        ),
    ),
    May.WRITE_QUALITY: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Skriva kvalitetsfaktorer och indikatorer, och mäta"),
        lazy_gettext(
            "Enhetens egen chef och dess stöd. Det ett område delar skrivs av området och mäts i varje enhet."
        ),
    ),
    May.READ_CONTROL: Rule(
        {
            Role.MANAGER: Reach.EVERYWHERE,
            Role.SUPPORT: Reach.EVERYWHERE,
            Role.POLITICIAN: Reach.EVERYWHERE,
            Role.AUDITOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa beslutade interna kontrollplaner och rapporter"),
        lazy_gettext(
            "Det en nämnd, styrelse eller ett bolag har beslutat: kontrollplan, årsrapport och kommunstyrelsens "
            "utvärdering. Alla ledamöter läser samma underlag."
        ),
    ),
    May.READ_RISKS: Rule(
        {Role.MANAGER: Reach.SUBTREE, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Läsa risker, och kontroller medan de pågår"),
        lazy_gettext("Enhetens riskregister och det som kontrolleras, för enheten och allt under den."),
    ),
    May.WRITE_CONTROL: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Skriva risker, kontrollplaner och rapporter"),
        lazy_gettext(
            "Enhetens egen chef och dess stöd. En nämnds plan och rapport skrivs av förvaltningen närmast under den, "
            "eller av kommunens översta förvaltning när nämnden ingen har."
        ),
    ),
    May.READ_BURDEN: Rule(
        {Role.MANAGER: Reach.SUBTREE, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Läsa vad som begärs"),
        lazy_gettext(
            "Hur mycket Samsyn frågar den egna enheten och dem under den om, och vad av det som ingen har använt."
        ),
    ),
    May.READ_ECONOMY: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SUBTREE,
            Role.AUDITOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa ekonomin"),
        lazy_gettext(
            "Det som är lämnat: prognoser med sina åtgärder, underskott, fastställda återhämtningsplaner och åtgärdsplaner, "
            "ramar och finansiella mål. En åtgärdsplan läses också av dem den är lämnad till. Utkast läses bara av enhetens "
            "chef och stöd."
        ),
    ),
    May.WRITE_ECONOMY: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Skriva ekonomin"),
        lazy_gettext(
            "Enhetens egen chef och dess stöd skriver; chefen lämnar och fastställer. Ramar sätts av stöd och av "
            "chefer ovanför, finansiella mål förs in av kommunchefen och förvaltningens stöd."
        ),
    ),
    May.REPORT_DEVIATIONS: Rule(
        {Role.MANAGER: Reach.SELF, Role.POLITICIAN: Reach.SELF, Role.EMPLOYEE: Reach.SELF},
        lazy_gettext("Rapportera avvikelser genast, och läsa dem"),
        lazy_gettext(
            "Den som leder en enhet rapporterar till nivån ovanför. Den läses av dem som leder enheten och av dem som svarar "
            "för de nivåer den kommer till. Där styrmodellen säger det rapporterar medarbetare till sin chef: det läses bara av "
            "medarbetaren själv, av chefen och av de nivåer det skickas vidare till."
        ),
    ),
    May.ANSWER_DEVIATIONS: Rule(
        {Role.MANAGER: Reach.SELF, Role.POLITICIAN: Reach.SELF},
        lazy_gettext("Ta emot avvikelser som rapporteras genast"),
        lazy_gettext(
            "Den som svarar för en nivå en avvikelse har kommit till tar emot den, behåller den eller skickar den vidare, med "
            "skälet. För en styrelse eller nämnd är det presidiet."
        ),
    ),
    May.DECIDE_COMMITMENTS: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE, Role.POLITICIAN: Reach.SELF},
        lazy_gettext("Föra in beslut om löften till invånare och brukare"),
        lazy_gettext(
            "Presidiet i det organ som styrmodellen säger beslutar, och dess stöd. Enhetens egen chef bara där "
            "modellen säger det. Löftena skrivs av dem som skriver enhetens planer och läses av dem som läser planerna."
        ),
    ),
    May.READ_REPORTS: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SUBTREE,
            Role.AUDITOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Läsa uppföljningsrapporter"),
        lazy_gettext(
            "De som är lämnade, för den egna enheten och allt under den. Utkast läses bara av dem som skriver. Ord ur "
            "dialoger som citeras läses bara av dem som läser det som lyfts."
        ),
    ),
    May.WRITE_REPORTS: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Skriva uppföljningsrapporter"),
        lazy_gettext(
            "Enhetens egen chef och dess stöd; chefen lämnar. En nämnds rapport skrivs av förvaltningen närmast under den, "
            "eller av den översta. Kommunchefen och dess stöd säger i en uppföljningsplan vilka områden som kommer när."
        ),
    ),
    May.ANSWER_REPORTS: Rule(
        {Role.MANAGER: Reach.SELF, Role.POLITICIAN: Reach.SELF},
        lazy_gettext("Ta emot uppföljningsrapporter och åtgärdsplaner"),
        lazy_gettext(
            "Den som svarar för nivån en rapport lämnas till tar emot den med egna ord, eller lämnar tillbaka den med skälet; en "
            "åtgärdsplan tas emot på samma sätt. "
            "För en styrelse eller nämnd är det presidiet."
        ),
    ),
    May.READ_DOCUMENTS: Rule(
        EVERYONE,
        lazy_gettext("Läsa styrdokument och beslut"),
        lazy_gettext("Registret över kommunens styrdokument, beslut och prövningar av barnets bästa."),
    ),
    May.EDIT_DOCUMENTS: Rule(
        {Role.MANAGER: Reach.SELF, Role.SUPPORT: Reach.SUBTREE},
        lazy_gettext("Föra in styrdokument och beslut"),
        lazy_gettext(
            "De som enheten ansvarar för: dess chef, och stödpersoner för enheten och allt under den."
        ),
    ),
    May.READ_ASSIGNMENTS: Rule(
        {
            Role.MANAGER: Reach.SUBTREE,
            Role.SUPPORT: Reach.SUBTREE,
            Role.POLITICIAN: Reach.SELF,
            Role.AUDITOR: Reach.EVERYWHERE,
            Role.EMPLOYEE: Reach.SELF,
        },
        lazy_gettext("Läsa uppdrag"),
        lazy_gettext(
            "De två som ger och tar, chefer ovanför båda, stöd för den enhet som tar, ledamöter i den nämnd "
            "eller styrelse som ger eller tar; revisorer det som fullmäktige, styrelser, nämnder och utskott har gett."
        ),
    ),
    May.WRITE_ASSIGNMENTS: Rule(
        {Role.MANAGER: Reach.SELF, Role.POLITICIAN: Reach.SELF, Role.EMPLOYEE: Reach.SELF},
        lazy_gettext("Ge och ta uppdrag"),
        lazy_gettext(
            "Den som ger äger vad, när och inom vilken ram; den som tar äger hur och vem, och ingen skriver i den andras "
            "fält. För en styrelse, en nämnd eller ett utskott skriver presidiet. Gyllene zonen: bara de två."
        ),
    ),
    May.READ_CYCLE: Rule(
        EVERYONE,
        lazy_gettext("Läsa årshjulet"),
        lazy_gettext(
            "Vad som återkommer varje år, när och av vem. Hur det går visas för dem som leder eller stödjer enheterna."
        ),
    ),
    May.MOVE_CYCLE: Rule(
        {
            Role.MANAGER: Reach.SELF,
            Role.SUPPORT: Reach.SUBTREE,
            Role.ADMINISTRATOR: Reach.EVERYWHERE,
        },
        lazy_gettext("Flytta i årshjulet"),
        lazy_gettext(
            "Kommunchefen och administratören flyttar för hela kommunen. En enhets chef och stöd väljer egna dagar för "
            "enheten, inom den tid som gäller för alla."
        ),
    ),
    May.DISPOSE: Rule(
        {Role.ADMINISTRATOR: Reach.EVERYWHERE},
        lazy_gettext("Gallra"),
        lazy_gettext(
            "Föreslå och bekräfta att något gallras, alltid två personer och aldrig de som har skrivit eller fastställt det. "
            "Vad det är, dagar och diarienummer, aldrig vad som står i det."
        ),
    ),
}


def reach(role: Role, permission: May) -> Reach | None:
    """Tell how far `role` holds `permission` from its unit, or None when it does not."""
    return MATRIX[permission].roles.get(role)
