"""How the history speaks of commitments, what was heard and citizen dialogues: what stands is what was last told."""

from app.citizens import facts
from app.citizens.models import CitizenDialogue, CommitmentFollowUp, Heard, PrincipleAnswer, PublicCommitment
from app.records.witnesses import Witness, actions_of, hear, hear_said, rows_of, said_rows_of

WITNESSES = (
    Witness(
        "public commitment",
        facts.COMMITMENT,
        actions_of(
            "commitment",
            "begun",
            "changed",
            "decided",
            "reopened",
            "ended",
            "resumed",
            "laid_aside",
            "taken_up",
        ),
        hear,
        rows_of(PublicCommitment, facts.commitment_facts),
    ),
    Witness(
        "follow-up of public commitment",
        facts.FOLLOW_UP,
        actions_of("commitment", "followed_up"),
        hear_said,
        said_rows_of(CommitmentFollowUp, facts.follow_up_facts),
    ),
    Witness(
        "what was heard",
        facts.HEARD,
        actions_of("heard", "noted", "changed", "struck", "restored"),
        hear,
        rows_of(Heard, facts.heard_facts),
    ),
    Witness(
        "citizen dialogue",
        facts.DIALOGUE,
        actions_of("citizen_dialogue", "begun", "changed", "noted", "reopened", "laid_aside", "taken_up"),
        hear,
        rows_of(CitizenDialogue, facts.dialogue_facts),
    ),
    Witness(
        "principle of citizen dialogue",
        facts.ANSWER,
        actions_of("citizen_dialogue", "answered"),
        hear,
        rows_of(PrincipleAnswer, facts.answer_facts),
    ),
)
