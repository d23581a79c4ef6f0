"""The hardest pieces of other ways of steering fit the schema with data alone."""

from tests.unit.steering.profiles import SMALLEST, read

STRATEGIC_TO_PERSONAL = """
[[perspectives]]
key = "citizen"
name = "Medborgare"
explanation = "Allt som rör medborgaren."
applies_to = ["goal"]

[[perspectives]]
key = "process"
name = "Processer"
explanation = "Arbetssätt."
applies_to = ["operational_plan"]

[[strategic_conditions]]
key = "economy"
name = "Ekonomi"
explanation = "Gräns, riktning och verktyg på samma gång."
decided_by = ["council"]

[[checklists]]
key = "smarta"
name = "SMARTA"
applies_to = ["goal"]
points = [{ key = "specific", text = "Specifikt?" }, { key = "owned", text = "Ansvarsfördelat?" }]

[[scales]]
key = "deviation"
name = "Avvikelse"
applies_to = ["goal", "deviation"]
reason = "always"
levels = [
  { key = "green", word = "grönt", meaning = "uppnått", shape = "circle", colour = "green" },
  { key = "yellow", word = "gult", meaning = "under kontroll", shape = "triangle", colour = "yellow" },
  { key = "red", word = "rött", meaning = "stor", shape = "square", colour = "red", needs_remedy = true },
]

[[goal_chain]]
key = "strategic_goal"
nature = "goal"
names.sv = { singular = "strategiskt mål", definite = "strategiska målet", plural = "strategiska mål" }
explanation = "Viktigast på vägen mot visionen."
decided_by = ["council"]
horizon = { kind = "years", min_years = 2, max_years = 10 }
count = { minimum = 3, maximum = 5, per = "organisation" }
perspectives = ["citizen"]

[[goal_chain]]
key = "result_goal"
nature = "goal"
names.sv = { singular = "resultatmål", definite = "resultatmålet", plural = "resultatmål" }
explanation = "Gör det strategiska målet mätbart."
decided_by = ["executive_board"]
horizon = { kind = "years", min_years = 1, max_years = 3 }
link = { rule = "required", to = ["strategic_goal"] }
has_part_goals = true
checklist = "smarta"
scale = "deviation"

[[goal_chain]]
key = "commitment"
nature = "commitment"
names.sv = { singular = "åtagande", definite = "åtagandet", plural = "åtaganden" }
explanation = "Vad enheten gör för att bidra."
decided_by = ["role:manager"]
owner_kinds = ["unit"]
link = { rule = "required", to = ["result_goal", "commitment_above"] }

[[goal_chain]]
key = "commitment_above"
nature = "commitment"
names.sv = { singular = "sektorsåtagande", definite = "sektorsåtagandet", plural = "sektorsåtaganden" }
explanation = "Vad sektorn gör."
decided_by = ["role:manager"]
link = { rule = "required", to = ["result_goal"] }

[[goal_chain]]
key = "personal_goal"
nature = "goal"
names.sv = { singular = "personligt mål", definite = "personliga målet", plural = "personliga mål" }
explanation = "Medarbetarens eget."
decided_by = ["role:manager", "role:employee"]
count = { minimum = 1, per = "person" }
link = { rule = "optional", to = ["commitment"] }
private_to_pair = true

[[dialogue_templates]]
key = "employee"
name = "Medarbetarsamtal"
pair_kind = "employee"
overarching = "chef"
reporting = "medarbetare"
purpose = "Att komma överens om hur."
may_raise = false
themes = [{ key = "goal", title = "Ditt mål", goal_kinds = ["personal_goal"] }]

[[cycle]]
key = "acknowledging"
name = "Kvittering"
when = [{ month = 4 }]
who = ["executive_board", "council"]
what = "Målen stäms av."
starts = [{ kind = "acknowledgement", ref = "goals" }]

[[acknowledgements]]
key = "goals"
name = "Kvittering av resultatmål"
explanation = "Alla har förstått."
between = ["council", "executive_board", "administration"]
goal_kinds = ["result_goal"]
event = "acknowledging"

[[public_commitments]]
key = "service_guarantee"
names.sv = { singular = "tjänstegaranti", definite = "tjänstegarantin", plural = "tjänstegarantier" }
explanation = "Vad du kan vänta dig."
decided_by = ["council"]

[[reports]]
key = "operations"
kind = "operations"
names.sv.singular = "verksamhetsrapport"
names.sv.definite = "verksamhetsrapporten"
names.sv.plural = "verksamhetsrapporter"
explanation = "Den löpande verksamheten."
submitted_by = ["unit"]
submitted_to = ["administration"]
contents = ["measures", "quality_levels", "volumes", "deviations"]
scale = "deviation"
periods = [
  { key = "t1", name = "april", from_month = 1, to_month = 4, due_month = 5 },
  { key = "t2", name = "augusti", from_month = 1, to_month = 8, due_month = 9 },
]

[indicators]
present_and_target = true
"""


