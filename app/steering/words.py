"""The product's own words and their forms, which a profile overrides where its model says something else."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

Language = Literal["sv", "en"]
FormName = Literal["singular", "definite", "plural", "definite_plural", "indefinite"]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]

BOTH_LANGUAGES = "both_languages"


class Shape(BaseModel):
    """Base of everything in a profile: unchangeable once read, and no key may stand there unread."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _ask_for_english(english: object, info: ValidationInfo) -> None:
    if english is None and info.context and info.context.get(BOTH_LANGUAGES):
        raise PydanticCustomError("english_missing", "English is missing")


def _plain_string_is_swedish(data: object) -> object:
    return {"sv": data} if isinstance(data, str) else data


class Label(Shape):
    """A short text shown to users; a plain string is read as the Swedish one."""

    sv: Line
    """Swedish, the language that is always there."""
    en: Line | None = None
    """English; the Swedish text is shown where it is missing. Shipped profiles have it everywhere."""

    _from_string = model_validator(mode="before")(_plain_string_is_swedish)

    @model_validator(mode="after")
    def _complete(self, info: ValidationInfo) -> "Label":
        _ask_for_english(self.en, info)
        return self

    def in_language(self, language: str) -> str:
        """Give the text in `language`, or in Swedish where there is none."""
        return self.en if language == "en" and self.en else self.sv


class Text(Shape):
    """A longer text shown to users; a plain string is read as the Swedish one."""

    sv: Prose
    """Swedish, the language that is always there."""
    en: Prose | None = None
    """English; the Swedish text is shown where it is missing. Shipped profiles have it everywhere."""

    _from_string = model_validator(mode="before")(_plain_string_is_swedish)

    @model_validator(mode="after")
    def _complete(self, info: ValidationInfo) -> "Text":
        _ask_for_english(self.en, info)
        return self

    def in_language(self, language: str) -> str:
        """Give the text in `language`, or in Swedish where there is none."""
        return self.en if language == "en" and self.en else self.sv


class Forms(Shape):
    """The forms of one word in one language, in lower case as they stand inside a sentence."""

    singular: Line
    """One of them: “sektion”, “section”."""
    definite: Line
    """The one in question: “sektionen”, “the section”."""
    plural: Line
    """Several: “sektioner”, “sections”."""
    definite_plural: Line | None = None
    """All those in question: “sektionerna”, “the sections”; the plural is used where it is missing."""
    article: Line | None = None
    """“en” or “ett”, “a” or “an”, for “a new section”; left out where it is missing."""

    def form(self, name: FormName) -> str:
        """Give one form of the word; `indefinite` is the singular with its article."""
        if name == "singular":
            return self.singular
        if name == "definite":
            return self.definite
        if name == "plural":
            return self.plural
        if name == "definite_plural":
            return self.definite_plural or self.plural
        return f"{self.article} {self.singular}" if self.article else self.singular


class Words(Shape):
    """One word in the languages of the product."""

    sv: Forms
    """Swedish forms, always there."""
    en: Forms | None = None
    """English forms. Shipped profiles have them everywhere."""

    @model_validator(mode="after")
    def _complete(self, info: ValidationInfo) -> "Words":
        _ask_for_english(self.en, info)
        return self

    def in_language(self, language: str) -> Forms:
        """Give the forms in `language`, or the Swedish ones where there are none."""
        return self.en if language == "en" and self.en else self.sv


def _words(swedish: str, english: str) -> Words:
    """Read “article singular definite plural definite_plural” parted by bars, one string a language."""
    sv, en = ([part.strip() for part in forms.split("|")] for forms in (swedish, english))
    return Words(
        sv=Forms(article=sv[0] or None, singular=sv[1], definite=sv[2], plural=sv[3], definite_plural=sv[4]),
        en=Forms(
            article=en[0] or None,
            singular=en[1],
            definite=f"the {en[1]}",
            plural=en[2],
            definite_plural=f"the {en[2]}",
        ),
    )


