"""Every mistake in a profile is told with its place and its reason, in Swedish and English."""

from pathlib import Path

import pytest

from app.steering.errors import REASONS, ProfileError, explain, place_as_text
from app.steering.loader import MOST_BYTES, check_profile_file, load_profile, parse_profile
from tests.unit.steering.profiles import SMALLEST, problems

THEME = '[[dialogue_templates.themes]]\nkey = "more"\ntitle = "Mer"\n'
SCALE = """
[[scales]]
key = "fulfilment"
name = "Måluppfyllelse"
applies_to = ["goal"]
basis = "degree_of_fulfilment"
levels = [
  { key = "green", word = "grön", meaning = "nått", shape = "circle", at_least = 100%s },
  { key = "yellow", word = "gul", meaning = "nära", shape = "triangle", at_least = %s, below = %s },
  { key = "red", word = "röd", meaning = "långt från", shape = "square", below = %s%s },
]
"""
GOAL = """
[[goal_chain]]
key = "{key}"
nature = "goal"
names.sv = {{ singular = "mål", definite = "målet", plural = "mål" }}
explanation = "Ett mål."
decided_by = ["{by}"]
{more}
"""

RISKS = """
[internal_control]
likelihood = [
  { value = 1, word = "a", meaning = "a" },
  { value = 2, word = "b", meaning = "b" },
  { value = %s, word = "c", meaning = "c" },
]
consequence = [
  { value = 1, word = "a", meaning = "a" },
  { value = 2, word = "b", meaning = "b" },
  { value = 3, word = "c", meaning = "c" },
]
levels = [
  { key = "low", at_least = %s, word = "låg", meaning = "a" },
  { key = "high", at_least = %s, word = "hög", meaning = "b" },
]
"""

EVENT = """
[[cycle]]
key = "event"
name = "Händelse"
who = ["{who}"]
what = "Något."
when = [{when}]
{more}
"""

REPORT = """
[[reports]]
key = "report"
kind = "month"
names.sv = { singular = "rapport", definite = "rapporten", plural = "rapporter" }
explanation = "En rapport."
submitted_by = ["unit"]
submitted_to = ["administration"]
contents = ["economy"]
"""