def test_strategic_goals_run_down_to_a_personal_goal_with_acknowledgement() -> None:
    profile = read(STRATEGIC_TO_PERSONAL)
    strategic, result, *_, personal = profile.goal_chain
    assert strategic.count is not None
    assert (strategic.count.minimum, strategic.count.maximum) == (3, 5)
    assert (strategic.horizon.min_years, strategic.horizon.max_years) == (2, 10)
    assert result.link.rule == "required"
    assert personal.private_to_pair
    assert [level.needs_remedy for level in profile.scales[0].levels] == [False, False, True]
    assert not profile.scales[0].proposes


GIVER_AND_TAKER = """
[[document_types]]
key = "term_document"
names.sv = { singular = "Vilja", definite = "Viljan", plural = "Viljor" }
explanation = "Inriktning för mandatperioden."
decided_by = ["council"]
horizon = { kind = "term" }

[[document_types]]
key = "budget"
names.sv = { singular = "budget", definite = "budgeten", plural = "budgetar" }
explanation = "Ett år och plan för två till."
decided_by = ["council"]
horizon = { kind = "budget_period", max_years = 3 }

[[assignment_chain]]
giver = "council"
taker = "executive_board"
document = "budget"

[[assignment_chain]]
giver = "executive_board"
taker = "role:chief_executive"

[[assignment_chain]]
giver = "role:manager"
taker = "role:employee"

[[reports]]
key = "to_board"
kind = "month"
names.sv = { singular = "rapport", definite = "rapporten", plural = "rapporter" }
explanation = "De områden som årets uppföljningsplan säger."
submitted_by = ["role:chief_executive"]
submitted_to = ["executive_board"]
contents = ["economy", "quality_levels"]
areas = "by_yearly_plan"
periods = [{ key = "month", name = "månaden", from_month = 1, to_month = 12 }]

[[reports]]
key = "extraordinary"
kind = "deviation"
names.sv = { singular = "avvikelserapport", definite = "avvikelserapporten", plural = "avvikelserapporter" }
explanation = "Genast, till nivån ovanför."
submitted_by = ["role:manager"]
submitted_to = ["role:overarching_manager"]
contents = ["deviations"]
at_once = true

[rules]
extraordinary_deviations = true
"""


def test_assignments_run_from_council_to_a_single_employee() -> None:
    profile = read(GIVER_AND_TAKER)
    assert [step.taker for step in profile.assignment_chain] == [
        "executive_board",
        "role:chief_executive",
        "role:employee",
    ]
    assert profile.reports[0].areas == "by_yearly_plan"
    assert profile.reports[0].periods[0].due_month is None
    assert profile.reports[1].at_once


