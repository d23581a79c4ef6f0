"""How the history speaks of assignments, of what was said of them, and of questions: what stands is what was last told."""

from app.assignments import facts
from app.assignments.models import Assignment, AssignmentWord, ZonePicture, ZoneQuestion
from app.assignments.rules import STEPS
from app.records.witnesses import Witness, hear, rows_of

WITNESSES = (
    Witness(
        "assignment",
        facts.ASSIGNMENT,
        (
            "assignment.written",
            "assignment.changed",
            "assignment.described",
            *(move.action for move in STEPS.values()),
        ),
        hear,
        rows_of(Assignment, facts.assignment_facts),
    ),
    Witness(
        "word of assignment",
        facts.WORD,
        ("assignment.said", "assignment.said_no_longer"),
        hear,
        rows_of(AssignmentWord, facts.word_facts),
    ),
    Witness(
        "question in the golden zone",
        facts.QUESTION,
        (
            "zone.asked",
            "zone.opened",
            "zone.written",
            "zone.settled",
            "zone.put_aside",
            "zone.taken_up",
        ),
        hear,
        rows_of(ZoneQuestion, facts.question_facts),
    ),
    Witness(
        "picture in the golden zone",
        facts.PICTURE,
        (
            "zone.pictured",
            "zone.taken_over",
            "zone.shared",
            "zone.unshared",
            "zone.consented",
            "zone.consent_taken_back",
        ),
        hear,
        rows_of(ZonePicture, facts.picture_facts),
    ),
)
