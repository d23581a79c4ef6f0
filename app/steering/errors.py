"""What can be wrong with a profile, each with its place and its reason in plain Swedish and English."""

from dataclasses import dataclass

Place = tuple[str | int, ...]


def place_as_text(place: Place) -> str:
    """Write a place the way one would read it aloud: `dialogue_templates[2].themes[0].title`."""
    written = ""
    for step in place:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: file, place in it (empty for the whole file), line (0 when unknown), reason."""

    file: str
    place: Place
    line: int
    sv: str
    en: str

    @property
    def where(self) -> str:
        """Give file, line and place in one line."""
        line = f", rad {self.line}" if self.line else ""
        place = place_as_text(self.place)
        return f"{self.file}{line}{': ' + place if place else ''}"

    def reason(self, language: str = "sv") -> str:
        """Give the reason in `language`, Swedish or English."""
        return self.en if language == "en" else self.sv

    def __str__(self) -> str:
        return f"{self.where}: {self.sv} / {self.en}"


class ProfileError(Exception):
    """A profile cannot be used; carries every problem found, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def explain(kind: str, given: dict[str, object]) -> tuple[str, str]:
    """Give the reason for one kind of mistake in Swedish and English; an unknown kind is told plainly."""
    swedish, english = REASONS.get(kind, REASONS["other"])
    known = {"message": "", **given}
    try:
        return swedish.format(**known), english.format(**known)
    except (KeyError, IndexError):
        return swedish, english


