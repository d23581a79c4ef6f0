"""What a version changed, what is complete, and what the editor's buttons do."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from app.dialogues.agenda import rules
from app.dialogues.agenda.errors import Fault
from app.dialogues.agenda.forms import TemplateForm
from app.dialogues.agenda.rules import AgendaTheme, Change, ChangeKind
from app.writing.outline_form import MOST_ROWS

MISSION = AgendaTheme("Grunduppdrag", "Vad har betytt något?", ("last_time",))
QUALITY = AgendaTheme("Kvalitet", "Vad är du trygg med?")
ECONOMY = AgendaTheme("Ekonomi", "Räcker pengarna?")
YOU = AgendaTheme("Hur har du det?")
ALL = (MISSION, QUALITY, ECONOMY, YOU)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (ALL, []),
        ((*ALL, AgendaTheme("Nytt")), [Change(ChangeKind.ADDED, "Nytt")]),
        ((MISSION, ECONOMY, YOU), [Change(ChangeKind.REMOVED, "Kvalitet")]),
        ((YOU, MISSION, QUALITY, ECONOMY), [Change(ChangeKind.MOVED, "Hur har du det?")]),
        ((QUALITY, ECONOMY, YOU, MISSION), [Change(ChangeKind.MOVED, "Grunduppdrag")]),
        (
            (MISSION, AgendaTheme("Trygghet", QUALITY.questions), ECONOMY, YOU),
            [Change(ChangeKind.RENAMED, "Trygghet", "Kvalitet")],
        ),
        (
            (MISSION, QUALITY, ECONOMY, AgendaTheme("Du och jag")),
            [Change(ChangeKind.RENAMED, "Du och jag", "Hur har du det?")],
        ),
        (
            (MISSION, AgendaTheme("Kvalitet", "Annat?"), ECONOMY, YOU),
            [Change(ChangeKind.QUESTIONS, "Kvalitet")],
        ),
        (
            (AgendaTheme("Grunduppdrag", MISSION.questions, ()), QUALITY, ECONOMY, YOU),
            [Change(ChangeKind.BACKGROUNDS, "Grunduppdrag")],
        ),
        (
            (AgendaTheme("Vi", YOU.questions), AgendaTheme("Hur har du det?")),
            [
                Change(ChangeKind.ADDED, "Vi"),
                Change(ChangeKind.REMOVED, "Grunduppdrag"),
                Change(ChangeKind.REMOVED, "Kvalitet"),
                Change(ChangeKind.REMOVED, "Ekonomi"),
            ],
        ),
    ],
)
def test_a_version_tells_what_it_changed(after: tuple[AgendaTheme, ...], expected: list[Change]) -> None:
    assert rules.changes(ALL, after) == expected


def test_two_themes_of_the_same_title_are_told_apart_by_order() -> None:
    twice = (QUALITY, QUALITY)
    assert rules.changes(twice, twice) == []
    assert rules.changes(twice, (QUALITY,)) == [Change(ChangeKind.REMOVED, "Kvalitet")]


def test_a_name_and_one_title_are_enough() -> None:
    assert rules.faults("Mall", "managers", (AgendaTheme("Tema"),)) == ()


def test_what_is_missing_is_told_with_its_place() -> None:
    themes = (QUALITY, AgendaTheme("", "Fråga utan rubrik?"), AgendaTheme("x" * 201, "y" * 4001))
    assert rules.faults("", "robots", themes) == (
        (Fault.NAME_MISSING, None),
        (Fault.PAIR_KIND_UNKNOWN, None),
        (Fault.THEME_WITHOUT_TITLE, 1),
        (Fault.TITLE_TOO_LONG, 2),
        (Fault.QUESTIONS_TOO_LONG, 2),
    )
    assert rules.faults("Mall", "managers", ()) == ((Fault.NO_THEMES, None),)
    assert rules.faults("Mall", "managers", (YOU,) * 31) == ((Fault.TOO_MANY_THEMES, None),)


def test_texts_are_tidied_and_empty_themes_left_out() -> None:
    assert rules.cleaned([AgendaTheme("  Ett \x00 tema ", " a \r\n\r\nb\r\n"), AgendaTheme(" ", "")]) == (
        AgendaTheme("Ett tema", "a\n\nb"),
    )


def test_the_profile_is_part_of_a_templates_key() -> None:
    assert rules.profile_key("tranemo", "managers") != rules.profile_key("lerum", "managers")
    assert len(rules.profile_key("x" * 60, "y" * 60)) <= 80


def opened() -> TemplateForm:
    return TemplateForm.of("Mall", "managers", 3, ALL)


def titles(form: TemplateForm) -> list[str]:
    return [row.title for row in form.rows]


def test_moving_a_theme_keeps_everything_else() -> None:
    form = opened()
    assert form.press("up:t3") == "t3"
    assert titles(form) == ["Grunduppdrag", "Ekonomi", "Kvalitet", "Hur har du det?"]
    form.press("down:t3")
    assert titles(form) == [theme.title for theme in ALL]


def test_moving_past_the_end_does_nothing() -> None:
    form = opened()
    form.press("up:t1")
    form.press("down:t4")
    assert titles(form) == [theme.title for theme in ALL]


def test_a_moved_theme_jumps_over_removed_ones() -> None:
    form = opened()
    form.press("remove:t2")
    form.press("up:t3")
    assert titles(form)[0] == "Ekonomi"


def test_a_removed_theme_can_be_taken_back_with_its_words() -> None:
    form = opened()
    form.press("remove:t2")
    assert form.themes() == [MISSION, ECONOMY, YOU]
    form.press("restore:t2")
    assert form.themes() == list(ALL)


def test_a_new_theme_gets_a_key_nobody_has() -> None:
    form = opened()
    form.press("remove:t4")
    assert form.press("add") == "t5"
    assert form.rows[-1].key == "t5"
    assert len(form.themes()) == 3


@pytest.mark.parametrize("button", ["", "up", "up:", "up:t99", "explode:t1", "add:t1:t2", ":", "save:t1"])
def test_an_unknown_button_breaks_nothing(button: str) -> None:
    form = opened()
    form.press(button)
    assert form.themes() == list(ALL)


def test_a_form_is_read_as_it_was_sent() -> None:
    sent = MultiDict(
        [
            ("name", "Mall"),
            ("base", "3"),
            ("base_name", "Gammal"),
            ("theme", "t2"),
            ("theme", "t1"),
            ("theme", "t1"),
            ("theme", "<x>"),
            ("title-t1", "Ett"),
            ("title-t2", "Två"),
            ("questions-t1", "a\r\nb"),
            ("backgrounds-t1", "last_time"),
            ("backgrounds-t1", "bad kind"),
            ("removed-t2", "1"),
        ]
    )
    form = TemplateForm.read(sent)
    assert (form.base, form.base_name, titles(form)) == (3, "Gammal", ["Två", "Ett"])
    assert form.themes() == [AgendaTheme("Ett", "a\nb", ("last_time",))]


def test_a_nonsense_form_is_read_as_an_empty_one() -> None:
    sent = MultiDict([("base", "²"), *(("theme", f"t{n}") for n in range(500))])
    form = TemplateForm.read(sent)
    assert (form.base, len(form.rows), form.themes()) == (0, MOST_ROWS, [])
    form.press("add")
    assert len(form.rows) == MOST_ROWS
