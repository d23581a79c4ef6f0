"""Which words of the five models explain themselves where they stand in a heading, and which stand in none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.steering.loader import load_profile
from app.steering.schema import GlossaryEntry, Profile

APP = Path(__file__).resolve().parents[3] / "app"
ASKED = re.compile(r"glossary\(\"([^\"]+)\"")
BY_NAME = ("core_mission", "operational_plan", "current_state_analysis", "strategic_risk", "operational_risk")
"""Terms whose pages name what they show by a word the model gives it."""

IN_NO_HEADING = {
    "tranemo": """statlig_styrning kommunal_styrning ekonomistyrning indikator kritisk kvalitetsfaktor vertikal_dialog
        horisontell_styrning tillitsbaserad_styrning overordnad_chef rapporterande_chef""",
    "kungalv": """strategiska_forutsattningar handlingsplan move volymtal kvalitetsloopen styrkedja
        medborgarperspektivet processperspektivet ekonomiperspektivet medarbetarperspektivet overordnad_chef
        rapporterande_chef tjanstegaranti""",
    "lerum": """uppdragsgivare uppdragstagare vad_och_hur malstyrning styrkedja beredning chefspolicy
        kommundirektor sektorschef generationsperspektivet overordnad_chef rapporterande_chef""",
    "karlskoga": """malkedja malniva bra_styrmatt resursmatt processmatt resultatmatt effektivitetsmatt perspektiv brukarfokus
        kvalitetsatagande tyck_om trearsbudget oversyn kommundirektor overordnad_chef rapporterande_chef""",
    "perstorp": """malvarde nyckeltal gron_gul_rod svart skyddsfaktor framjande kommunkoncern mal_och_resultatstyrning
        ledningssystem planeringsprocess kommundirektor overordnad_chef rapporterande_chef""",
}
"""Words that stand in no heading of the product: about steering as such, of the model's page alone, or said in running text,
in choices and in labels. They are explained on the page about the model, and promises on their own page beside the heading.
"""


def asked_for() -> set[str]:
    """Give what templates ask to have explained, by key."""
    return {key for page in APP.rglob("*.html") for key in ASKED.findall(page.read_text())}


def named(model: Profile) -> set[str]:
    """Give the names a model has given what pages are headed by."""
    found = [one.names.sv.singular for one in (*model.all_goal_kinds(), *model.reports)]
    found += [one.names.sv.singular for one in model.document_types]
    for ones in (model.cycle, model.scales, model.checklists, model.analyses):
        found += [one.name.sv for one in ones]
    return set(found)


def explains(model: Profile, entry: GlossaryEntry, asked: set[str], names: set[str]) -> bool:
    said = entry.term.sv.casefold()
    keys = {entry.key, entry.term_key, said}
    begins = re.compile(rf"{re.escape(said)}( |$)")
    first = [name.casefold() for name in names]
    goals = {model.entry_ending(one.names.sv.singular) for one in model.all_goal_kinds()}
    return bool(keys & (asked | set(BY_NAME))) or entry in goals or any(begins.match(name) for name in first)


@pytest.mark.parametrize("key", IN_NO_HEADING)
def test_every_word_of_a_model_explains_itself_in_a_heading_or_is_known_to_stand_in_none(key: str) -> None:
    model, asked = load_profile(key), asked_for()
    names = named(model)
    silent = {entry.key for entry in model.glossary if not explains(model, entry, asked, names)}
    assert silent == set(IN_NO_HEADING[key].split())


def test_a_word_is_found_by_itself_in_either_language_and_only_whole() -> None:
    kungalv = load_profile("kungalv")
    for word in ("Resultatmål", "resultatmål", "Result goal"):
        found = kungalv.entry_for_word(word)
        assert found is not None and found.key == "resultatmal"
    assert kungalv.entry_for_word("Resultat") is None
    assert kungalv.entry_for_word("") is None
