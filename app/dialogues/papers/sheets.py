"""Sheets to write on by hand: one to prepare, one for the meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from app.dialogues.blueprint import pair_name
from app.dialogues.holding.pages import who_in_words
from app.dialogues.models import Agreement, Decision, Picture, Side, State, Theme
from app.dialogues.papers.wordings import VERDICTS, day, moment, page_words, role_of, title_of
from app.dialogues.seating import Seated
from app.exports.fitting import Room, fitted
from app.exports.tree import (
    Block,
    Bullets,
    Choices,
    Document,
    Facts,
    Heading,
    Letterhead,
    Lines,
    Parts,
    Quote,
    Table,
    Voice,
    said,
)
from app.exports.words import words
from app.ui.install import locale
from app.ui.markdown import plain

LINES_FOR_A_THEME, BLANK_ROWS = 3, 3
"""Room to write on the sheet of a meeting: an agenda of five themes takes both sides of one sheet, and no more."""

MOST_PROMISES = 6
"""Open agreements on a preparation sheet; further ones are counted."""


def preparation_sheet(
    seated: Seated,
    *,
    themes: Sequence[Theme],
    agreements: Sequence[Agreement],
    taken_up: Mapping[int, Sequence[str]],
    letterhead: Letterhead,
) -> Document:
    """Make one's own sheet to prepare on: one A4, the themes in their order, as much room to write as there is."""
    dialogue = seated.dialogue

    def make(room: Room) -> Document:
        parts = tuple(
            _to_prepare(theme, number, room, taken_up.get(theme.id, ()))
            for number, theme in enumerate(themes, start=1)
        )
        blocks: list[Block] = []
        if not room.notes and any(theme.questions for theme in themes):
            left_out = gettext(
                "Frågorna till temana fick inte plats på ett blad. De står på mötets sida i Samsyn."
            )
            blocks.append(said(left_out, Voice.SMALL))
        blocks.append(Parts(parts, room.columns))
        if agreements:
            blocks += [Heading(gettext("Öppna överenskommelser")), _open_agreements(seated, agreements, room)]
        return Document(
            title=title_of(dialogue),
            kind=gettext("Förberedelse"),
            language=locale(),
            marks=(gettext("Bara för %(name)s", name=seated.mine),),
            lead=_meeting_line(seated),
            blocks=tuple(blocks),
            letterhead=letterhead,
            foot=gettext("Skriv in det i Samsyn under samma nummer: mötets sida, Skriv in från papper."),
            author="Samsyn",
            page_words=page_words(),
            scale=room.scale,
        )

    return fitted(make)


def _meeting_line(seated: Seated) -> str:
    dialogue = seated.dialogue
    where = f", {dialogue.place}" if dialogue.place else ""
    return gettext(
        "%(when)s%(where)s. Med %(name)s.", when=moment(dialogue.starts_at), where=where, name=seated.other
    )


def _to_prepare(theme: Theme, number: int, room: Room, wishes: Sequence[str]) -> tuple[Block, ...]:
    # Two columns are narrow: one line of a title says enough beside its number.
    longest = 200 if room.notes else 42
    title = plain(theme.title, longest) or theme.title
    blocks: list[Block] = [Heading(title, 2, str(number))]
    questions = plain(theme.questions, len(theme.questions or "") * 2) if room.notes else ""
    if questions:
        blocks.append(said(questions, Voice.SMALL))
    if wishes:
        to_take_up = gettext("Att ta upp: %(subjects)s", subjects=", ".join(wishes))
        blocks.append(said(plain(to_take_up, 400 if room.notes else 90), Voice.SMALL))
    if room.lines:
        blocks.append(Lines(room.lines_of(number)))
    return tuple(blocks)


def _open_agreements(seated: Seated, agreements: Sequence[Agreement], room: Room) -> Table:
    most = MOST_PROMISES if room.scale < 3 else MOST_PROMISES // 2
    longest = 140 if room.notes else 70
    rows = [
        (plain(one.what, longest), plain(who_in_words(seated, one), 60), day(one.due_on))
        for one in agreements[:most]
    ]
    if len(agreements) > most:
        rows.append((gettext("och %(number)s till, i Samsyn", number=len(agreements) - most), "", ""))
    head = (gettext("Vad"), gettext("Vem"), gettext("När"))
    return Table(gettext("Öppna överenskommelser"), head, tuple(rows), (57, 19, 24))


@dataclass(frozen=True, slots=True)
class Said:
    """What there is of a meeting so far, as far as the one who asks may read it."""

    themes: Sequence[Theme]
    pictures: Sequence[Picture] = ()
    agreements: Sequence[Agreement] = ()
    decisions: Sequence[Decision] = ()
    notes_readable: bool = True
    open_before: Sequence[Agreement] = field(default=())
    about: Mapping[int, Sequence[str]] = field(default_factory=dict)
    taken_up: Mapping[int, Sequence[str]] = field(default_factory=dict)


