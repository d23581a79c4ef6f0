"""What the history keeps of a passage and of an answer; written when they are made, compared when it is verified."""

from app.passages.models import Answer, Passage, Talk

KIND = "passage"
TALK = "talk"


def passage_facts(passage: Passage) -> dict[str, object]:
    """Give all that a passage says: its words, where and when they were said, whose they are, what they are about.

    `passage.subjects` must be loaded.
    """
    return {
        "source": f"{passage.source_kind}:{passage.source_id}",
        "said_on": passage.said_on,
        "theme": passage.theme,
        "text": passage.text,
        "verdict": passage.verdict,
        "over": {
            "unit": passage.over_unit_id,
            "person": passage.over_person_id,
            "released_at": passage.over_released_at,
        },
        "rep": {
            "unit": passage.rep_unit_id,
            "person": passage.rep_person_id,
            "released_at": passage.rep_released_at,
        },
        "released_at": passage.released_at,
        "subjects": sorted(str(subject.ref) for subject in passage.subjects),
    }


def talk_facts(talk: Talk) -> dict[str, object]:
    """Give all that a talk says: of what, where, when and between which units."""
    return {
        "subject": f"{talk.subject_kind}:{talk.subject_id}",
        "source": f"{talk.source_kind}:{talk.source_id}",
        "place": talk.place,
        "theme": talk.theme,
        "said_on": talk.said_on,
        "over_unit": talk.over_unit_id,
        "rep_unit": talk.rep_unit_id,
    }


def answer_facts(answer: Answer) -> dict[str, object]:
    """Give all that an answer says; who gave it stands in the entry itself."""
    return {"answer": answer.id, "text": answer.text, "at": answer.answered_at}
