"""Words for types, states, faults and changes of documents and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from app import clock
from app.disposing.wording import HAPPENED
from app.documents.errors import Fault
from app.documents.models import Ending
from app.documents.rules import Due, Standing, StateType, Tested, facts_lacking
from app.records.queries import Change
from app.steering.routes import profile_in_force, reader_language
from app.steering.shapes.documents import DocumentType, Review
from app.ui import formats
from app.ui.install import capitalised, locale

STATE_TYPES: dict[StateType, LazyString] = {
    StateType.LAW: lazy_gettext("lag"),
    StateType.ORDINANCE: lazy_gettext("förordning"),
    StateType.CURRICULUM: lazy_gettext("läroplan"),
    StateType.REGULATION: lazy_gettext("föreskrift"),
    StateType.GUIDANCE: lazy_gettext("allmänna råd"),
    StateType.CONVENTION: lazy_gettext("konvention"),
    StateType.AGREEMENT: lazy_gettext("nationell överenskommelse"),
}

FACTS: dict[str, LazyString] = {
    "registry_number": lazy_gettext("diarienummer"),
    "decided_on": lazy_gettext("beslutsdag"),
    "review_by": lazy_gettext("dag för nästa översyn"),
}
"""What a model can ask to stand on the first page, where the register may lack it."""


def lacking_words(
    type_key: str, ended: str, registry_number: str, decided_on: date | None, next_review_on: date | None
) -> str:
    """Name what the model asks for of a type of document and the register lacks; empty when nothing is, or it has ended."""
    kind = next((one for one in profile_in_force().document_types if one.key == type_key), None)
    if kind is None or ended:
        return ""
    lacking = facts_lacking(
        kind.facts, registry_number=registry_number, decided_on=decided_on, next_review_on=next_review_on
    )
    return ", ".join(str(FACTS[fact]) for fact in lacking)


STANDINGS: dict[Standing, LazyString] = {
    Standing.IN_FORCE: lazy_gettext("gäller"),
    Standing.EXPIRED: lazy_gettext("giltighetstiden har gått ut"),
    Standing.LAID_ASIDE: lazy_gettext("lagt åt sidan"),
    Standing.REPEALED: lazy_gettext("upphävt"),
}

ENDINGS: dict[Ending, LazyString] = {
    Ending.LAID_ASIDE: lazy_gettext("Lägg åt sidan: ingen använder det längre, men ingen har upphävt det"),
    Ending.REPEALED: lazy_gettext("Upphävt: den som beslutade har beslutat att det inte gäller längre"),
}

DUES: dict[Due, LazyString] = {
    Due.OVERDUE: lazy_gettext("Dagen har passerat"),
    Due.NEAR: lazy_gettext("Inom trettio dagar"),
    Due.LATER: lazy_gettext("Längre fram"),
    Due.NONE: lazy_gettext("Ingen dag satt"),
}

TESTED: dict[Tested, LazyString] = {
    Tested.NOT_ASKED: lazy_gettext("Inte prövat än"),
    Tested.CHILDREN: lazy_gettext("Rör barn"),
    Tested.NO_CHILDREN: lazy_gettext("Rör inte barn"),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TITLE_MISSING: lazy_gettext("Skriv en rubrik."),
    Fault.VALID_BEFORE_DECIDED: lazy_gettext("Det kan inte sluta gälla innan det beslutades."),
    Fault.DECIDED_AHEAD: lazy_gettext("Dagen har inte varit än. För in det när det är beslutat."),
    Fault.REVIEW_NOT_AHEAD: lazy_gettext("Välj en dag som ligger framåt i tiden."),
    Fault.REVIEW_MISSING: lazy_gettext("Välj när det ska ses över nästa gång."),
    Fault.ENDED_AHEAD: lazy_gettext(
        "Dagen har inte varit än. Skriv i stället när det slutar gälla, under Rätta uppgifter."
    ),
    Fault.WHY_MISSING: lazy_gettext("Skriv varför, så att den som läser senare förstår."),
    Fault.NO_UNITS: lazy_gettext("Välj minst en enhet, eller säg att det gäller hela kommunen."),
    Fault.UNIT_OUT_OF_REACH: lazy_gettext("Välj en enhet som du får föra in styrdokument och beslut för."),
    Fault.LINK_NOT_WEB: lazy_gettext("Skriv hela adressen, med https:// först."),
    Fault.CONSIDERATIONS_MISSING: lazy_gettext("Skriv hur barnets bästa har vägts in."),
    Fault.ASSESSMENT_UNSAID: lazy_gettext("Säg om en barnkonsekvensanalys är gjord."),
    Fault.NO_ASSESSMENT_WHY_MISSING: lazy_gettext("Skriv varför ingen barnkonsekvensanalys är gjord."),
    Fault.UNKNOWN_SUBJECT: lazy_gettext("Det beslutet skulle gälla finns inte."),
}


def document_types() -> tuple[DocumentType, ...]:
    """Give the types of the model in force."""
    return profile_in_force().document_types


def type_keys() -> list[str]:
    """Give the keys of all types in the order they are listed: the model's own, those of earlier models, then the state's."""
    return [one.key for one in profile_in_force().all_document_types()] + [str(key) for key in StateType]


def type_name(key: str) -> str:
    """Give what a type is called; one of a model no longer in force goes by its name there."""
    for one in profile_in_force().all_document_types():
        if one.key == key:
            return one.names.in_language(reader_language()).singular
    return str(STATE_TYPES[StateType(key)]) if key in set(StateType) else key.replace("_", " ")


def type_choices() -> dict[str, list[tuple[str, str]]]:
    """Give the types for a select, grouped by who decides."""
    return {
        gettext("Kommunens egna"): [(one.key, capitalised(type_name(one.key))) for one in document_types()],
        gettext("Statens"): [(str(key), capitalised(str(word))) for key, word in STATE_TYPES.items()],
    }


def review_rule(key: str) -> Review | None:
    """Give the rule by which documents of a type are looked over, where the model has one."""
    return next((one.review for one in profile_in_force().all_document_types() if one.key == key), None)


_FIELDS: dict[str, LazyString] = {
    "title": lazy_gettext("Rubrik"),
    "summary": lazy_gettext("Vad det handlar om"),
    "type": lazy_gettext("Typ"),
    "for_all": lazy_gettext("Gäller hela kommunen"),
    "next_review_on": lazy_gettext("Ses över senast"),
    "label": lazy_gettext("Version"),
    "decided_by": lazy_gettext("Beslutat av"),
    "registry_number": lazy_gettext("Diarienummer"),
    "decided_on": lazy_gettext("Beslutat den"),
    "valid_to": lazy_gettext("Gäller till och med"),
    "link": lazy_gettext("Länk"),
    "changes": lazy_gettext("Vad som är nytt"),
    "text": lazy_gettext("Vad som beslutades"),
    "delegate": lazy_gettext("På delegation"),
    "considerations": lazy_gettext("Överväganden"),
    "not_assessed_why": lazy_gettext("Varför ingen barnkonsekvensanalys"),
}
"""Fields whose change is told with before and after."""

_TOLD_OF: dict[str, LazyString] = {
    "responsible_unit": lazy_gettext("ansvarig enhet"),
    "responsible_person": lazy_gettext("ansvarig person"),
    "units": lazy_gettext("vilka det gäller för"),
    "concerns_children": lazy_gettext("om det rör barn"),
    "larger_matter": lazy_gettext("om det är ett större ärende"),
    "impact_assessed": lazy_gettext("om en barnkonsekvensanalys är gjord"),
    "subject_id": lazy_gettext("vad beslutet gäller"),
}
"""Fields of which it is told that they changed; what they said is a number or a choice that has words on the page."""

_HAPPENED: dict[str, LazyString] = {
    **HAPPENED,
    "document.entered": lazy_gettext("Infört i registret"),
    "document.corrected": lazy_gettext("Uppgifter rättade"),
    "document.superseded": lazy_gettext("Ny version"),
    "document.reviewed": lazy_gettext("Granskat, fortfarande giltigt"),
    "document.review_undone": lazy_gettext("Granskningen togs tillbaka"),
    "document.ended": lazy_gettext("Avslutat"),
    "document.in_force_again": lazy_gettext("Gäller igen"),
    "document.named_important": lazy_gettext("En enhet pekade ut det som särskilt viktigt"),
    "document.no_longer_important": lazy_gettext("En enhet pekar inte längre ut det"),
    "decision.recorded": lazy_gettext("Infört i registret"),
    "decision.corrected": lazy_gettext("Rättat"),
    "decision.struck": lazy_gettext("Struket"),
    "decision.brought_back": lazy_gettext("Återtaget"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one field said before and says now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: when, what, by whom, and what was put right."""

    at: datetime
    text: str
    by: str | None
    differences: list[Difference]


