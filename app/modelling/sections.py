"""The sections of the editor: which parts of a model stand on a page together, and in what order."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext
from pydantic import BaseModel

from app.modelling.fields import fields_of
from app.steering.schema import Profile
from app.steering.words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the editor. One of `entries` is a list with a page for each; others are one form over some fields."""

    key: str
    names: tuple[str, ...]
    label: LazyString
    about: LazyString
    is_list: bool = True

    @property
    def table(self) -> type[BaseModel]:
        """What one entry of the list is; the model itself for a section that is one form."""
        if self.key == TERMS:
            return Words
        if not self.is_list:
            return Profile
        found = next(one.table for one in fields_of(Profile) if one.name == self.key)
        assert found is not None  # noqa: S101  # nosec B101  every list section holds tables
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that belong together."""

    label: LazyString
    sections: tuple[Section, ...]


TERMS = "terms"


def _list(key: str, label: LazyString, about: LazyString) -> Section:
    return Section(key, (key,), label, about)


def _form(key: str, label: LazyString, about: LazyString, *names: str) -> Section:
    return Section(key, names or (key,), label, about, is_list=False)


GROUPS = (
    Group(
        lazy_gettext("Grunden"),
        (
            _form(
                "about",
                lazy_gettext("Namn och källa"),
                lazy_gettext("Vad modellen heter, vad den går ut på och vilket beslut den vilar på."),
                "name",
                "municipality",
                "summary",
                "source",
                "key",
            ),
            _list("parts", lazy_gettext("Delar"), lazy_gettext("Det som modellen säger att den består av.")),
            _list(
                "principles",
                lazy_gettext("Principer"),
                lazy_gettext("Det som modellen vill ska gälla överallt."),
            ),
            _list(
                TERMS,
                lazy_gettext("Ord"),
                lazy_gettext(
                    "Vad ni kallar det som Samsyn talar om. Det ni inte ändrar heter som i produkten."
                ),
            ),
            _list(
                "glossary", lazy_gettext("Ordlista"), lazy_gettext("Modellens ord, förklarade där de står.")
            ),
        ),
    ),
    Group(
        lazy_gettext("Organisationen"),
        (
            _list(
                "unit_kinds",
                lazy_gettext("Slag av enheter"),
                lazy_gettext("Vad enheterna kallas, vad de kan ligga under och vad deras chefer heter."),
            ),
            _list(
                "assignment_chain",
                lazy_gettext("Uppdragskedjan"),
                lazy_gettext("Vem som ger uppdrag till vem."),
            ),
            _list(
                "acknowledgements",
                lazy_gettext("Kvitteringar"),
                lazy_gettext("När parter bekräftar för varandra att de har tagit emot och förstått."),
            ),
        ),
    ),
    Group(
        lazy_gettext("Mål"),
        (
            _list(
                "goal_chain",
                lazy_gettext("Målkedjan"),
                lazy_gettext(
                    "Slagen av mål från vision till vardag: vem som beslutar, hur länge de gäller, vad de hänger på."
                ),
            ),
            _list(
                "perspectives",
                lazy_gettext("Perspektiv"),
                lazy_gettext("Sidor som mål och uppföljning ses från."),
            ),
            _list(
                "strategic_conditions",
                lazy_gettext("Strategiska förutsättningar"),
                lazy_gettext("Det som på en gång är ram, riktning och verktyg."),
            ),
            _list(
                "protective_factors",
                lazy_gettext("Skyddsfaktorer"),
                lazy_gettext("Det som skyddar och främjar, och som nämns i mål och aktiviteter."),
            ),
            _list(
                "checklists",
                lazy_gettext("Checklistor"),
                lazy_gettext(
                    "Kännetecken på något väl skrivet. De hjälper den som skriver och hindrar ingenting."
                ),
            ),
        ),
    ),
    Group(
        lazy_gettext("Kvalitet och bedömning"),
        (
            _form(
                "indicators",
                lazy_gettext("Indikatorer"),
                lazy_gettext("Hur modellen mäter, och vilka typer av indikatorer den har."),
            ),
            _list(
                "scales", lazy_gettext("Bedömningsskalor"), lazy_gettext("Skalor som människor bedömer på.")
            ),
            _list(
                "public_commitments",
                lazy_gettext("Löften till invånare"),
                lazy_gettext("Servicegarantier, kvalitetsåtaganden och liknande."),
            ),
            _list(
                "feedback_sources",
                lazy_gettext("Synpunkter"),
                lazy_gettext("Var brukares och invånares synpunkter kommer ifrån."),
            ),
        ),
    ),
    Group(
        lazy_gettext("Året"),
        (
            _list(
                "cycle",
                lazy_gettext("Årshjulet"),
                lazy_gettext("Det som återkommer varje år: när, vem och vad."),
            ),
            _list("phases", lazy_gettext("Faser"), lazy_gettext("Årets faser, som händelserna hör till.")),
            _list("rhythms", lazy_gettext("Rytmer"), lazy_gettext("Hur ofta något kommer tillbaka.")),
        ),
    ),
    Group(
        lazy_gettext("Samtal och texter"),
        (
            _list(
                "dialogue_templates",
                lazy_gettext("Dialogmallar"),
                lazy_gettext(
                    "Mallar som följer med modellen. Kommunens egna mallar ändras under Dialogmallar."
                ),
            ),
            _form(
                "core_mission",
                lazy_gettext("Grunduppdraget"),
                lazy_gettext("Rubrikerna i en enhets beskrivning av sitt grunduppdrag."),
            ),
            _list("analyses", lazy_gettext("Analyser"), lazy_gettext("Slag av analyser, med sina rubriker.")),
            _list(
                "legal_effects",
                lazy_gettext("Offentlighet"),
                lazy_gettext("Vad varje steg troligen betyder för offentligheten, med kommunens egna ord."),
            ),
        ),
    ),
    Group(
        lazy_gettext("Uppföljning"),
        (
            _list(
                "reports",
                lazy_gettext("Rapporter"),
                lazy_gettext("Vad som rapporteras, av vem, till vem och när."),
            ),
            _list("supervision", lazy_gettext("Uppsikten"), lazy_gettext("Delarna i den samlade uppsikten.")),
        ),
    ),
    Group(
        lazy_gettext("Internkontroll och dokument"),
        (
            _form(
                "internal_control",
                lazy_gettext("Riskskala och internkontroll"),
                lazy_gettext("Stegen för sannolikhet och konsekvens, nivåerna och kategorierna."),
            ),
            _list(
                "document_types",
                lazy_gettext("Slag av styrdokument"),
                lazy_gettext("Vad dokumenten heter, vem som beslutar dem och när de ses över."),
            ),
            _list(
                "record_types",
                lazy_gettext("Bevarande och gallring"),
                lazy_gettext("Hur länge det som är fastställt sparas, och vad det vilar på."),
            ),
        ),
    ),
    Group(
        lazy_gettext("Regler"),
        (
            _form(
                "rules",
                lazy_gettext("Regler"),
                lazy_gettext("Det som Samsyn håller reda på åt er."),
                "rules",
                "totp_required_roles",
            ),
        ),
    ),
)

SECTIONS: dict[str, Section] = {one.key: one for group in GROUPS for one in group.sections}


def section_of(name: str) -> Section | None:
    """Give the section in which a part of a model stands, by the name of the part."""
    return next((one for one in SECTIONS.values() if name in one.names), None)
