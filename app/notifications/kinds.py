"""What people are told about: one table, drawn on the page where each chooses how."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, lazy_gettext

from app.notifications.models import Pace


class Kind(StrEnum):
    """What a notice is about."""

    INVITATION = "invitation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    ANSWER = "answer"
    PREPARE = "prepare"
    SHARED = "shared"
    ESTABLISH = "establish"
    REOPENED = "reopened"
    AGREEMENT_DUE = "agreement_due"
    MATTER_ANSWERED = "matter_answered"
    GUESTS = "guests"
    TAKE_OVER = "take_over"
    ACTIVITY_DUE = "activity_due"
    DOCUMENT_REVIEW = "document_review"
    MEASURE_DUE = "measure_due"
    CONTROL_DUE = "control_due"
    RISK_REVIEW = "risk_review"
    REMEDY_DUE = "remedy_due"
    FORECAST_DUE = "forecast_due"
    REMEDY_PLAN = "remedy_plan"
    DEVIATION = "deviation"
    ASSIGNMENT = "assignment"
    ASSIGNMENT_DUE = "assignment_due"
    GOLDEN_ZONE = "golden_zone"
    CYCLE = "cycle"
    OVERVIEW = "overview"
    REPORT = "report"
    REPORT_DUE = "report_due"
    ACKNOWLEDGEMENT = "acknowledgement"
    UNIT_CHANGE = "unit_change"


@dataclass(frozen=True, slots=True)
class About:
    """How a kind is called, when it is told, and how soon it is mailed where one has not chosen."""

    label: LazyString
    explanation: LazyString
    pace: Pace


KINDS: dict[Kind, About] = {
    Kind.INVITATION: About(
        lazy_gettext("Inbjudan till möte"),
        lazy_gettext("När någon har bokat ett möte med dig, eller återtagit ett inställt."),
        Pace.AT_ONCE,
    ),
    Kind.CHANGE: About(
        lazy_gettext("Ändrat möte"),
        lazy_gettext("När tid, plats eller rubrik ändras."),
        Pace.AT_ONCE,
    ),
    Kind.CANCELLATION: About(
        lazy_gettext("Inställt möte"), lazy_gettext("När ett möte ställs in."), Pace.AT_ONCE
    ),
    Kind.ANSWER: About(
        lazy_gettext("Svar på din inbjudan"),
        lazy_gettext("När den andra kommer, inte kan komma eller föreslår en annan tid."),
        Pace.AT_ONCE,
    ),
    Kind.PREPARE: About(
        lazy_gettext("Dags att förbereda"),
        lazy_gettext("Tre dagar före mötet, om du inte redan har delat din bild."),
        Pace.AT_ONCE,
    ),
    Kind.SHARED: About(
        lazy_gettext("Den andra har delat"),
        lazy_gettext("När den du ska möta har delat sin bild inför mötet."),
        Pace.AT_ONCE,
    ),
    Kind.ESTABLISH: About(
        lazy_gettext("Väntar på att du fastställer"),
        lazy_gettext("När den andra står bakom texten och bara ditt ja fattas."),
        Pace.AT_ONCE,
    ),
    Kind.REOPENED: About(
        lazy_gettext("Ditt fastställande gäller inte längre"),
        lazy_gettext("När något ändrades efter att du hade fastställt."),
        Pace.AT_ONCE,
    ),
    Kind.AGREEMENT_DUE: About(
        lazy_gettext("Överenskommelse som snart ska vara klar"),
        lazy_gettext("Tre dagar före dagen ni kom överens om."),
        Pace.DAILY,
    ),
    Kind.MATTER_ANSWERED: About(
        lazy_gettext("Svar på det ni lyft"),
        lazy_gettext("När någon ovanför har svarat på det ni släppte uppåt."),
        Pace.AT_ONCE,
    ),
    Kind.GUESTS: About(
        lazy_gettext("Gäster"),
        lazy_gettext(
            "När någon vill bjuda in en stödperson, när du själv bjuds in eller inbjudan tas tillbaka, "
            "och när en gäst tackar nej."
        ),
        Pace.AT_ONCE,
    ),
    Kind.TAKE_OVER: About(
        lazy_gettext("Någon annan har tagit över"),
        lazy_gettext("När en ny chef tar över den andras plats i er dialog."),
        Pace.DAILY,
    ),
    Kind.ACTIVITY_DUE: About(
        lazy_gettext("Aktivitet som snart ska vara klar"),
        lazy_gettext("En vecka före dagen, och en gång om den har passerat."),
        Pace.DAILY,
    ),
    Kind.DOCUMENT_REVIEW: About(
        lazy_gettext("Styrdokument att se över"),
        lazy_gettext(
            "En månad före dagen, och när den har passerat, för det du eller din enhet ansvarar för."
        ),
        Pace.DAILY,
    ),
    Kind.MEASURE_DUE: About(
        lazy_gettext("Dags att mäta"),
        lazy_gettext("När en period är slut och du har indikatorer att mäta, och en gång om tiden har gått."),
        Pace.DAILY,
    ),
    Kind.CONTROL_DUE: About(
        lazy_gettext("Kontroll att göra"),
        lazy_gettext("Två veckor före dagen, och en gång om den har passerat, för de kontroller du gör."),
        Pace.DAILY,
    ),
    Kind.RISK_REVIEW: About(
        lazy_gettext("Risk att se över"),
        lazy_gettext("En månad före dagen, och när den har passerat, för de risker du håller i."),
        Pace.DAILY,
    ),
    Kind.REMEDY_DUE: About(
        lazy_gettext("Åtgärd som snart ska vara klar"),
        lazy_gettext("En vecka före dagen, och en gång om den har passerat."),
        Pace.DAILY,
    ),
    Kind.FORECAST_DUE: About(
        lazy_gettext("Prognos att lämna"),
        lazy_gettext("En vecka före dagen, om din enhet inte har lämnat."),
        Pace.DAILY,
    ),
    Kind.REMEDY_PLAN: About(
        lazy_gettext("Åtgärdsplan"),
        lazy_gettext("När en har lämnats till dig, och när någon har tagit emot er."),
        Pace.AT_ONCE,
    ),
    Kind.DEVIATION: About(
        lazy_gettext("Avvikelse"),
        lazy_gettext("Genast, när en har kommit till din nivå, och när någon har svarat på din."),
        Pace.AT_ONCE,
    ),
    Kind.ASSIGNMENT: About(
        lazy_gettext("Uppdrag"),
        lazy_gettext(
            "När någon lämnar ett uppdrag till dig, och när den andra kvitterar, invänder, rapporterar eller svarar."
        ),
        Pace.AT_ONCE,
    ),
    Kind.ASSIGNMENT_DUE: About(
        lazy_gettext("Uppdrag som snart ska vara klart"),
        lazy_gettext("Två veckor före dagen, och en gång om den har passerat."),
        Pace.DAILY,
    ),
    Kind.GOLDEN_ZONE: About(
        lazy_gettext("Gyllene zonen"),
        lazy_gettext("När någon frågar vems en fråga är, när båda har delat, och när ni ska fastställa."),
        Pace.AT_ONCE,
    ),
    Kind.CYCLE: About(
        lazy_gettext("Årshjulet"),
        lazy_gettext("En vecka innan något i årshjulet börjar som du är med om, och när det flyttas."),
        Pace.DAILY,
    ),
    Kind.OVERVIEW: About(
        lazy_gettext("Ny utgåva av uppsikten"),
        lazy_gettext("När kommunchefen har lämnat en utgåva till styrelsen du sitter i."),
        Pace.AT_ONCE,
    ),
    Kind.REPORT: About(
        lazy_gettext("Uppföljningsrapport"),
        lazy_gettext(
            "När en rapport har lämnats till dig eller tas tillbaka, och när någon har tagit emot eller lämnat tillbaka din."
        ),
        Pace.AT_ONCE,
    ),
    Kind.REPORT_DUE: About(
        lazy_gettext("Uppföljningsrapport att lämna"),
        lazy_gettext("En vecka före dagen, om din enhet inte har lämnat."),
        Pace.DAILY,
    ),
    Kind.ACKNOWLEDGEMENT: About(
        lazy_gettext("Mål att kvittera"),
        lazy_gettext(
            "När ett mål som ni ska kvittera har fastställts, och när någon har kvitterat eller invänt mot ert."
        ),
        Pace.DAILY,
    ),
    Kind.UNIT_CHANGE: About(
        lazy_gettext("Enhet som förändras"),
        lazy_gettext(
            "När en enhet ska avslutas, delas, slås ihop eller flyttas, och när det tas tillbaka: en som du eller någon "
            "närmast under dig leder, eller där du har ett möte eller en överenskommelse efter den dagen."
        ),
        Pace.DAILY,
    ),
}