def history_lines(changes: Sequence[Change]) -> list[Line]:
    """Put the history of a document or a decision in words, the latest first."""
    return [
        Line(change.at, _what(change), change.actor, _differences(change))
        for change in changes
        if change.action in _HAPPENED
    ]


def _what(change: Change) -> str:
    words = str(_HAPPENED[change.action])
    told = [
        str(_TOLD_OF[name])
        for name, before, after in _changed_fields(change)
        if name in _TOLD_OF and before != after
    ]
    return f"{words}: {', '.join(dict.fromkeys(told))}" if told else words


def _differences(change: Change) -> list[Difference]:
    if not change.action.endswith(".corrected"):
        return []
    return [
        Difference(str(_FIELDS[name]), _said(name, before), _said(name, after))
        for name, before, after in _changed_fields(change)
        if name in _FIELDS
    ]


def _changed_fields(change: Change) -> list[tuple[str, Any, Any]]:
    """Give what differs between before and after; entries of documents name the rows they speak of, those of decisions not."""
    before, after = change.before or {}, change.after or {}
    if not change.action.endswith(".corrected"):
        return []
    if change.action.startswith("decision."):
        return [(name, before.get(name), value) for name, value in after.items()]
    return [
        (name, rows.get(name), value)
        for key, facts in after.items()
        for rows in [before.get(key, {})]
        if isinstance(facts, Mapping)
        for name, value in facts.items()
        if rows.get(name) != value
    ]


def _said(name: str, value: object) -> str:
    if value in (None, ""):
        return gettext("inget")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    if name == "type":
        return type_name(str(value))
    if name in {"next_review_on", "decided_on", "valid_to"}:
        return formats.day(date.fromisoformat(str(value)), clock.today(), locale())
    return str(value)