CASES = [
    # what is added, where the mistake is told, a part of the Swedish reason
    ("colour = 1", "dialogue_templates[0].themes[0].colour", "ingen uppgift som heter ”colour”"),
    ('questons = ["Va?"]', "dialogue_templates[0].themes[0].questons", "Menades ”questions”?"),
    (
        'backgrounds = ["risks", "weather"]',
        "dialogue_templates[0].themes[0].backgrounds[1]",
        "ett av: last_time",
    ),
    (
        'goal_kinds = ["dream"]',
        "dialogue_templates[0].themes[0].goal_kinds[0]",
        "finns inte bland goal_chain",
    ),
    (THEME.replace("more", "talk"), "dialogue_templates[0].themes[1].key", "themes[0].key"),
    (THEME + "questions = 3", "dialogue_templates[0].themes[1].questions", "lista inom hakparenteser"),
    ('[[rhythms]]\nkey = "r"\nname = "r"\napplies_to = ["dialogue"]', "rhythms[0]", "hur ofta"),
    (
        '[[rhythms]]\nkey = "r"\nname = "r"\napplies_to = ["dialogue"]\nmonths = [1, 13]',
        "rhythms[0].months[1]",
        "högst 12",
    ),
    (
        '[[rhythms]]\nkey = "r"\nname = "r"\napplies_to = ["economy"]\nmonths = [1]\ntimes_per_year = 3',
        "rhythms[0]",
        "1 månader är uppräknade",
    ),
    (GOAL.format(key="a", by="unti", more=""), "goal_chain[0].decided_by[0]", "Menades ”unit”?"),
    (GOAL.format(key="a", by="role:boss", more=""), "goal_chain[0].decided_by[0]", "finns inte bland"),
    (
        GOAL.format(key="a", by="unit", more='link = { rule = "required", to = ["a"] }'),
        "goal_chain[0].link.to",
        "ring: a → a",
    ),
    (GOAL.format(key="a", by="unit", more='link = { rule = "required" }'), "goal_chain[0].link", "to behövs"),
    (
        GOAL.format(key="a", by="unit", more='link = { to = ["a"] }'),
        "goal_chain[0].link",
        'regeln är "none"',
    ),
    (
        GOAL.format(key="a", by="unit", more="count = { minimum = 5, maximum = 3 }"),
        "goal_chain[0].count",
        "minimum (5) är större än maximum (3)",
    ),
    (
        GOAL.format(key="a", by="unit", more='horizon = { kind = "until_year" }'),
        "goal_chain[0].horizon",
        "until_year behövs",
    ),
    (SCALE % ("", "80", "99", "80", ""), "scales[0]", "glapp mellan ”yellow” och ”green”: från 99 till 100"),
    (SCALE % ("", "80", "100", "79", ""), "scales[0]", "glapp mellan ”red” och ”yellow”: från 79 till 80"),
    (SCALE % ("", "80", "101", "80", ""), "scales[0]", "går in i varandra"),
    (SCALE % (", below = 200", "80", "100", "80", ""), "scales[0]", "slutar vid 200"),
    (SCALE % ("", "80", "100", "80", ", at_least = 0"), "scales[0]", "börjar vid 0"),
    (
        (SCALE % ("", "80", "100", "80", "")).replace('"triangle"', '"circle"'),
        "scales[0]",
        "samma form (circle)",
    ),
    (
        (SCALE % ("", "80", "100", "80", "")).replace("degree_of_fulfilment", "judgement"),
        "scales[0]",
        "inte jämför med något tal",
    ),
    (
        (SCALE % ("", "80", "100", "80", "")).replace("below = 80", "below = 80, not_measured = true"),
        "scales[0]",
        "inte mätts",
    ),
    (RISKS % (4, 1, 5), "internal_control", "utan hopp. Nu står 1, 2, 4"),
    (RISKS % (3, 2, 5), "internal_control", "börjar vid 2"),
    (RISKS % (3, 1, 1), "internal_control", "i ordning"),
    (RISKS % (3, 1, 10), "internal_control", "högst 9"),
    (EVENT.format(who="unit", when="{ month = 2, day = 30 }", more=""), "cycle[0].when[0]", "månad 2"),
    (EVENT.format(who="nobody", when="{ month = 2 }", more=""), "cycle[0].who[0]", "finns inte bland"),
    (
        EVENT.format(
            who="unit", when="{ month = 2 }", more='starts = [{ kind = "dialogue", ref = "manger" }]'
        ),
        "cycle[0].starts[0].ref",
        "Menades ”managers”?",
    ),
    (EVENT.format(who="unit", when="{ month = 2 }", more='phase = "x"'), "cycle[0].phase", "bland phases"),
    (REPORT, "reports[0]", "lämnas aldrig"),
    (
        REPORT + 'periods = [{ key = "p", name = "p", from_month = 5, to_month = 4, due_month = 6 }]',
        "reports[0].periods[0]",
        "from_month (5) är större än to_month (4)",
    ),
    (
        REPORT + 'at_once = true\narea_list = [{ key = "a", name = "a", contents = ["economy"] }]',
        "reports[0]",
        'Skriv areas = "by_yearly_plan"',
    ),
    (
        REPORT + 'at_once = true\nareas = "by_yearly_plan"\narea_plan = "nope"',
        "reports[0].area_plan",
        "bland document_types",
    ),
    (
        EVENT.format(
            who="unit", when="{ month = 2 }", more='starts = [{ kind = "follow_up", ref = "nope" }]'
        ),
        "cycle[0].starts[0].ref",
        "bland rhythms",
    ),
    (
        '[terms.thene]\nsv = { singular = "x", definite = "x", plural = "x" }',
        "terms.thene",
        "Menades ”theme”?",
    ),
    ('[terms.theme]\nsv = { singular = "x", definite = "x" }', "terms.theme.sv.plural", "saknas"),
    ('[rules]\nrecovery_years = "två"', "rules.recovery_years", "heltal"),
    ('[rules]\ngolden_zone = "ja"', "rules.golden_zone", "true eller false"),
    ('[rules]\nrecovery_exempted_by = ["kf"]', "rules.recovery_exempted_by[0]", "finns inte bland"),
    (
        '[[glossary]]\nkey = "a"\nterm = "a"\nexplanation = ""',
        "glossary[0].explanation.sv",
        "Texten är tom",
    ),
    (
        '[[glossary]]\nkey = "a b"\nterm = "a"\nexplanation = "b"\nsee_also = ["c"]',
        "glossary[0].see_also[0]",
        "bland glossary",
    ),
]


@pytest.mark.parametrize(("extra", "place", "reason"), CASES)
def test_a_mistake_is_told_with_its_place_line_and_reason(extra: str, place: str, reason: str) -> None:
    found = {place_as_text(problem.place): problem for problem in problems(extra)}
    assert place in found, f"told instead: {found}"
    problem = found[place]
    assert reason in problem.sv
    assert problem.en
    assert problem.en != problem.sv
    assert problem.file == "test.toml"
    assert problem.line >= len(SMALLEST.splitlines()) - 6
    assert f"rad {problem.line}" in str(problem)


UNIT_KINDS = [
    ("level = 3", "level = 2", "unit_kinds[3].level", "ligger inte under ”administration”"),
    ('parents = ["administration"]', 'parents = ["unit"]', "unit_kinds[3].parents", "may_nest"),
    ("is_top = true\n", "", "unit_kinds", "Nu har 0"),
    ("level = 3\n", "level = 3\nis_top = true\n", "unit_kinds", "Nu har 2"),
    ("level = 0\n", 'level = 0\nparents = ["unit"]\n', "unit_kinds", "Inget enhetsslag kan vara överst"),
    ("level = 0\n", 'level = 0\nparents = ["unit"]\n', "unit_kinds[0].parents", "ring: council →"),
    ('pair_kind = "managers"', 'pair_kind = "employee"', "dialogue_templates", "två chefer"),
    ('key = "unit"', 'key = "Enhet"', "unit_kinds[3].key", "små bokstäver"),
    ('key = "unit"', 'key = "council"', "unit_kinds[3].key", "finns redan på unit_kinds[0].key"),
    ("schema_version = 1", "schema_version = 2", "schema_version", "ett av: 1"),
    ('title = "Minsta styrmodellen"\n', "", "source.title", "saknas"),
    (
        'pair_kind = "managers"',
        'pair_kind = "managers"\nrhythm = "often"',
        "dialogue_templates[0].rhythm",
        "bland rhythms",
    ),
]


