"""The words for what the rules decide about risks, and for their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString, gettext, lazy_gettext

from app import clock
from app.disposing.wording import HAPPENED
from app.quality.risks import scale as scales
from app.quality.risks.errors import Fault
from app.quality.risks.models import Nature, Way
from app.quality.risks.rules import Difference
from app.records.queries import Change
from app.steering.routes import profile_in_force, worded
from app.steering.shapes.control import InternalControl
from app.ui import formats
from app.ui.install import locale

NATURES: dict[str, LazyString] = {
    Nature.OPERATIONAL: lazy_gettext("Operativ"),
    Nature.STRATEGIC: lazy_gettext("Strategisk"),
}
NATURE_MEANINGS: dict[str, LazyString] = {
    Nature.OPERATIONAL: lazy_gettext(
        "Operativ: hotar ordningen i hur vi arbetar. Kan tas in i kontrollplanen."
    ),
    Nature.STRATEGIC: lazy_gettext(
        "Strategisk: hotar kvaliteten. Följs med kvalitetsfaktorn och i nulägesanalysen."
    ),
}
IN_PLANS_TOO = lazy_gettext(
    "Strategisk: hotar kvaliteten. Följs med kvalitetsfaktorn och i nulägesanalysen, och kan tas in i kontrollplanen."
)
WAYS: dict[str, LazyString] = {
    Way.ACCEPT: lazy_gettext("Vi lever med den"),
    Way.TREAT: lazy_gettext("Vi gör något åt den"),
    Way.MOVE: lazy_gettext("Vi flyttar den"),
    Way.AVOID: lazy_gettext("Vi undviker den"),
}
WAY_MEANINGS: dict[str, LazyString] = {
    Way.ACCEPT: lazy_gettext("Vi lever med den en tid. Någon godkänner det, och det har ett slutdatum."),
    Way.TREAT: lazy_gettext("Vi gör något åt den, så att den blir mindre trolig eller mindre allvarlig."),
    Way.MOVE: lazy_gettext("Vi flyttar den, till exempel till en försäkring eller en annan utförare."),
    Way.AVOID: lazy_gettext("Vi undviker den, genom att låta bli det som gör att den kan hända."),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TITLE_MISSING: lazy_gettext("Skriv risken i en rad."),
    Fault.NOT_YOUR_UNIT: lazy_gettext("Välj en enhet som du skriver risker för."),
    Fault.HALF_JUDGED: lazy_gettext("Välj både sannolikhet och konsekvens, eller ingen av dem."),
    Fault.HALF_TREATED: lazy_gettext(
        "Välj både sannolikhet och konsekvens efter åtgärd, eller ingen av dem."
    ),
    Fault.TREATED_UNJUDGED: lazy_gettext("Bedöm först hur det är nu."),
    Fault.OUTSIDE_SCALE: lazy_gettext("Steget finns inte i skalan."),
    Fault.NOTHING_JUDGED: lazy_gettext("Välj sannolikhet och konsekvens, eller skriv hur ni resonerar."),
    Fault.WHY_MISSING: lazy_gettext("Skriv varför. Skälet sparas, så att ingen behöver undra sen."),
    Fault.APPROVER_MISSING: lazy_gettext("Skriv vem som godkänner att ni lever med risken."),
    Fault.UNTIL_MISSING: lazy_gettext("Skriv till och med när. Att leva med en risk beslutas för en tid."),
    Fault.UNTIL_NOT_AHEAD: lazy_gettext("Välj en dag som inte har varit."),
    Fault.DECIDED_AHEAD: lazy_gettext("Beslutsdagen ligger framåt i tiden."),
    Fault.REVIEW_PASSED: lazy_gettext("Välj en dag som inte har varit."),
    Fault.UNKNOWN_CATEGORY: lazy_gettext("Kategorin finns inte i styrmodellen."),
    Fault.UNKNOWN_FACTOR: lazy_gettext("Välj en kvalitetsfaktor som enheten har."),
}


def scale_in_force() -> InternalControl:
    """Give the scale of the model in force."""
    return scales.scale_of(profile_in_force())


def scales_known() -> list[InternalControl]:
    """Give the scale of the model in force, then those of earlier ones, the latest first."""
    in_force = profile_in_force()
    return [scales.scale_of(one) for one in (in_force, *in_force.earlier)]


def nature_choices() -> list[tuple[str, str]]:
    """Give the natures of a risk with what each means in the model in force."""
    in_plans = scales.natures_in_plans(scale_in_force())
    said = NATURE_MEANINGS | ({Nature.STRATEGIC: IN_PLANS_TOO} if Nature.STRATEGIC in in_plans else {})
    return [(str(key), str(words)) for key, words in said.items()]


def level_word(value: int) -> str:
    """Say in a word what a likelihood times a consequence amounts to."""
    level = scales.level_of(scale_in_force(), value)
    return worded(level.word) if level is not None else gettext("inte bedömd")


def level_key(value: int) -> str:
    """Give the place of a level on its scale, for the quiet layer of shape and colour: 0 is not judged, 4 the highest."""
    return str(scales.rank_of(scale_in_force(), value))


def step_word(axis: str, value: int) -> str:
    """Give the word of a step of likelihood or consequence; an earlier model's where the scale in force is shorter."""
    found = scales.step_word(scales_known(), axis, value)
    return worded(found) if found is not None else ""


