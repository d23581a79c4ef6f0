"""The rules of a model as sentences, for whoever reads the page about it: those that hold, each said in full.

Some the product follows whatever a model says: nobody writes goals in another's unit, and how and who are written by those
who do it. A model that says so gets its sentence here; one that is silent says nothing of it.
"""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from app.steering import terms
from app.steering.schema import Profile
from app.ui.install import listed


def rules_in_words(profile: Profile, language: str) -> list[str]:
    """Give the rules that hold in a model, those of goals and assignments first."""
    return [
        *_of_steering(profile, language),
        *_of_economy(profile, language),
        *_of_decisions(profile),
    ]


def _of_steering(profile: Profile, language: str) -> Iterator[str]:
    rules = profile.rules
    if rules.goals_only_in_own_unit:
        yield gettext("Ingen skriver mål i någon annans enhet.")
    if rules.activities_by_officials:
        yield gettext("Aktiviteter skrivs av tjänstepersoner, i alla led: hur och vem är deras.")
    if rules.assignments_name_taker:
        yield gettext(
            "Ett uppdrag ges alltid till någon: en namngiven, eller den som leder enheten. Tills någon gör det är det ett "
            "utkast."
        )
    if rules.assignments_via_chief_executive:
        who = terms.term(profile, "chief_executive", "definite", language)
        yield gettext(
            "Uppdrag från styrelser och nämnder in i förvaltningen går alltid genom %(who)s.", who=who
        )
    if rules.golden_zone:
        yield gettext(
            "På uppdrag och mål kan man fråga om något är ett vad eller ett hur: den gyllene zonen."
        )
    if rules.operational_plan_by:
        who = _who(profile, rules.operational_plan_by, language)
        yield gettext("Verksamhetsplan skrivs av %(who)s.", who=who)


def _of_economy(profile: Profile, language: str) -> Iterator[str]:
    rules = profile.rules
    yield ngettext("Ramar sätts för ett år i taget.", "Ramar sätts för %(num)d år i taget.", rules.plan_years)
    if rules.carry_over_within_plan:
        yield gettext("Över- och underskott kan föras med mellan åren i planen.")
    if rules.carry_over_between_plans:
        yield gettext("Över- och underskott kan föras med från en plan till nästa.")
    if rules.forecast_needs_remedies:
        yield gettext(
            "En prognos med underskott lämnas in först när det står vad som görs åt det, och vad det ger."
        )
    if rules.recovery_years:
        yield ngettext(
            "Ett underskott hämtas hem inom ett år.",
            "Ett underskott hämtas hem inom %(num)d år.",
            rules.recovery_years,
        )
        if rules.recovery_exempted_by:
            who = _who(profile, rules.recovery_exempted_by, language)
            yield gettext("Undantag från att hämta hem ett underskott beslutas av %(who)s.", who=who)
    yield from _of_remedy_plans(profile, language)


def _of_remedy_plans(profile: Profile, language: str) -> Iterator[str]:
    rules = profile.rules
    if not rules.remedy_plan_at_large_deficit:
        return
    if rules.remedy_plan_deficit_percent is None:
        yield gettext("Vid ett underskott som någon bedömer är stort skrivs en åtgärdsplan.")
    else:
        percent = f"{rules.remedy_plan_deficit_percent:g}"
        yield gettext(
            "Vid ett underskott på minst %(percent)s procent av budgeten skrivs en åtgärdsplan.",
            percent=percent if language == "en" else percent.replace(".", ","),
        )
    if rules.remedy_plan_to:
        who = _who(profile, rules.remedy_plan_to, language)
        yield gettext("Åtgärdsplanen lämnas till %(who)s.", who=who)


def _of_decisions(profile: Profile) -> Iterator[str]:
    rules = profile.rules
    if rules.child_rights_test == "required":
        yield gettext("Beslut prövas mot barnets bästa.")
    elif rules.child_rights_test == "optional":
        yield gettext("Beslut kan prövas mot barnets bästa.")
    if rules.extraordinary_deviations:
        yield gettext("En allvarlig avvikelse kan varje chef genast rapportera uppåt.")
    if rules.citizen_dialogue:
        yield gettext("Medborgardialoger antecknas med de principer de följde.")
    yield ngettext(
        "Medarbetares egna mål räknas samman bara där minst en person står bakom siffran.",
        "Medarbetares egna mål räknas samman bara där minst %(num)d personer står bakom siffran.",
        rules.smallest_aggregate,
    )


def _who(profile: Profile, refs: tuple[str, ...], language: str) -> str:
    return listed(terms.actor_name(profile, ref, "definite", language) for ref in refs)
