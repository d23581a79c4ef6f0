"""What is said where records are disposed of."""

from flask_babel import LazyString, gettext, lazy_gettext

REASONS: dict[str, LazyString] = {
    "no_ground": lazy_gettext("Skriv vilket beslut eller vilken plan som gäller."),
    "no_reason": lazy_gettext("Skriv varför."),
    "too_long": lazy_gettext("Det är för långt."),
    "own_record": lazy_gettext(
        "Det är din egen handling. Andra än de som har skrivit eller fastställt den gallrar den."
    ),
    "needs_another": lazy_gettext("Du har föreslagit det. En annan person behöver bekräfta."),
    "disposal_over": lazy_gettext("Förslaget är redan bekräftat eller tillbakataget."),
    "already_proposed": lazy_gettext("Det är redan föreslaget."),
    "held_for_now": lazy_gettext("Det bevaras tills vidare. Det gallras inte förrän någon har hävt det."),
    "in_force": lazy_gettext("Det gäller fortfarande, eller håller på att ändras. Det gallras inte."),
    "kept_for_good": lazy_gettext(
        "Det bevaras för gott enligt styrmodellens gallringsfrister. Det gallras inte."
    ),
    "nothing_to_dispose_of": lazy_gettext("Det finns ingen fastställd text att gallra här."),
}
"""Why something cannot be disposed of now."""

HOLD_REFUSED: dict[str, LazyString] = {
    "no_reason": lazy_gettext("Skriv varför."),
    "too_long": lazy_gettext("Det är för långt."),
    "already_held": lazy_gettext("Någon annan har redan sagt att det bevaras. Skälet står här."),
    "not_held": lazy_gettext("Någon annan har redan hävt det."),
}
"""Why a hold could not be placed or lifted."""

OF: dict[str, LazyString] = {
    "dialogue": lazy_gettext("Dialog"),
    "employee_talk": lazy_gettext("Medarbetarsamtal"),
    "core_mission": lazy_gettext("Grunduppdrag"),
    "vision": lazy_gettext("Vision och värdegrund"),
    "analysis": lazy_gettext("Analys"),
    "operational_plan": lazy_gettext("Verksamhetsplan"),
    "goal": lazy_gettext("Mål"),
    "quality_factor": lazy_gettext("Kvalitetsfaktor"),
    "control_plan": lazy_gettext("Intern kontrollplan"),
    "control_report": lazy_gettext("Årsrapport om intern kontroll"),
    "control_evaluation": lazy_gettext("Utvärdering av intern kontroll"),
    "forecast": lazy_gettext("Ekonomisk prognos"),
    "golden_zone": lazy_gettext("Fråga i gyllene zonen"),
    "decision": lazy_gettext("Beslut i registret"),
    "recovery": lazy_gettext("Återhämtningsplan"),
    "report": lazy_gettext("Uppföljningsrapport"),
    "follow_up_plan": lazy_gettext("Uppföljningsplan"),
    "governing_document": lazy_gettext("Styrdokument i registret"),
    "commitment": lazy_gettext("Löfte till invånare"),
    "heard": lazy_gettext("Det som har hörts"),
    "citizen_dialogue": lazy_gettext("Medborgardialog"),
    "assignment": lazy_gettext("Uppdrag"),
    "deviation": lazy_gettext("Rapporterad avvikelse"),
    "economic_frame": lazy_gettext("Ekonomisk ram"),
    "financial_goal": lazy_gettext("Finansiellt mål"),
    "candidate": lazy_gettext("Förslag till utveckling"),
    "risk": lazy_gettext("Risk"),
    "measurement": lazy_gettext("Ord i en mätning"),
    "cycle_move": lazy_gettext("Flyttad händelse i årshjulet"),
    "model_draft": lazy_gettext("Utkast till styrmodell"),
    "passage": lazy_gettext("Det som har lyfts"),
}
"""What records are of, as one chooses among them."""


HAPPENED: dict[str, LazyString] = {
    "edition.erased": lazy_gettext("En version gallrades"),
    "history.erased": lazy_gettext("Text i händelserna gallrades"),
}
"""What the history of a thing says of its disposal."""


def version_name(name: str, number: int) -> str:
    """Name a version of something."""
    return gettext("%(name)s, version %(number)s", name=name, number=number)