def meeting_sheet(seated: Seated, said_so_far: Said, letterhead: Letterhead) -> Document:
    """Make the sheet to have on the table: what is said so far, and room to write what is not."""
    dialogue = seated.dialogue
    series = dialogue.series
    people = "\n".join(
        f"{seated.name(side)}, {role_of(dialogue, side, unit)}"
        for side, unit in ((Side.REP, series.rep_post.unit.name), (Side.OVER, series.over_post.unit.name))
    )
    invited = [g.person.name for g in dialogue.guests if g.over_agreed_at and g.rep_agreed_at]
    facts = [(gettext("När"), moment(dialogue.starts_at))]
    facts += [(gettext("Var"), dialogue.place)] if dialogue.place else []
    facts += [(gettext("Deltar"), people)]
    facts += [(gettext("Inbjudna"), ", ".join(invited))] if invited else []
    blocks: list[Block] = [Facts(tuple(facts))]
    for number, theme in enumerate(said_so_far.themes, start=1):
        blocks += _at_the_table(seated, said_so_far, theme, number)
    blocks += _agreed(seated, said_so_far)
    return Document(
        title=title_of(dialogue),
        kind=gettext("Mötesblad"),
        language=locale(),
        lead=pair_name(series),
        blocks=tuple(blocks),
        letterhead=letterhead,
        foot=gettext("Arbetsmaterial. Det som gäller är det ni båda fastställer i Samsyn."),
        author="Samsyn",
        page_words=page_words(),
        scale=1,
    )


def _at_the_table(seated: Seated, so_far: Said, theme: Theme, number: int) -> list[Block]:
    blocks: list[Block] = [Heading(theme.title, 2, str(number))]
    if theme.questions:
        blocks += words(theme.questions, Voice.SMALL)
    wishes, about = so_far.taken_up.get(theme.id, ()), so_far.about.get(theme.id, ())
    if wishes:
        blocks.append(said(gettext("Att ta upp: %(subjects)s", subjects=", ".join(wishes)), Voice.SMALL))
    for picture in so_far.pictures:
        if picture.theme_id == theme.id and picture.text.strip():
            source = gettext("Bild av %(name)s", name=picture.author.name)
            blocks.append(Quote(words(picture.text), source, picture.side))
    note = theme.note.text if theme.note is not None and so_far.notes_readable else ""
    together: list[Block] = [
        Heading(gettext("Det vi säger tillsammans"), 3),
        *(words(note) or (Lines(LINES_FOR_A_THEME),)),
    ]
    if about:
        together.append(said(gettext("Handlar om: %(subjects)s", subjects=", ".join(about)), Voice.SMALL))
    options = tuple(str(word) for word in VERDICTS.values())
    if seated.seat.takes_part:
        given = {Side.REP: theme.rep_verdict, Side.OVER: theme.over_verdict}
        for side in (Side.REP, Side.OVER):
            verdict = given[side] if so_far.notes_readable else None
            who = gettext("%(name)s ser", name=seated.name(side))
            if verdict:
                together.append(said(f"{who} {VERDICTS[verdict]}.", Voice.SMALL))
            else:
                together.append(Choices(who, options))
    if any(isinstance(one, Quote) for one in blocks):
        return [*blocks, Parts((tuple(together),))]
    # A theme that is all lines stays on one page.
    return [Parts(((*blocks, *together),))]


def _agreed(seated: Seated, so_far: Said) -> list[Block]:
    head = (gettext("Vad"), gettext("Vem"), gettext("När"))
    rows = tuple((one.what, who_in_words(seated, one), day(one.due_on)) for one in so_far.agreements)
    unfinished = seated.dialogue.state in {State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING}
    blank = max(0, BLANK_ROWS - len(rows)) if unfinished else 0
    blocks: list[Block] = [
        Heading(gettext("Överenskommelser")),
        Table(gettext("Överenskommelser"), head, rows, (52, 24, 24), blank),
        Heading(gettext("Beslut")),
    ]
    if so_far.decisions:
        blocks.append(Bullets(tuple((said(one.text),) for one in so_far.decisions)))
    if not so_far.decisions or unfinished:
        blocks.append(Lines(2))
    blocks += [
        Heading(gettext("Det här vill vi lyfta")),
        Lines(2),
    ]
    if so_far.open_before:
        before = tuple((one.what, who_in_words(seated, one), day(one.due_on)) for one in so_far.open_before)
        blocks += [
            Heading(gettext("Öppet sedan tidigare")),
            Table(gettext("Öppet sedan tidigare"), head, before, (52, 24, 24)),
        ]
    return blocks