MEASURES = """
[[checklists]]
key = "five_marks"
name = "Ett bra styrmått"
applies_to = ["indicator"]
points = [
  { key = "result", text = "Anger ett resultat" },
  { key = "realistic", text = "Har en realistisk nivå" },
  { key = "yearly", text = "Mäts varje år" },
  { key = "influence", text = "Går att påverka" },
  { key = "comparable", text = "Går att jämföra" },
]

[indicators]
yearly_targets = true
result_years = 4
target_years = 4
checklist = "five_marks"

[[indicators.types]]
key = "resource"
names.sv = { singular = "resursmått", definite = "resursmåttet", plural = "resursmått" }
explanation = "Vad som sätts in."

[[indicators.types]]
key = "result"
names.sv = { singular = "resultatmått", definite = "resultatmåttet", plural = "resultatmått" }
explanation = "Vad som kommer ut."

[[indicators.types]]
key = "efficiency"
names.sv = { singular = "effektivitetsmått", definite = "effektivitetsmåttet", plural = "effektivitetsmått" }
explanation = "Resultat i förhållande till resurs."
composed_of = ["result", "resource"]

[[cycle]]
key = "decided"
name = "Mål och budget fastställs"
when = [{ month = 6, years = "not_election_year" }, { month = 10, years = "election_year" }]
who = ["council"]
what = "Mål, ramar och skattesats."
produces = ["policy"]

[[cycle]]
key = "outlook"
name = "Omvärldsdag"
when = [{ month = 11, to_month = 12, year_offset = -1 }, { month = 1, years = "first_year_of_term" }]
who = ["executive_board"]
what = "Viktigt utifrån."

[[cycle]]
key = "internal_budget"
name = "Internbudget"
when = [{ month = 2, year_offset = 1 }]
who = ["unit"]
what = "På slagnivå."

[[cycle]]
key = "december"
name = "Kontrollområden och kvalitetsåtaganden"
when = [{ month = 12 }]
who = ["executive_board"]
what = "Fastställs."

[[public_commitments]]
key = "quality_commitment"
names.sv = { singular = "kvalitetsåtagande", definite = "kvalitetsåtagandet", plural = "kvalitetsåtaganden" }
explanation = "Ett löfte."
decided_by = ["executive_board"]
event = "december"

[[feedback_sources]]
key = "complaints"
name = "Tyck om oss"
kind = "complaint"

[[principles]]
key = "can_be_influenced"
kind = "citizen_dialogue"
name = "Frågan går att påverka"
text = "Annars är det ingen dialog."

[[document_types]]
key = "policy"
names.sv = { singular = "policy", definite = "policyn", plural = "policyer" }
explanation = "Förhållningssätt."
decided_by = ["council"]
review = { rule = "term" }

[[unit_kinds]]
key = "company"
nature = "company"
level = 1
parents = ["council"]
names.sv = { singular = "bolag", definite = "bolaget", plural = "bolag" }

[[reports]]
key = "company_report"
kind = "company"
names.sv = { singular = "bolagsrapport", definite = "bolagsrapporten", plural = "bolagsrapporter" }
explanation = "Hur bolaget bidragit till fullmäktiges mål."
submitted_by = ["company"]
submitted_to = ["council"]
contents = ["goals"]
periods = [{ key = "year", name = "året", from_month = 1, to_month = 12, due_month = 2, due_year_offset = 1 }]

[rules]
carry_over_within_plan = true
citizen_dialogue = true
"""


def test_measures_have_yearly_targets_types_and_five_marks() -> None:
    profile = read(MEASURES)
    assert len(profile.checklists[0].points) == 5
    assert profile.indicators.types[2].composed_of == ("result", "resource")
    assert [when.years for when in profile.cycle[0].when] == ["not_election_year", "election_year"]
    assert profile.unit_kinds[-1].is_company


