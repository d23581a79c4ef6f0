"""What the pages of residents and users say: what things are called, states, faults, what is missing, what has happened."""

from babel.dates import get_month_names
from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from app.citizens.errors import Fault
from app.citizens.models import CommitmentState, DialogueState, Heard, Kept, Met, PublicCommitment
from app.citizens.rules import Answered, Room, principles_of
from app.disposing.wording import HAPPENED
from app.steering.routes import profile_in_force, reader_language, worded
from app.steering.shapes.goals import PublicCommitment as CommitmentKind
from app.steering.words import FormName
from app.ui.install import capitalised, locale

STATES: dict[str, LazyString] = {
    CommitmentState.DRAFT: lazy_gettext("Utkast"),
    CommitmentState.DECIDED: lazy_gettext("Beslutat"),
    CommitmentState.ENDED: lazy_gettext("Avslutat"),
    CommitmentState.ASIDE: lazy_gettext("Undanlagt"),
}
KEPT: dict[str, LazyString] = {
    Kept.KEPT: lazy_gettext("Vi har hållit det"),
    Kept.PARTLY: lazy_gettext("Vi har hållit det delvis"),
    Kept.NOT: lazy_gettext("Vi har inte hållit det"),
}
KEPT_SHORT: dict[str, LazyString] = {
    Kept.KEPT: lazy_gettext("Hållet"),
    Kept.PARTLY: lazy_gettext("Delvis hållet"),
    Kept.NOT: lazy_gettext("Inte hållet"),
}
DIALOGUE_STATES: dict[str, LazyString] = {
    DialogueState.DRAFT: lazy_gettext("Utkast"),
    DialogueState.NOTED: lazy_gettext("Noterad"),
    DialogueState.ASIDE: lazy_gettext("Undanlagd"),
}
MET: dict[str, LazyString] = {
    Met.MET: lazy_gettext("Ja"),
    Met.PARTLY: lazy_gettext("Delvis"),
    Met.NOT: lazy_gettext("Nej"),
}
MET_SAID: dict[str, LazyString] = {
    Met.MET: lazy_gettext("Följdes"),
    Met.PARTLY: lazy_gettext("Följdes delvis"),
    Met.NOT: lazy_gettext("Följdes inte"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv något här."),
    Fault.TEXT_TOO_LONG: lazy_gettext(
        "Texten är för lång. Korta den, eller lägg resten på ett annat ställe."
    ),
    Fault.DONE_MISSING: lazy_gettext("Skriv vad ni har gjort, eller ska göra, när löftet inte hölls."),
    Fault.DAYS_TURNED: lazy_gettext("Sista dagen kan inte ligga före den första."),
    Fault.DECIDED_AHEAD: lazy_gettext("Dagen ligger framåt. För in beslutet när det är fattat."),
    Fault.DAY_MISSING: lazy_gettext("Välj en dag."),
    Fault.LINK_NOT_WEB: lazy_gettext("Skriv hela adressen, med https:// först."),
    Fault.UNKNOWN_YEAR: lazy_gettext("Året ser inte rimligt ut."),
    Fault.UNKNOWN_MONTH: lazy_gettext("Välj en av perioderna."),
    Fault.UNKNOWN_CHOICE: lazy_gettext("Välj ett av alternativen."),
    Fault.NOT_A_COUNT: lazy_gettext(
        "Skriv ett antal med siffror, till exempel 12. Lämna tomt om ni inte vet."
    ),
    Fault.NO_SUCH_STEP: lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann någon annan före: ladda om sidan."
    ),
    Fault.DECIDED_ALREADY: lazy_gettext(
        "Någon hann före dig: beslutet är redan infört. Inget av ditt är sparat."
    ),
    Fault.NOT_TO_DECIDE_YET: lazy_gettext("Det går inte att besluta än. Det som fattas står nedanför."),
    Fault.NOT_TO_NOTE_YET: lazy_gettext("Den går inte att notera än. Det som fattas står nedanför."),
}
LACKING: dict[str, LazyString] = {
    "to_whom": lazy_gettext("Vem löftet gäller."),
    "followed_how": lazy_gettext("Hur ni följer om det hålls."),
    "if_broken": lazy_gettext("Vad ni gör när det inte hålls."),
    "purpose": lazy_gettext("Varför ni bjöd in."),
    "question": lazy_gettext("Vad ni frågade om."),
    "said": lazy_gettext("Vad som sades."),
}
ACTIONS: dict[str, LazyString] = {
    **HAPPENED,
    "commitment.begun": lazy_gettext("Började skrivas"),
    "commitment.changed": lazy_gettext("Ändrades"),
    "commitment.decided": lazy_gettext("Beslutet fördes in"),
    "commitment.reopened": lazy_gettext("Beslutet togs tillbaka"),
    "commitment.ended": lazy_gettext("Avslutades"),
    "commitment.resumed": lazy_gettext("Gäller igen"),
    "commitment.laid_aside": lazy_gettext("Lades undan"),
    "commitment.taken_up": lazy_gettext("Togs fram igen"),
    "heard.noted": lazy_gettext("Skrevs in"),
    "heard.changed": lazy_gettext("Ändrades"),
    "heard.struck": lazy_gettext("Ströks"),
    "heard.restored": lazy_gettext("Togs tillbaka"),
    "citizen_dialogue.begun": lazy_gettext("Började skrivas"),
    "citizen_dialogue.changed": lazy_gettext("Ändrades"),
    "citizen_dialogue.noted": lazy_gettext("Noterades, för alla som läser enhetens planer"),
    "citizen_dialogue.reopened": lazy_gettext("Blev utkast igen"),
    "citizen_dialogue.laid_aside": lazy_gettext("Lades undan"),
    "citizen_dialogue.taken_up": lazy_gettext("Togs fram igen"),
}
"""What has happened, in the history of a page."""