DEFAULT_TERMS: dict[str, Words] = {
    "steering_model": _words(
        "en|styrmodell|styrmodellen|styrmodeller|styrmodellerna", "a|steering model|steering models"
    ),
    "municipality": _words("en|kommun|kommunen|kommuner|kommunerna", "a|municipality|municipalities"),
    "appointment": _words(
        "ett|förordnande|förordnandet|förordnanden|förordnandena", "an|appointment|appointments"
    ),
    "deputy": _words(
        "en|ställföreträdare|ställföreträdaren|ställföreträdare|ställföreträdarna", "a|deputy|deputies"
    ),
    "overarching_manager": _words(
        "en|överordnad chef|den överordnade chefen|överordnade chefer|de överordnade cheferna",
        "an|overarching manager|overarching managers",
    ),
    "reporting_manager": _words(
        "en|rapporterande chef|den rapporterande chefen|rapporterande chefer|de rapporterande cheferna",
        "a|reporting manager|reporting managers",
    ),
    "chief_executive": _words(
        "en|kommunchef|kommunchefen|kommunchefer|kommuncheferna", "a|municipal CEO|municipal CEOs"
    ),
    "manager": _words("en|chef|chefen|chefer|cheferna", "a|manager|managers"),
    "support": _words(
        "en|stödperson|stödpersonen|stödpersoner|stödpersonerna", "a|support person|support persons"
    ),
    "politician": _words(
        "en|förtroendevald|den förtroendevalda|förtroendevalda|de förtroendevalda", "a|politician|politicians"
    ),
    "auditor": _words("en|revisor|revisorn|revisorer|revisorerna", "an|auditor|auditors"),
    "employee": _words("en|medarbetare|medarbetaren|medarbetare|medarbetarna", "an|employee|employees"),
    "administrator": _words(
        "en|administratör|administratören|administratörer|administratörerna",
        "an|administrator|administrators",
    ),
    "presidium": _words("ett|presidium|presidiet|presidier|presidierna", "a|presidium|presidiums"),
    "dialogue": _words("ett|dialogmöte|dialogmötet|dialogmöten|dialogmötena", "a|dialogue|dialogues"),
    "dialogue_series": _words(
        "en|dialogserie|dialogserien|dialogserier|dialogserierna", "a|dialogue series|dialogue series"
    ),
    "employee_talk": _words(
        "ett|medarbetarsamtal|medarbetarsamtalet|medarbetarsamtal|medarbetarsamtalen",
        "an|employee talk|employee talks",
    ),
    "theme": _words("ett|tema|temat|teman|temana", "a|theme|themes"),
    "shared_picture": _words(
        "en|gemensam bild|den gemensamma bilden|gemensamma bilder|de gemensamma bilderna",
        "a|shared picture|shared pictures",
    ),
    "same_picture": _words(
        "en|samma bild|samma bild|samma bilder|samma bilder", "a|same picture|same pictures"
    ),
    "partly_same_picture": _words(
        "en|delvis samma bild|delvis samma bild|delvis samma bilder|delvis samma bilder",
        "a|partly the same picture|partly the same pictures",
    ),
    "different_picture": _words(
        "en|olika bild|olika bild|olika bilder|olika bilder", "a|different picture|different pictures"
    ),
    "own_opinion": _words(
        "en|egen mening|den egna meningen|egna meningar|de egna meningarna", "an|own opinion|own opinions"
    ),
    "agreement": _words(
        "en|överenskommelse|överenskommelsen|överenskommelser|överenskommelserna",
        "an|agreement|agreements",
    ),
    "raised_matter": _words("ett|lyft|lyftet|lyft|lyften", "a|raised matter|raised matters"),
    "acknowledgement": _words(
        "en|kvittering|kvitteringen|kvitteringar|kvitteringarna", "an|acknowledgement|acknowledgements"
    ),
    "core_mission": _words(
        "ett|grunduppdrag|grunduppdraget|grunduppdrag|grunduppdragen", "a|core mission|core missions"
    ),
    "current_state_analysis": _words(
        "en|nulägesanalys|nulägesanalysen|nulägesanalyser|nulägesanalyserna",
        "a|current-state analysis|current-state analyses",
    ),
    "goal": _words("ett|mål|målet|mål|målen", "a|goal|goals"),
    "vision": _words("en|vision|visionen|visioner|visionerna", "a|vision|visions"),
    "values": _words(
        "en|värdegrund|värdegrunden|värdegrunder|värdegrunderna", "a|set of values|sets of values"
    ),
    "activity": _words("en|aktivitet|aktiviteten|aktiviteter|aktiviteterna", "an|activity|activities"),
    "critical_quality_factor": _words(
        "en|kritisk kvalitetsfaktor|den kritiska kvalitetsfaktorn|kritiska kvalitetsfaktorer|"
        "de kritiska kvalitetsfaktorerna",
        "a|critical quality factor|critical quality factors",
    ),
    "indicator": _words(
        "en|kvalitetsindikator|kvalitetsindikatorn|kvalitetsindikatorer|kvalitetsindikatorerna",
        "an|indicator|indicators",
    ),
    "measurement": _words("en|mätning|mätningen|mätningar|mätningarna", "a|measurement|measurements"),
    "target": _words("ett|målvärde|målvärdet|målvärden|målvärdena", "a|target|targets"),
    "operational_plan": _words(
        "en|verksamhetsplan|verksamhetsplanen|verksamhetsplaner|verksamhetsplanerna",
        "an|operational plan|operational plans",
    ),
    "assignment": _words("ett|uppdrag|uppdraget|uppdrag|uppdragen", "an|assignment|assignments"),
    "golden_zone": _words(
        "en|gyllene zon|den gyllene zonen|gyllene zoner|de gyllene zonerna", "a|golden zone|golden zones"
    ),
    "governing_document": _words(
        "ett|styrdokument|styrdokumentet|styrdokument|styrdokumenten",
        "a|governing document|governing documents",
    ),
    "internal_control": _words(
        "en|internkontroll|internkontrollen|internkontroller|internkontrollerna",
        "an|internal control|internal controls",
    ),
    "internal_control_plan": _words(
        "en|intern kontrollplan|den interna kontrollplanen|interna kontrollplaner|de interna kontrollplanerna",
        "an|internal control plan|internal control plans",
    ),
    "strategic_risk": _words(
        "en|strategisk risk|den strategiska risken|strategiska risker|de strategiska riskerna",
        "a|strategic risk|strategic risks",
    ),
    "operational_risk": _words(
        "en|operativ risk|den operativa risken|operativa risker|de operativa riskerna",
        "an|operational risk|operational risks",
    ),
    "risk": _words("en|risk|risken|risker|riskerna", "a|risk|risks"),
    "control": _words(
        "ett|kontrollmoment|kontrollmomentet|kontrollmoment|kontrollmomenten", "a|control|controls"
    ),
    "deviation": _words("en|avvikelse|avvikelsen|avvikelser|avvikelserna", "a|deviation|deviations"),
    "remedy": _words("en|åtgärd|åtgärden|åtgärder|åtgärderna", "a|remedy|remedies"),
    "forecast": _words(
        "en|helårsprognos|helårsprognosen|helårsprognoser|helårsprognoserna", "a|forecast|forecasts"
    ),
    "recovery_plan": _words(
        "en|återhämtningsplan|återhämtningsplanen|återhämtningsplaner|återhämtningsplanerna",
        "a|recovery plan|recovery plans",
    ),
    "remedy_plan": _words(
        "en|åtgärdsplan|åtgärdsplanen|åtgärdsplaner|åtgärdsplanerna", "a|remedy plan|remedy plans"
    ),
    "follow_up_report": _words(
        "en|uppföljningsrapport|uppföljningsrapporten|uppföljningsrapporter|uppföljningsrapporterna",
        "a|follow-up report|follow-up reports",
    ),
    "annual_cycle": _words("ett|årshjul|årshjulet|årshjul|årshjulen", "an|annual cycle|annual cycles"),
    "supervision": _words("en|uppsikt|uppsikten|uppsikter|uppsikterna", "a|supervision|supervisions"),
}
"""Every term of the product with its words where a profile says nothing else (domain: words).

Each is said somewhere: a test walks them all. What no page would say is no term (`NO_LONGER`).
"""