def category_name(key: str) -> str:
    """Give the name of a category, also one that only an earlier model had."""
    found = next((one for one in profile_in_force().all_risk_categories() if one.key == key), None)
    return worded(found.name) if found is not None else key


_FIELDS: dict[str, LazyString] = {
    "title": lazy_gettext("Rubrik"),
    "nature": lazy_gettext("Slag"),
    "happens": lazy_gettext("Vad som kan hända"),
    "cause": lazy_gettext("Varför"),
    "effect": lazy_gettext("Vad det leder till"),
    "existing": lazy_gettext("Vad ni redan gör"),
    "category": lazy_gettext("Kategori"),
    "unit": lazy_gettext("Enhet"),
    "owner": lazy_gettext("Vem som håller i den"),
    "review_on": lazy_gettext("Ses över senast"),
    "likelihood": lazy_gettext("Sannolikhet"),
    "consequence": lazy_gettext("Konsekvens"),
    "reasoning": lazy_gettext("Hur ni resonerade"),
    "treatment": lazy_gettext("Vad ni tänker göra"),
    "treated_likelihood": lazy_gettext("Sannolikhet efter åtgärd"),
    "treated_consequence": lazy_gettext("Konsekvens efter åtgärd"),
    "closed_why": lazy_gettext("Varför den är borta"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What one thing said before and says now, in words."""

    name: str
    before: str
    after: str


def differences(found: Sequence[Difference]) -> list[Changed]:
    """Put into words what has changed of a risk since it was decided about."""
    return [
        Changed(str(_FIELDS[one.name]), said(one.name, one.then), said(one.name, one.now)) for one in found
    ]


def said(name: str, value: object) -> str:
    """Say the value of a field of a risk as one reads it."""
    if value in (None, "", 0):
        return gettext("inget")
    if name.endswith("likelihood"):
        return step_word("likelihood", int(str(value)))
    if name.endswith("consequence"):
        return step_word("consequence", int(str(value)))
    if name == "nature":
        return str(NATURES[str(value)])
    if name == "category":
        return category_name(str(value))
    if name == "review_on":
        return formats.day(date.fromisoformat(str(value)), clock.today(), locale())
    return str(value)


_HAPPENED: dict[str, LazyString] = {
    **HAPPENED,
    "risk.entered": lazy_gettext("Skriven"),
    "risk.corrected": lazy_gettext("Ändrad"),
    "risk.judged": lazy_gettext("Bedömd på nytt"),
    "risk.decision_holds": lazy_gettext("Beslut fört in"),
    "risk.decision_gone": lazy_gettext("Beslut upphävt"),
    "risk.put_away": lazy_gettext("Lagd undan"),
    "risk.taken_back": lazy_gettext("Tagen tillbaka"),
    "risk.taken_over": lazy_gettext("Övertagen från en enhet som inte finns längre"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a risk's history."""

    at: datetime
    text: str
    by: str | None
    differences: list[Changed]


def history_lines(changes: Sequence[Change]) -> list[Line]:
    """Put the history of a risk in words, the latest first."""
    return [
        Line(change.at, str(_HAPPENED[change.action]), change.actor, _changed(change))
        for change in changes
        if change.action in _HAPPENED
    ]


def _changed(change: Change) -> list[Changed]:
    if change.action != "risk.corrected":
        return []
    after = change.after or {}
    return [
        Changed(str(_FIELDS[name]), said(name, before), said(name, after.get(name)))
        for name, before in (change.before or {}).items()
        if name in _FIELDS and name != "unit"
    ]
