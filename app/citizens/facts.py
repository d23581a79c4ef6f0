"""What the history keeps of commitments, what was heard and citizen dialogues; compared when it is verified."""

from app.citizens.models import CitizenDialogue, CommitmentFollowUp, Heard, PrincipleAnswer, PublicCommitment

COMMITMENT, FOLLOW_UP, HEARD = "public_commitment", "commitment_follow_up", "heard"
DIALOGUE, ANSWER = "citizen_dialogue", "principle_answer"

Facts = dict[str, object]


def commitment_facts(one: PublicCommitment) -> Facts:
    """Give all that a commitment says, and how far it has come."""
    return {
        "kind": one.kind_key,
        "called": one.called,
        "unit": one.unit_id,
        "promise": one.promise,
        "to_whom": one.to_whom,
        "followed_how": one.followed_how,
        "if_broken": one.if_broken,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "state": one.state,
        "decided_by": one.decided_by,
        "decided_on": one.decided_on,
        "registry_number": one.registry_number,
        "link": one.link,
        "ended_on": one.ended_on,
        "closing_words": one.closing_words,
    }


def follow_up_facts(one: CommitmentFollowUp) -> Facts:
    """Give all that a follow-up says; who said it stands in the entry itself."""
    return {
        "commitment": one.commitment_id,
        "year": one.year,
        "month": one.month,
        "kept": one.kept,
        "words": one.words,
        "done": one.done,
        "at": one.at,
    }


def heard_facts(one: Heard) -> Facts:
    """Give all that a note of what was heard says."""
    return {
        "source": one.source_key,
        "called": one.called,
        "unit": one.unit_id,
        "year": one.year,
        "period": one.period,
        "said": one.said,
        "how_many": one.how_many,
        "figures": one.figures,
        "we_do": one.we_do,
        "link": one.link,
        "by": one.person_id,
        "at": one.at,
        "struck_at": one.struck_at,
    }


def dialogue_facts(one: CitizenDialogue) -> Facts:
    """Give all that a citizen dialogue says itself; what was answered on each principle has entries of its own."""
    return {
        "unit": one.unit_id,
        "title": one.title,
        "purpose": one.purpose,
        "question": one.question,
        "influence": one.influence,
        "method": one.method,
        "held_on": one.held_on,
        "invited": one.invited,
        "invited_count": one.invited_count,
        "came_count": one.came_count,
        "said": one.said,
        "led_to": one.led_to,
        "told_back": one.told_back,
        "link": one.link,
        "state": one.state,
        "by": one.person_id,
    }


def answer_facts(one: PrincipleAnswer) -> Facts:
    """Give what was answered on one principle."""
    return {
        "dialogue": one.dialogue_id,
        "principle": one.principle_key,
        "called": one.called,
        "met": one.met,
        "words": one.words,
    }
