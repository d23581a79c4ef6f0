"""How the pictures of a whole dialogue agree, for the sign in the line of meetings."""

from typing import Any

from app.dialogues import rules
from app.dialogues.models import Verdict


def overall(verdicts: list[Verdict | None]) -> Verdict | None:
    """Put the themes of one dialogue together: all the same, all different, otherwise partly; None when none is judged.

    This says where two see alike within one conversation. It is never added up over dialogues (domain 1).
    """
    judged = {verdict for verdict in verdicts if verdict is not None}
    if not judged:
        return None
    return judged.pop() if len(judged) == 1 else Verdict.PARTLY


def verdicts_of(contents: dict[int, dict[str, Any]]) -> dict[int, Verdict | None]:
    """Give the overall verdict of established records, by dialogue id."""
    return {
        dialogue_id: overall(
            [rules.together(s.get("over_verdict"), s.get("rep_verdict")) for s in content.get("sections", [])]
        )
        for dialogue_id, content in contents.items()
    }