NO_LONGER: dict[str, tuple[str, str]] = {
    "unit": ("enhet", "unit"),
    "picture": ("bild", "picture"),
    "decision": ("beslut", "decision"),
    "development_goal": ("prioriterat utvecklingsmål", "development goal"),
    "outside_world_analysis": ("omvärldsanalys", "outside-world analysis"),
}
"""What was a term once and was said nowhere with a model's own word. A model that still has one is read without it.

What units are called stands in the kinds of units, what goals are called in the goal chain, what analyses are called in the
analyses; “bild” and “beslut” are the product's own in every model.
"""

SPOKEN_SHORTER: dict[str, tuple[Words, ...]] = {
    "support": (_words("ett|stöd|stödet|stöd|stöden", "a|support|supports"),),
    "dialogue": (_words("en|dialog|dialogen|dialoger|dialogerna", "a|dialogue|dialogues"),),
    "golden_zone": (
        _words("en|gyllene zon|gyllene zonen|gyllene zoner|gyllene zonerna", "a|golden zone|golden zones"),
    ),
    "internal_control": (
        _words(
            "en|intern kontroll|den interna kontrollen|interna kontroller|de interna kontrollerna",
            "an|internal control|internal controls",
        ),
    ),
    "internal_control_plan": (
        _words(
            "en|internkontrollplan|internkontrollplanen|internkontrollplaner|internkontrollplanerna",
            "an|internal control plan|internal control plans",
        ),
        _words(
            "en|kontrollplan|kontrollplanen|kontrollplaner|kontrollplanerna", "a|control plan|control plans"
        ),
    ),
    "control": (_words("en|kontroll|kontrollen|kontroller|kontrollerna", "a|control|controls"),),
    "critical_quality_factor": (
        _words(
            "en|kvalitetsfaktor|kvalitetsfaktorn|kvalitetsfaktorer|kvalitetsfaktorerna",
            "a|quality factor|quality factors",
        ),
        _words("en|faktor|faktorn|faktorer|faktorerna", "a|factor|factors"),
    ),
    "indicator": (_words("en|indikator|indikatorn|indikatorer|indikatorerna", "an|indicator|indicators"),),
}
"""Shorter words for the same, which the product's sentences use where a term has been said in full before."""
