"""Pure decisions about questions in the golden zone: when pictures open, how the two judge, when both stand behind a text."""

from collections.abc import Collection, Iterable

from app.assignments.models import Owner, Side, ZonePicture, ZoneQuestion, ZoneState
from app.records.signs import sign_of

LONGEST_TEXT = 10_000


def picture_of(question: ZoneQuestion, side: Side) -> ZonePicture | None:
    """Give one side's picture where it has begun one."""
    return next((one for one in question.pictures if one.side == side), None)


def pictures_open(question: ZoneQuestion) -> bool:
    """Tell whether the two read each other's pictures: both have shared theirs. There is no other way to it (ADR 0009)."""
    return question.opened_at is not None and all(one.shared_at for one in question.pictures)


def readable_picture(
    question: ZoneQuestion, side: Side, sides: Collection[Side], person_id: int
) -> ZonePicture | None:
    """Give a side's picture as one of the two may read it: one's own, and the other's once both are open.

    What somebody on one's own side wrote and has not shared is theirs alone: a successor, or a vice chair, does not read it.
    """
    one = picture_of(question, side)
    if one is None or not sides:
        return None
    if pictures_open(question) or one.person_id == person_id:
        return one
    return one if side in sides and one.shared_at is not None else None


def mark_of(picture: ZonePicture | None) -> str:
    """Give by what a page knows the picture it began from: one writes on a telephone what one began at a desk."""
    return sign_of((picture.person_id, picture.owner, picture.text) if picture is not None else ())


def verdict(question: ZoneQuestion) -> str | None:
    """Tell how the two pictures agree on whose the question is: same, partly where one says both, different. None until open."""
    if not pictures_open(question):
        return None
    said = [one.owner for one in question.pictures]
    if len(said) != len(Side) or not all(said):
        return None
    if said[0] == said[1]:
        return "same"
    return "partly" if Owner.BOTH in said else "different"


def speaks_for(question: ZoneQuestion, held: Collection[Side], person_id: int) -> frozenset[Side]:
    """Tell which sides somebody who holds `held` speaks for: of both, where they have written or consented, else where none has.

    Who stands in for the other is one of the two all the same: each writes without having read the other, and two stand behind
    what is settled (domain 4).
    """
    if len(held) < len(Side):
        return frozenset(held)
    for side in Side:
        one = picture_of(question, side)
        if one is not None and person_id in {one.person_id, one.consented_by_id}:
            return frozenset({side})
    return frozenset(side for side in Side if picture_of(question, side) is None) or frozenset({Side.GIVER})


def may_write_picture(question: ZoneQuestion, side: Side) -> bool:
    """Tell whether a side still writes its picture: until it is shared."""
    one = picture_of(question, side)
    return question.state == ZoneState.WRITING and (one is None or one.shared_at is None)


def stands_behind(question: ZoneQuestion, side: Side) -> bool:
    """Tell whether a side has consented to the version there is now."""
    one = picture_of(question, side)
    return one is not None and one.consented == question.revision


def stands_for_the_other(question: ZoneQuestion, side: Side, person_id: int) -> bool:
    """Tell whether somebody has consented to the version there is for the other side already."""
    other = picture_of(question, side.other)
    return stands_behind(question, side.other) and other is not None and other.consented_by_id == person_id


def both_stand(question: ZoneQuestion) -> bool:
    """Tell whether both have consented to the same version, which is the one there is."""
    return all(stands_behind(question, side) for side in Side)


def may_read(question: ZoneQuestion, sides: Collection[Side], *, reads_subject: bool) -> bool:
    """Tell whether the shared picture is read: by the two, and once settled by those who read the subject if both let them."""
    return bool(sides) or (question.state == ZoneState.SETTLED and question.released and reads_subject)


def any_unsettled(questions: Iterable[tuple[ZoneQuestion, object]]) -> bool:
    """Tell whether one of some questions is being talked through: one at a time is asked of a thing."""
    return any(one.state in (ZoneState.WRITING, ZoneState.OPEN) for one, _ in questions)