REASONS: dict[str, tuple[str, str]] = {
    # The file as such
    "not_found": (
        "Profilen finns inte. Det som finns: {known}.",
        "There is no such profile. There are: {known}.",
    ),
    "no_file": ("Filen finns inte eller går inte att läsa.", "The file does not exist or cannot be read."),
    "too_large": (
        "Filen är {size} kB. En profil får vara högst {limit} kB.",
        "The file is {size} kB. A profile may be at most {limit} kB.",
    ),
    "not_utf8": ("Filen är inte sparad som UTF-8.", "The file is not saved as UTF-8."),
    "too_deep": (
        "Tabeller och listor ligger för djupt i varandra.",
        "Tables and lists are nested too deeply.",
    ),
    "syntax": ("Raden går inte att läsa som TOML: {message}.", "The line cannot be read as TOML: {message}."),
    "syntax_twice": (
        "Samma namn står två gånger på samma plats.",
        "The same name stands twice in the same place.",
    ),
    "wrong_key": (
        "Nyckeln ska vara ”{expected}”, som filens namn.",
        "The key must be “{expected}”, like the name of the file.",
    ),
    # The shape
    "missing": ("Uppgiften saknas.", "This is missing."),
    "extra_forbidden": (
        "Profilen har ingen uppgift som heter ”{name}” här.{hint_sv}",
        "A profile has nothing called “{name}” here.{hint_en}",
    ),
    "string_type": ("Här ska stå text inom citattecken.", "This must be text in quotation marks."),
    "string_too_short": ("Texten är tom.", "The text is empty."),
    "string_too_long": (
        "Texten är för lång: högst {max_length} tecken.",
        "The text is too long: at most {max_length} characters.",
    ),
    "string_pattern_mismatch": (
        "En nyckel börjar med en bokstav a–z och har bara små bokstäver a–z, siffror och understreck.",
        "A key begins with a letter a–z and holds only lower-case letters a–z, digits and underscores.",
    ),
    "literal_error": ("Värdet ska vara ett av: {choices}.", "The value must be one of: {choices}."),
    "int_type": ("Här ska stå ett heltal.", "This must be a whole number."),
    "int_from_float": ("Här ska stå ett heltal.", "This must be a whole number."),
    "float_type": ("Här ska stå ett tal.", "This must be a number."),
    "bool_type": ("Här ska stå true eller false.", "This must be true or false."),
    "date_type": (
        "Här ska stå ett datum utan citattecken, som 2020-10-12.",
        "This must be a date without quotation marks, such as 2020-10-12.",
    ),
    "tuple_type": ("Här ska stå en lista inom hakparenteser.", "This must be a list in square brackets."),
    "dict_type": ("Här ska stå en tabell.", "This must be a table."),
    "model_type": ("Här ska stå en tabell.", "This must be a table."),
    "model_attributes_type": ("Här ska stå en tabell.", "This must be a table."),
    "too_short": ("Listan behöver minst {min_length}.", "The list needs at least {min_length}."),
    "too_long": ("Listan får ha högst {max_length}.", "The list may have at most {max_length}."),
    "greater_than_equal": ("Talet ska vara minst {ge}.", "The number must be at least {ge}."),
    "greater_than": ("Talet ska vara större än {gt}.", "The number must be greater than {gt}."),
    "less_than_equal": ("Talet får vara högst {le}.", "The number may be at most {le}."),
    "english_missing": (
        "Engelska saknas. En profil som följer med produkten har all text på svenska och engelska.",
        "English is missing. A shipped profile has all its text in Swedish and English.",
    ),
    # What does not fit together
    "duplicate": (
        "”{key}” finns redan på {first}. Varje nyckel får finnas en gång.",
        "“{key}” already stands at {first}. Each key may stand once.",
    ),
    "dangling": (
        "”{key}” finns inte bland {target}.{hint_sv}",
        "“{key}” does not exist among {target}.{hint_en}",
    ),
    "unknown_term": (
        "Produkten har inget ord som heter ”{key}”.{hint_sv}",
        "The product has no term called “{key}”.{hint_en}",
    ),
    "unit_cycle": (
        "Enhetsslagen ligger i en ring: {ring}. En enhet kan inte ligga under sig själv.",
        "The unit kinds form a ring: {ring}. A unit cannot lie under itself.",
    ),
    "unit_self": (
        "Slaget står som sin egen förälder. Skriv may_nest = true om sådana enheter får ligga i varandra.",
        "The kind is its own parent. Write may_nest = true if such units may lie in each other.",
    ),
    "unit_level": (
        "Nivå {level} ligger inte under ”{parent}”, som har nivå {parent_level}.",
        "Level {level} does not lie below “{parent}”, which has level {parent_level}.",
    ),
    "no_root": (
        "Inget enhetsslag kan vara överst: alla har föräldrar.",
        "No unit kind can be at the top: all have parents.",
    ),
    "one_top": (
        "Precis ett enhetsslag ska ha is_top = true (det vars chef är kommunchef). Nu har {count} det.",
        (
            "Exactly one unit kind must have is_top = true (the one whose manager is the kommunchef). Now "
            "{count} do."
        ),
    ),
    "top_not_administrative": (
        'Det översta enhetsslaget i förvaltningen ska ha nature = "administrative".',
        'The top administrative unit kind must have nature = "administrative".',
    ),
    "goal_cycle": (
        "Målslagen hänger i en ring: {ring}. En målkedja går uppåt mot visionen.",
        "The goal kinds hang in a ring: {ring}. A goal chain runs upward to the vision.",
    ),
    "pair_missing": (
        'Det finns ingen dialogmall för två chefer (pair_kind = "managers").',
        'There is no dialogue template for two managers (pair_kind = "managers").',
    ),
    "rhythm_not_for_dialogues": (
        'Rytmen ”{key}” är inte till för dialoger. Lägg "dialogue" i dess applies_to.',
        'The rhythm “{key}” is not for dialogues. Put "dialogue" in its applies_to.',
    ),
    # From within one part
    "wrong_order": ("{low} är större än {high}.", "{low} is greater than {high}."),
    "needs_other": ("Uppgiften {other} behövs också.", "{other} is needed as well."),
    "link_without_rule": (
        'Här står vad målet hänger på, men regeln är "none". Skriv "optional" eller "required".',
        'This says what the goal hangs on, but the rule is "none". Write "optional" or "required".',
    ),
    "same_shape": (
        "Nivåerna ”{first}” och ”{second}” har samma form ({shape}). Formen ska skilja dem åt utan färg.",
        (
            "The levels “{first}” and “{second}” share a shape ({shape}). The shape must tell them apart "
            "without colour."
        ),
    ),
    "borders_without_basis": (
        'Nivån ”{level}” har gränser, men skalans basis är "judgement" som inte jämför med något tal.',
        (
            'The level “{level}” has borders, but the scale\'s basis is "judgement", which compares with no '
            "figure."
        ),
    ),
    "not_measured_borders": (
        "Nivån ”{level}” står för det som inte mätts och kan inte ha gränser.",
        "The level “{level}” stands for what was not measured and cannot have borders.",
    ),
    "scale_empty": ("Skalan har ingen nivå med gränser.", "The scale has no level with borders."),
    "scale_gap": (
        "Det finns ett glapp mellan ”{lower}” och ”{upper}”: från {from} till {to} hör inte till någon nivå.",
        "There is a gap between “{lower}” and “{upper}”: from {from} to {to} belongs to no level.",
    ),
    "scale_overlap": (
        (
            "Nivåerna ”{lower}” och ”{upper}” går in i varandra. Skriv at_least på den övre och samma tal "
            "som below på den undre."
        ),
        (
            "The levels “{lower}” and “{upper}” overlap. Write at_least on the upper and the same figure as "
            "below on the lower."
        ),
    ),
    "scale_top": (
        (
            "Den högsta nivån ”{level}” slutar vid {border}. Det som är större hör inte till någon nivå; ta "
            "bort below."
        ),
        "The highest level “{level}” ends at {border}. What is greater belongs to no level; remove below.",
    ),
    "scale_bottom": (
        (
            "Den lägsta nivån ”{level}” börjar vid {border}. Det som är mindre hör inte till någon nivå; ta "
            "bort at_least."
        ),
        (
            "The lowest level “{level}” begins at {border}. What is smaller belongs to no level; remove "
            "at_least."
        ),
    ),
    "no_such_day": ("Den {day}:e finns inte i månad {month}.", "There is no day {day} in month {month}."),
    "rhythm_empty": (
        "Rytmen säger inte hur ofta: skriv months eller times_per_year.",
        "The rhythm does not say how often: write months or times_per_year.",
    ),
    "rhythm_differs": (
        "{months} månader är uppräknade men times_per_year är {times}.",
        "{months} months are listed but times_per_year is {times}.",
    ),
    "report_never": (
        "Rapporten har varken perioder eller at_once = true, så den lämnas aldrig.",
        "The report has neither periods nor at_once = true, so it is never handed in.",
    ),
    "areas_without_plan": (
        'Rapporten räknar upp områden, men allt kommer med varje gång. Skriv areas = "by_yearly_plan".',
        'The report lists areas, but everything comes each time. Write areas = "by_yearly_plan".',
    ),
    "risk_steps": (
        "Stegen i {axis} ska räknas upp 1, 2, 3 … utan hopp. Nu står {values}.",
        "The steps of {axis} must be listed 1, 2, 3 … without a gap. Now: {values}.",
    ),
    "risk_levels_order": (
        "Risknivåerna ska stå i ordning från den lägsta, med olika at_least.",
        "The risk levels must stand in order from the lowest, each with its own at_least.",
    ),
    "risk_levels_gap": (
        "Den lägsta risknivån börjar vid {first}. Den ska börja vid 1, annars saknar låga risker nivå.",
        "The lowest risk level begins at {first}. It must begin at 1, or low risks have no level.",
    ),
    "risk_levels_high": (
        "Risknivån börjar vid {level}, men sannolikhet gånger konsekvens blir högst {highest}.",
        "The risk level begins at {level}, but likelihood times consequence is at most {highest}.",
    ),
    "other": ("Värdet går inte att använda: {message}.", "The value cannot be used: {message}."),
}