@pytest.mark.parametrize(("instead_of", "written", "place", "reason"), UNIT_KINDS)
def test_the_ground_of_a_profile_is_checked(instead_of: str, written: str, place: str, reason: str) -> None:
    found = {
        place_as_text(problem.place): problem
        for problem in problems(base=SMALLEST.replace(instead_of, written, 1))
    }
    assert place in found, f"told instead: {found}"
    assert reason in found[place].sv


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems('wrong = 1\ngoal_kinds = ["x"]\n[rules]\nplan_years = 99\n[terms.nope]\nsv = 1\n')
    places = [place_as_text(problem.place) for problem in found]
    assert places == [
        "dialogue_templates[0].themes[0].wrong",
        "dialogue_templates[0].themes[0].goal_kinds[0]",
        "rules.plan_years",
        "terms.nope",
        "terms.nope.sv",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_a_mistake_of_shape_hides_no_dangling_reference() -> None:
    found = problems('goal_kinds = ["x"]\nbackgrounds = ["weather"]\n')
    assert {place_as_text(problem.place) for problem in found} == {
        "dialogue_templates[0].themes[0].goal_kinds[0]",
        "dialogue_templates[0].themes[0].backgrounds[0]",
    }


def test_a_rhythm_that_is_not_for_dialogues_is_told() -> None:
    base = SMALLEST.replace('pair_kind = "managers"', 'pair_kind = "managers"\nrhythm = "r"')
    found = problems('[[rhythms]]\nkey = "r"\nname = "r"\napplies_to = ["economy"]\nmonths = [1]\n', base)
    assert [place_as_text(problem.place) for problem in found] == ["dialogue_templates[0].rhythm"]


@pytest.mark.parametrize(
    ("rhythm", "key", "place"),
    [('["r"]', '"r"', "dialogue_templates[0].rhythm"), ('"r"', '["r"]', "rhythms[0].key")],
)
def test_a_list_where_a_key_of_a_rhythm_belongs_is_told(rhythm: str, key: str, place: str) -> None:
    base = SMALLEST.replace('pair_kind = "managers"', f'pair_kind = "managers"\nrhythm = {rhythm}')
    found = problems(f'[[rhythms]]\nkey = {key}\nname = "r"\napplies_to = ["dialogue"]\nmonths = [1]\n', base)
    assert place in {place_as_text(problem.place) for problem in found}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("key = ", 1, "går inte att läsa som TOML"),
        ('key = "a"\nname = \n', 2, "går inte att läsa som TOML"),
        ('key = "a"\nkey = "b"\n', 2, "två gånger"),
        ("[a]\n[b]\n[a]\n", 3, "två gånger"),
        ('key = """aldrig slut', 1, "går inte att läsa som TOML"),
        ("[[unit_kinds]\n", 1, "går inte att läsa som TOML"),
        ("number = " + "9" * 5000, 0, "går inte att läsa som TOML"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(ProfileError) as raised:
        parse_profile(text, "test.toml")
    (problem,) = raised.value.problems
    assert problem.line == line
    assert reason in problem.sv


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'key = "\xff"', "UTF-8"),
        (b"#" * (MOST_BYTES + 1), "högst 512 kB"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "för djupt"),
        (b"a = " + b"{b=" * 3000 + b"1" + b"}" * 3000, "för djupt"),
    ],
)
def test_files_that_cannot_be_read_are_refused_as_a_whole(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_bytes(content)
    (problem,) = check_profile_file(file)
    assert reason in problem.sv
    assert problem.file == "wrong.toml"


def test_a_file_that_is_not_there_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.toml", tmp_path):
        assert [problem.reason("en") for problem in check_profile_file(missing)] == [
            "The file does not exist or cannot be read."
        ]


def test_an_unknown_profile_names_those_that_exist() -> None:
    with pytest.raises(ProfileError, match=r"Det som finns: .*tranemo"):
        load_profile("utopia")


def test_a_file_as_windows_writes_it_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert check_profile_file(file) == []
    assert load_profile(str(file)).key == "smallest"


def test_thousands_of_mistakes_are_told_within_bounds() -> None:
    themes = "".join(
        f'[[dialogue_templates.themes]]\nkey = "t{n}"\ntitle = "T"\ngoal_kinds = ["x{n}"]\n'
        for n in range(4000)
    )
    assert 0 < len(problems(themes)) <= 200


def test_every_reason_can_be_told_without_being_given_anything() -> None:
    for kind in REASONS:
        sv, en = explain(kind, {})
        assert sv
        assert en
    assert "Värdet går inte att använda: oops" in explain("never_heard_of", {"message": "oops"})[0]
