"""Whether what one side established still is what stands in the record, where that is changed elsewhere.

What the two write moves the revision of the record, and with it what was given falls (`series.services.touch_record`); so does
another name of a unit or a person, which the organisation tells of (`dialogues.renamed`). Whether anything is raised out of such
talks is the model's, and changes on a day of its own; and a name may be changed past all that. So a consent keeps a sign of what
is not the two's to write, and stands as long as that is the same (domain 4).
"""

import hashlib
from collections.abc import Sequence

from app.dialogues.establishing.record import people_of
from app.dialogues.models import Consent, Dialogue
from app.records.chain import canonical


def called(dialogue: Dialogue, *, may_raise: bool) -> str:
    """Give a sign of what the record calls its units and people, and of whether what both released stands in it."""
    names = {
        "units": [dialogue.series.over_post.unit.name, dialogue.series.rep_post.unit.name],
        "people": [[one.person_id, one.name] for one in people_of(dialogue)],
        "may_raise": may_raise,
    }
    return hashlib.sha256(canonical(names).encode()).hexdigest()


def standing(dialogue: Dialogue, *, may_raise: bool) -> Sequence[Consent]:
    """Give what was given for the record as it is called now."""
    if not dialogue.consents:
        return ()
    now = called(dialogue, may_raise=may_raise)
    return [consent for consent in dialogue.consents if consent.called in {None, now}]