DEGREE_OF_FULFILMENT = """
[[protective_factors]]
key = "school"
name = "En skola som fungerar"
explanation = "Skyddar på lång sikt."
applies_to = ["goal", "activity"]

[[goal_chain]]
key = "movement_goal"
nature = "goal"
names.sv = { singular = "förflyttningsmål", definite = "förflyttningsmålet", plural = "förflyttningsmål" }
explanation = "I rätt riktning under mandatperioden."
decided_by = ["council"]
horizon = { kind = "until_year", until_year = 2030 }
is_movement = true
scale = "fulfilment"

[[scales]]
key = "fulfilment"
name = "Måluppfyllelse"
applies_to = ["goal", "indicator"]
basis = "degree_of_fulfilment"
weighs_in = "Årets förutsättningar och arbetet som gjorts."
levels = [
  { key = "green", word = "grön", meaning = "100 %", shape = "circle", colour = "green", at_least = 100 },
  { key = "yellow", word = "gul", meaning = "80–99 %", shape = "triangle", at_least = 80, below = 100 },
  { key = "red", word = "röd", meaning = "79 % eller lägre", shape = "square", colour = "red", below = 80 },
  { key = "black", word = "svart", meaning = "omätt", shape = "dash", colour = "black", not_measured = true },
]

[[rhythms]]
key = "activities"
name = "minst tre gånger om året"
applies_to = ["activity"]
times_per_year = 3
at_least = true

[[rhythms]]
key = "indicators"
name = "två gånger om året"
applies_to = ["indicator"]
times_per_year = 2

[[rhythms]]
key = "economy"
name = "sex gånger om året"
applies_to = ["economy"]
months = [2, 4, 5, 8, 10, 12]

[[analyses]]
key = "trends"
name = "Trend- och omvärldsanalys"
explanation = "Trender, omvärld och nuläge."
headings = [{ key = "trends", title = "Trender" }]

[[cycle]]
key = "analysis"
name = "Trend- och omvärldsanalys"
when = [{ month = 10, to_month = 11 }]
who = ["executive_board"]
what = "Analys och dialog."
produces = ["trends"]
starts = [{ kind = "analysis", ref = "trends" }, { kind = "measurement", ref = "indicators" }]

[internal_control]
likelihood = [
  { value = 1, word = "a", meaning = "a" },
  { value = 2, word = "b", meaning = "b" },
  { value = 3, word = "c", meaning = "c" },
  { value = 4, word = "d", meaning = "d" }, { value = 5, word = "e", meaning = "e" },
]
consequence = [
  { value = 1, word = "a", meaning = "a" },
  { value = 2, word = "b", meaning = "b" },
  { value = 3, word = "c", meaning = "c" },
  { value = 4, word = "d", meaning = "d" }, { value = 5, word = "e", meaning = "e" },
]
levels = [
  { key = "low", at_least = 1, word = "låg", meaning = "a" },
  { key = "high", at_least = 25, word = "hög", meaning = "b" },
]
categories = [
  { key = "effective", name = "Ändamålsenlig verksamhet" },
  { key = "reporting", name = "Tillförlitlig rapportering" },
  { key = "law", name = "Efterlevnad" },
  { key = "errors", name = "Allvarliga fel" },
]

[rules]
remedy_plan_at_large_deficit = true
"""


def test_degree_of_fulfilment_is_coloured_and_black_is_not_red() -> None:
    profile = read(DEGREE_OF_FULFILMENT)
    scale = profile.scales[0]
    assert scale.proposes
    black = next(level for level in scale.levels if level.not_measured)
    red = next(level for level in scale.levels if level.key == "red")
    assert black.shape != red.shape
    assert black.word != red.word
    assert profile.rhythms[0].at_least
    assert profile.internal_control is not None
    assert len(profile.internal_control.likelihood) == 5
    assert len(profile.internal_control.categories) == 4


def test_nested_units_of_one_kind_are_allowed_when_said() -> None:
    base = SMALLEST.replace('parents = ["administration"]', 'parents = ["administration"]\nmay_nest = true')
    assert read(base=base).unit_kinds[-1].may_nest
