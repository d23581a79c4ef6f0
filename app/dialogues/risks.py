"""What risks bring along to a dialogue: the reporting unit's open risks, why they are judged so before how."""

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.access.matrix import May
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, PairKind, Theme
from app.passages.talks.pages import talked_about
from app.quality.control.subjects import BACKGROUND, reading, risk_subject
from app.quality.risks.facts import RISK
from app.quality.risks.queries.opening import reasonings, risks_of_units
from app.quality.risks.wording import WAYS, level_word
from app.ui.addresses import url_for
from app.ui.install import day

MOST = 8
"""Risks beside a theme: the highest; the rest are in the register."""


def risks(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the open risks of the reporting unit, the highest first, as far as the one who reads may read them."""
    if not acting().may(May.READ_RISKS):
        return []
    found = risks_of_units(
        session,
        reader=reading(session, acting()),
        unit_ids=[dialogue.series.rep_post.unit_id],
        limit=MOST,
    )
    why = reasonings(session, [one.id for one in found]) if found else {}
    talked = talked_about(session, acting(), RISK, [one.id for one in found]) if found else {}
    # Two managers of one line both read these; of other pairs one reads none.
    both = dialogue.series.pair_kind == PairKind.MANAGERS
    items = []
    for one in found:
        talk = talked.get(one.id)
        said = talk.said.words if talk is not None and talk.said is not None else why.get(one.id, "")
        words = f"**{one.title.replace('*', '∗')}**" + (f"\n\n{said}" if said else "")
        source = (
            gettext("samtalad %(day)s", day=day(talk.on)) if talk is not None else gettext("inte samtalad än")
        )
        state = [level_word(one.value), str(WAYS[one.decided]).lower() if one.decided else ""]
        items.append(
            Item(
                words,
                source,
                url_for("risks.one", risk_id=one.id),
                state=", ".join(part for part in state if part),
                subject=risk_subject(one.id, one.title, one.unit_id) if both else None,
            )
        )
    return items


RISKS = Provider(
    BACKGROUND,
    lazy_gettext("Risker"),
    lazy_gettext("Den rapporterande enhetens risker: hur de är bedömda och varför, och vad som är bestämt."),
    risks,
)
