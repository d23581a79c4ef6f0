"""What the lists of a meeting show: agreements and raised matters as rows for the one who looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.db import db
from app.dialogues.about.pages import AboutDialogue, Chip
from app.dialogues.models import Agreement, AgreementState, RaisedMatter, Side, State
from app.dialogues.queries.said import matters_of
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement as it reads on the page."""

    agreement: Agreement
    who: str
    done: bool
    made_here: bool
    changeable: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One raised matter: what one may do with it, where it stands, in words, and what it is about or could be."""

    matter: RaisedMatter
    standing: str
    mine_released: bool
    raised: bool
    changeable: bool
    about: list[Chip]
    offered: list[Chip]


def who_choices(seated: Seated) -> list[tuple[str, str]]:
    """Give who can be the one to do it."""
    return [
        (Side.REP, seated.name(Side.REP)),
        (Side.OVER, seated.name(Side.OVER)),
        ("both", gettext("Båda")),
    ]


def who_in_words(seated: Seated, agreement: Agreement) -> str:
    """Name who does it: one of the two or both, and with whom."""
    return who_by_names(agreement, {side: seated.first_name(side) for side in Side})


def who_by_names(agreement: Agreement, called: Mapping[Side, str]) -> str:
    """Name who does it by what each side is called."""
    if agreement.who == "both":
        names = gettext("%(one)s och %(other)s", one=called[Side.REP], other=called[Side.OVER])
    else:
        names = called[Side(agreement.who)]
    if agreement.together_with:
        return gettext("%(names)s, tillsammans med %(others)s", names=names, others=agreement.together_with)
    return names


def agreement_rows(seated: Seated, agreements: list[Agreement]) -> list[AgreementRow]:
    """Give the agreements as rows, those of earlier meetings marked."""
    open_record = seated.dialogue.state in {State.HELD, State.ESTABLISHING} and seated.seat.takes_part
    return [
        AgreementRow(
            agreement,
            who_in_words(seated, agreement),
            agreement.state != AgreementState.OPEN,
            agreement.dialogue_id == seated.dialogue.id,
            open_record and agreement.dialogue_id == seated.dialogue.id,
        )
        for agreement in agreements
    ]


def matters_read(seated: Seated) -> list[RaisedMatter]:
    """Give the matters one may read: once the record is established, what was only proposed is the two's.

    Whoever holds a post later reads what went up; a guest is invited to the meeting, and no further.
    """
    found = matters_of(db.session, seated.dialogue.id)
    if seated.seat.takes_part or seated.dialogue.state != State.ESTABLISHED:
        return found
    if seated.seat.standing is Standing.GUEST:
        return []
    return [one for one in found if one.passage_id is not None]


def matter_rows(seated: Seated, matters: list[RaisedMatter], about: AboutDialogue) -> list[MatterRow]:
    """Give the raised matters as rows with where they stand."""
    return [_matter_row(seated, matter, about) for matter in matters]


def _matter_row(seated: Seated, matter: RaisedMatter, about: AboutDialogue) -> MatterRow:
    side = seated.seat.side or Side.OVER
    over, rep = matter.over_released_at is not None, matter.rep_released_at is not None
    mine, other = (over, rep) if side is Side.OVER else (rep, over)
    return MatterRow(
        matter,
        _standing(seated, mine, other, matter.passage_id is not None)
        if seated.seat.takes_part
        else _standing_to_others(seated, over=over, rep=rep, raised=matter.passage_id is not None),
        mine,
        matter.passage_id is not None,
        seated.seat.takes_part and matter.passage_id is None,
        about.of_matter(matter.id),
        about.offered_to_matter(matter.id, matter.theme_id),
    )


def _standing(seated: Seated, mine: bool, other: bool, raised: bool) -> str:
    if raised:
        return gettext("Lyft. De som leder högre upp kan läsa det.")
    if mine and other:
        return gettext("Båda har släppt det. Det går upp när ni har fastställt.")
    if mine:
        return gettext("Du har släppt det. Väntar på %(name)s.", name=seated.other)
    if other:
        return gettext("%(name)s vill lyfta det. Släpper du också?", name=seated.other)
    return gettext("Ingen har släppt det än.")


def _standing_to_others(seated: Seated, *, over: bool, rep: bool, raised: bool) -> str:
    """Tell a guest, or who has a post of it now, where a matter of the two stands: they release nothing themselves."""
    if raised:
        return gettext("Lyft. De som leder högre upp kan läsa det.")
    if over and rep:
        return gettext("Båda har släppt det. Det går upp när de har fastställt.")
    if over or rep:
        given = Side.OVER if over else Side.REP
        return gettext(
            "%(one)s har släppt det. Väntar på %(other)s.",
            one=seated.name(given),
            other=seated.name(given.other),
        )
    return gettext("Ingen har släppt det än.")
