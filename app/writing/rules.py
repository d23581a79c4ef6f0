"""Pure decisions of the texts units write: what one is to a unit, who reads and writes what, which steps there are."""

from dataclasses import dataclass

from app.writing.models import TextState, UnitText

LONGEST_TEXT = 40_000
"""Characters in one part: some fifteen printed pages."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What somebody is to the texts of a unit right now.

    `leads`: the unit's own manager, who establishes. `writes`: the manager, or support of the unit or of one above it.
    `above`: a manager of the unit or of one above it. `reads`: whoever reads what is established there.
    """

    leads: bool = False
    writes: bool = False
    above: bool = False
    reads: bool = False

    @property
    def any(self) -> bool:
        """Tell whether anything of the unit's texts can be read at all."""
        return self.writes or self.above or self.reads


STRANGER = Nearness()


def may_read(state: str, near: Nearness, *, for_everyone: bool = False) -> bool:
    """Tell whether a text in a state is for somebody (domain 3): drafts for those who write, shared ones upward too.

    `for_everyone`: what is established of its kind is for all who read units' texts at all.
    """
    if near.writes:
        return True
    if state == TextState.ESTABLISHED:
        return near.above or near.reads or for_everyone
    return state == TextState.SHARED and near.above


STEPS: dict[tuple[TextState, TextState], str] = {
    (TextState.DRAFT, TextState.SHARED): "share",
    (TextState.SHARED, TextState.DRAFT): "take_back",
    (TextState.DRAFT, TextState.ESTABLISHED): "establish",
    (TextState.SHARED, TextState.ESTABLISHED): "establish",
    (TextState.DRAFT, TextState.ASIDE): "lay_aside",
    (TextState.SHARED, TextState.ASIDE): "lay_aside",
    (TextState.ASIDE, TextState.DRAFT): "bring_back",
}
"""Every step there is. What is established is never left: a new version is begun instead."""

LINE = (TextState.DRAFT, TextState.SHARED, TextState.ESTABLISHED)
"""The states in their order, as drawn on the page."""


def why_not_step(text: UnitText, target: TextState, near: Nearness) -> str | None:
    """Tell why a step cannot be taken, as a key of the wording, or None when it can."""
    if not near.writes:
        return "not_writer"
    step = STEPS.get((TextState(text.state), target))
    if step is None:
        return "no_such_step"
    if step == "establish" and not near.leads:
        return "manager_establishes"
    return None


def why_not_write(text: UnitText, near: Nearness) -> str | None:
    """Tell why the words cannot be changed, or None when they can: by those who write, until it is established."""
    if not near.writes:
        return "not_writer"
    if text.state == TextState.ESTABLISHED:
        return "established"
    if text.state == TextState.ASIDE:
        return "aside"
    return None
