"""How the history speaks of what people write in dialogues, table by table; see `app.records.witnesses`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from app.dialogues.about.models import MatterSubject, TakenUp, ThemeSubject
from app.dialogues.inviting.rules import reply_facts
from app.dialogues.models import (
    Addendum,
    Agreement,
    Consent,
    Decision,
    Dialogue,
    Guest,
    Participant,
    Picture,
    RaisedMatter,
    Series,
    SharedText,
    Side,
    State,
    Template,
    TemplateVersion,
    Theme,
)
from app.dialogues.personal.models import PersonalGoal
from app.records.witnesses import Heard, Row, Told, Witness

Selected = TypeVar("Selected", bound=Select[Any])
OnTheme = TypeVar("OnTheme", ThemeSubject, TakenUp)

_DIALOGUE_FACTS = ("title", "starts_at", "minutes", "place")
_FILING_FACTS = ("registry_number", "record_type", "secrecy")
_WHEN_MARKED = "secrecy_on"
_AHEAD = {State.PLANNED, State.PREPARING}
_RELEASES = (
    "propose_matter",
    "change_matter",
    "mark_matter",
    "release_matter",
    "unrelease_matter",
    "put_back_matter",
)


def _last(told: Told, entry: Heard) -> None:
    """Hear an entry that tells all there is to tell of one row."""
    told.say("", entry.after)


def _by_its_writer(told: Told, entry: Heard) -> None:
    by = {"by": entry.actor_id} if entry.actor_id is not None else {}
    told.say("", entry.after | by)


def _pictures(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Picture).order_by(Picture.id))):
        facts = {"text": one.text, "revision": one.revision, "by": one.author_id}
        yield Row(one.id, "", facts, unsaid={"text": "", "revision": 0})


def _shared_texts(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(SharedText).order_by(SharedText.id))):
        yield Row(one.id, "", {"text": one.text, "by": one.updated_by_id}, unsaid={"text": ""})


def _judged(told: Told, entry: Heard) -> None:
    told.say(str(entry.after.get("side")), entry.after)


def _judgements(session: Session) -> Iterator[Row]:
    for theme in session.scalars(_all(select(Theme).order_by(Theme.id))):
        for side, verdict in ((Side.OVER, theme.over_verdict), (Side.REP, theme.rep_verdict)):
            yield Row(theme.id, side, {"verdict": verdict}, unsaid={"verdict": None})


def _planned_themes(told: Told, entry: Heard) -> None:
    for theme in entry.after.get("themes", ()):
        told.say(f"theme {theme['position']}", theme)


def _themes(session: Session) -> Iterator[Row]:
    for theme in session.scalars(_all(select(Theme).order_by(Theme.dialogue_id, Theme.position))):
        facts = {"position": theme.position, "title": theme.title, "questions": theme.questions}
        yield Row(theme.dialogue_id, f"theme {theme.position}", facts, unsaid={})


def _personal_goals(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(PersonalGoal).order_by(PersonalGoal.id))):
        yield Row(one.id, "", one.facts)


def _agreements(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Agreement).order_by(Agreement.id))):
        facts = {
            "what": one.what,
            "who": one.who,
            "together_with": one.together_with,
            "due_on": one.due_on,
            "state": one.state,
            "words": one.closing_words,
        }
        yield Row(one.id, "", facts)


def _decided(told: Told, entry: Heard) -> None:
    if entry.action == "remove_decision":
        told.gone("")
    else:
        told.say("", entry.after)


def _decisions(session: Session) -> Iterator[Row]:
    wanted = select(Decision).where(Decision.removed_at.is_(None)).order_by(Decision.id)
    for one in session.scalars(_all(wanted)):
        yield Row(one.id, "", {"text": one.text})


def _raised(told: Told, entry: Heard) -> None:
    # Who holds back what the other has taken out leaves it out.
    left = {} if entry.action == "unrelease_matter" else {"withdrawn": entry.action == "withdraw_matter"}
    # What was proposed before matters could be about something is about nothing.
    told.say("", {"subjects": {}, **left, **entry.after})


def _matters(session: Session) -> Iterator[Row]:
    about: dict[int, dict[str, str]] = {}
    for mark in session.scalars(_all(select(MatterSubject).order_by(MatterSubject.id))):
        about.setdefault(mark.matter_id, {})[str(mark.ref)] = mark.title
    for one in session.scalars(_all(select(RaisedMatter).order_by(RaisedMatter.id))):
        facts = {
            "text": one.text,
            "over": one.over_released_at is not None,
            "rep": one.rep_released_at is not None,
            "withdrawn": one.withdrawn_at is not None,
            "subjects": about.get(one.id, {}),
        }
        yield Row(one.id, "", facts)


def _pointed(told: Told, entry: Heard) -> None:
    if entry.action in {"unmark_theme", "put_back"}:
        told.gone(str(entry.before.get("subject")))
    else:
        by = {"by": entry.actor_id} if entry.actor_id is not None else {}
        told.say(str(entry.after.get("subject")), entry.after | by)


def _pointing(table: type[OnTheme]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        for one in session.scalars(_all(select(table).order_by(table.theme_id, table.id))):
            yield Row(one.theme_id, str(one.ref), {"title": one.title, "by": one.person_id})

    return rows


def _consented(told: Told, entry: Heard) -> None:
    if entry.action == "consent":
        by = {"person": entry.actor_id} if entry.actor_id is not None else {}
        told.say(str(entry.after.get("side")), entry.after | by)
    else:
        told.gone(str(entry.before.get("side")))


def _consents(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Consent).order_by(Consent.dialogue_id, Consent.side))):
        facts = {"revision": one.record_revision, "own_opinion": one.own_opinion, "person": one.person_id}
        yield Row(one.dialogue_id, one.side, facts)


def _sat(told: Told, entry: Heard) -> None:
    """Hear who sits where, whether they come and who was there: by side, and guests by person."""
    after = entry.after
    if entry.action == "plan_dialogue":
        for side in (one for one in Side if one in after):
            no_reply = {"reply": None, "proposed_at": None, "words": ""}
            told.say(side, {"person": after[side], "attended": None, **no_reply})
    elif entry.action == "take_over":
        anew = {name: after[name] for name in ("attended",) if name in after}
        told.say(str(after.get("side")), {"person": after.get("person"), **anew})
    elif entry.action in {"invite_guest", "uninvite_guest", "decline_invitation"}:
        invited = {"reason": ""} if entry.action == "invite_guest" else {}
        told.say(f"guest {after.get('guest')}", {"person": after.get("guest"), **invited, **after})
    elif entry.action == "attendance":
        for key, facts in told.rows.items():
            # Who was invited and has taken a seat since was there in that seat.
            seated = key in set(Side) or (facts.get("over") and facts.get("rep"))
            if seated and str(facts.get("person")) in after:
                told.say(key, {"attended": after[str(facts["person"])]})
    for side, reply in after.get("replies", {}).items():
        told.say(side, reply)


def _seats(session: Session) -> Iterator[Row]:
    dialogues = select(Dialogue).order_by(Dialogue.id)
    with_people = selectinload(Dialogue.participants), selectinload(Dialogue.guests)
    for dialogue in session.scalars(_all(dialogues.options(*with_people))):
        for seat in dialogue.participants:
            yield Row(dialogue.id, seat.side, {**_seat(seat), **reply_facts(seat)}, unsaid={})
        for guest in dialogue.guests:
            agreed = {"over": guest.over_agreed_at is not None, "rep": guest.rep_agreed_at is not None}
            said = {"reason": guest.declined_because, **agreed}
            yield Row(dialogue.id, f"guest {guest.person_id}", {**_seat(guest), **said})


def _seat(seat: Participant | Guest) -> dict[str, object]:
    return {"person": seat.person_id, "attended": seat.attended}


def _met(told: Told, entry: Heard) -> None:
    facts = {name: entry.after[name] for name in _DIALOGUE_FACTS if name in entry.after}
    if entry.action == "plan_dialogue":
        facts |= {"state": State.PLANNED, "cancel_reason": "", "edition": None}
        facts |= {_WHEN_MARKED: None} | dict.fromkeys(_FILING_FACTS, "")
    facts |= {name: entry.after[name] for name in (*_FILING_FACTS, _WHEN_MARKED) if name in entry.after}
    if "state" in entry.after:
        facts["state"] = _stage(entry.after["state"])
        if entry.after["state"] == State.CANCELLED:
            facts["cancel_reason"] = entry.after.get("reason", "")
    if "edition" in entry.after:
        facts["edition"] = entry.after["edition"]
    told.say("", facts)


def _stage(state: str) -> str:
    # A first word in a picture takes a planned meeting to preparing; the entry about the picture tells of it.
    return State.PLANNED if state in _AHEAD else state


def _meetings(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Dialogue).order_by(Dialogue.id))):
        facts = {name: getattr(one, name) for name in _DIALOGUE_FACTS}
        facts |= {name: getattr(one, name) for name in _FILING_FACTS}
        facts[_WHEN_MARKED] = one.secrecy_on.isoformat() if one.secrecy_on else None
        facts |= {
            "state": _stage(one.state),
            "cancel_reason": one.cancel_reason,
            "edition": one.edition_id,
        }
        yield Row(one.id, "", facts)


def _added(told: Told, entry: Heard) -> None:
    if entry.action == "write_addendum":
        told.say("", {**entry.after, "over": None, "rep": None, "withdrawn": False})
    elif entry.action == "consent_to_addendum":
        told.say("", {str(entry.after.get("side")): entry.actor_id})
    else:
        told.say("", {"withdrawn": True})


def _addenda(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Addendum).order_by(Addendum.id))):
        facts = {
            "text": one.text,
            "over": one.over_person_id,
            "rep": one.rep_person_id,
            "withdrawn": one.withdrawn_at is not None,
        }
        yield Row(one.id, "", facts)


def _series(session: Session) -> Iterator[Row]:
    for one in session.scalars(_all(select(Series).order_by(Series.id))):
        facts = {
            "over_post": one.over_post_id,
            "rep_post": one.rep_post_id,
            "template": one.template_id,
            "rhythm": one.rhythm,
            "ended_on": one.ended_on,
        }
        yield Row(one.id, "", facts)


def _agenda(told: Told, entry: Heard) -> None:
    if "name" in entry.after:
        told.say("name", {"name": entry.after["name"]})
    if "version" in entry.after:
        told.say(f"version {entry.after['version']}", {"themes": entry.after.get("themes")})


def _templates(session: Session) -> Iterator[Row]:
    versions = selectinload(Template.versions).selectinload(TemplateVersion.themes)
    for template in session.scalars(_all(select(Template).order_by(Template.id).options(versions))):
        yield Row(template.id, "name", {"name": template.name})
        for version in template.versions:
            yield Row(template.id, f"version {version.number}", {"themes": _written(version)})


def _written(version: TemplateVersion) -> list[Mapping[str, object]]:
    return [
        {"title": theme.title, "questions": theme.questions, "backgrounds": list(theme.backgrounds)}
        for theme in version.themes
    ]


def _all(statement: Selected) -> Selected:
    # Not the rows a page may have in its hands: those in the database.
    return statement.execution_options(yield_per=500, populate_existing=True)


WITNESSES = (
    Witness("picture", "picture", ("write_picture",), _by_its_writer, _pictures),
    Witness("shared text", "shared_text", ("write_note", "write_whole"), _last, _shared_texts),
    Witness("judgement of theme", "theme", ("judge",), _judged, _judgements),
    Witness("agenda of dialogue", "dialogue", ("plan_dialogue",), _planned_themes, _themes),
    Witness(
        "agreement",
        "agreement",
        ("agree", "change_agreement", "close_agreement", "reopen_agreement"),
        _last,
        _agreements,
    ),
    Witness(
        "personal goal",
        "personal_goal",
        ("personal_goal.written", "personal_goal.changed"),
        _last,
        _personal_goals,
    ),
    Witness("decision", "decision", ("decide", "remove_decision", "put_back_decision"), _decided, _decisions),
    Witness("raised matter", "raised_matter", (*_RELEASES, "withdraw_matter"), _raised, _matters),
    Witness("mark on theme", "theme", ("mark_theme", "unmark_theme"), _pointed, _pointing(ThemeSubject)),
    Witness("taken up", "theme", ("take_up", "put_back"), _pointed, _pointing(TakenUp)),
    Witness(
        "consent to dialogue",
        "dialogue",
        ("consent", "void_consent", "take_back_consent"),
        _consented,
        _consents,
    ),
    Witness(
        "seat in dialogue",
        "dialogue",
        (
            *("plan_dialogue", "take_over", "attendance", "reply", "take_back_reply"),
            *("change_meeting", "step"),
            *("invite_guest", "uninvite_guest", "decline_invitation"),
        ),
        _sat,
        _seats,
    ),
    Witness(
        "dialogue",
        "dialogue",
        ("plan_dialogue", "change_meeting", "step", "established", "file_record"),
        _met,
        _meetings,
    ),
    Witness(
        "addendum",
        "addendum",
        ("write_addendum", "consent_to_addendum", "withdraw_addendum"),
        _added,
        _addenda,
    ),
    Witness("series", "series", ("start_series", "change_series", "carry_over_series"), _last, _series),
    Witness(
        "dialogue template",
        "dialogue_template",
        ("template.adopted", "template.created", "template.changed", "template.renamed"),
        _agenda,
        _templates,
    ),
)
