"""What the history keeps of assignments, of what was said of them, and of questions in the golden zone."""

from app.assignments.models import Assignment, AssignmentWord, ZonePicture, ZoneQuestion

ASSIGNMENT, WORD = "assignment", "assignment_word"
QUESTION, PICTURE, ZONE_EDITION = "zone_question", "zone_picture", "zone_record"

Facts = dict[str, object]


def assignment_facts(one: Assignment) -> Facts:
    """Give all that stands of an assignment."""
    return {
        "title": one.title,
        "what": one.what,
        "due_on": one.due_on,
        "frame": one.frame,
        "registry_number": one.registry_number,
        "how": one.how,
        "who": one.who,
        "giver": one.giver_unit_id,
        "taker": one.taker_unit_id,
        "taker_person": one.taker_person_id,
        "parent": one.parent_id,
        "root": one.root_id,
        "state": str(one.state),
    }


def word_facts(one: AssignmentWord) -> Facts:
    """Give what was said, of what, on which side."""
    return {
        "assignment": one.assignment_id,
        "kind": str(one.kind),
        "side": str(one.side),
        "text": one.text,
        "by": one.person_id,
        "taken_back": one.taken_back_at is not None,
    }


def question_facts(one: ZoneQuestion) -> Facts:
    """Give what is asked, between whom, and what both write down."""
    return {
        "subject": f"{one.subject_kind}:{one.subject_id}",
        "question": one.question,
        "giver": one.giver_unit_id,
        "taker": one.taker_unit_id,
        "taker_person": one.taker_person_id,
        "state": str(one.state),
        "shared": one.shared,
        "owner": str(one.owner),
        "released": one.released,
    }


def picture_facts(one: ZonePicture) -> Facts:
    """Give one side's picture and which version it stands behind."""
    return {
        "question": one.question_id,
        "side": str(one.side),
        "text": one.text,
        "owner": str(one.owner),
        "shared": one.shared_at is not None,
        "consented": one.consented,
        "by": one.person_id,
    }