def kind_of(key: str) -> CommitmentKind | None:
    """Give a kind of commitment, also one that only an earlier model had."""
    return next((one for one in profile_in_force().all_public_commitments() if one.key == key), None)


def kind_called(key: str, called: str = "", form: FormName = "singular") -> str:
    """Give what a kind is called now; one of a model no longer in force goes by what it was called, so that nothing is lost."""
    kind = kind_of(key)
    return kind.names.in_language(reader_language()).form(form) if kind else called or key.replace("_", " ")


def commitment_called(one: PublicCommitment, form: FormName = "singular") -> str:
    """Give what a commitment is called."""
    return kind_called(one.kind_key, one.called, form)


def source_called(key: str, called: str = "") -> str:
    """Give what a source is called now; one of a model no longer in force goes by what it was called."""
    found = next((one for one in profile_in_force().all_feedback_sources() if one.key == key), None)
    return worded(found.name) if found else called or key.replace("_", " ")


def heard_from(one: Heard) -> str:
    """Say where something was heard, and when: “Brukarenkäter, våren 2026”."""
    when = f"{one.period} {one.year}" if one.period and str(one.year) not in one.period else one.period
    return f"{source_called(one.source_key, one.called)}, {when or one.year}"


def a_commitment() -> str:
    """Give what one writes, with its article: the model's own word where it has one kind."""
    kinds = profile_in_force().all_public_commitments()
    return kind_called(kinds[0].key, form="indefinite") if len(kinds) == 1 else gettext("ett löfte")


def commitments_called() -> str:
    """Give what they are called in the middle of a sentence: the model's own word where it has one kind."""
    kinds = profile_in_force().all_public_commitments()
    return kind_called(kinds[0].key, form="plural") if len(kinds) == 1 else gettext("löften")


def room_called(room: Room) -> str:
    """Give what a room is called: the commitments by the model's own word where it has one kind."""
    if room is Room.HEARD:
        return gettext("Det vi har hört")
    if room is Room.DIALOGUES:
        return gettext("Medborgardialoger")
    return capitalised(commitments_called())


def principles() -> list[Answered]:
    """Give the principles of citizen dialogue of the model in force, with nothing said of them yet."""
    return [
        Answered(one.key, worded(one.name), worded(one.text), one.toward)
        for one in principles_of(profile_in_force())
    ]


def how_many(one: Heard) -> str:
    """Say how many it was: answers where one asked, people where they came by themselves; nothing where nobody has said."""
    number = one.how_many
    if number is None:
        return ""
    source = next((it for it in profile_in_force().all_feedback_sources() if it.key == one.source_key), None)
    if source is not None and source.kind == "survey":
        return ngettext("ett svar", "%(num)s svar", number) if number else gettext("ingen svarade")
    return (
        ngettext("en hörde av sig", "%(num)s hörde av sig", number)
        if number
        else gettext("ingen hörde av sig")
    )


def month_named(month: int) -> str:
    """Name a month."""
    return str(get_month_names("wide", locale=locale())[month])
