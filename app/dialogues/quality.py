"""What quality brings along to a dialogue: the reporting unit's factors, with what was last said of each before anything else."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.measured import measured_of, told
from app.dialogues.models import Dialogue, PairKind, Theme
from app.passages.subjects import Ref, Subject
from app.passages.talks.queries import TalkedAbout
from app.quality.factors.models import FactorState
from app.quality.factors.queries import FactorLine, of_unit
from app.quality.measuring.latest import Latest
from app.quality.rights import Reader
from app.quality.subjects import BACKGROUND, FACTOR
from app.quality.talked import said_of_factors
from app.ui.addresses import url_for
from app.ui.install import day
from app.ui.markdown import plain


def quality_factors(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the established factors of the reporting unit and those it shares, as far as the one who reads may read them."""
    actor = acting()
    if not actor.may(May.READ_QUALITY):
        return []
    year = dialogue.starts_at.astimezone(STOCKHOLM).year
    found = [
        one
        for one in of_unit(session, Reader(actor, clock.today()), dialogue.series.rep_post.unit_id, year)
        if one.state == FactorState.ESTABLISHED or _being_changed(one)
    ]
    talked = said_of_factors([one.id for one in found])
    unit_id = dialogue.series.rep_post.unit_id
    measured = measured_of(session, actor, [Ref(FACTOR, one.id) for one in found], unit_id)
    # Two managers of one line both read these; of other pairs one reads none.
    both = dialogue.series.pair_kind == PairKind.MANAGERS
    return [_item(one, talked.get(one.id), measured.get(Ref(FACTOR, one.id), ()), both=both) for one in found]


def _being_changed(one: FactorLine) -> bool:
    """Tell whether a factor was established and its writer reads it as it is being changed: it is there for both meanwhile."""
    return one.state == FactorState.DRAFT and one.number is not None


def _item(one: FactorLine, talk: TalkedAbout | None, measured: Sequence[Latest], *, both: bool) -> Item:
    href = url_for("quality.factor", factor_id=one.id)
    words = f"**{one.title.replace('*', '∗')}**"
    if talk is not None and talk.said is not None:
        words += f"\n\n{talk.said.words}"
    said = gettext("samtalad %(day)s", day=day(talk.on)) if talk is not None else gettext("inte samtalad än")
    noticed = gettext("märks på %(indicators)s", indicators=plain("; ".join(one.indicators), 160))
    lately, more = told(measured)
    return Item(
        words,
        " · ".join([said, *([noticed] if one.indicators else [])]),
        href,
        subject=Subject(FACTOR, one.id, plain(one.title), href, one.unit_id)
        if both and one.live and one.state == FactorState.ESTABLISHED
        else None,
        measured=lately,
        more=more,
    )


QUALITY_FACTORS = Provider(
    BACKGROUND,
    lazy_gettext("Kvalitetsfaktorer"),
    lazy_gettext(
        "Det som är avgörande för den rapporterande enhetens kvalitet: vad ni sade om det senast, vad som är mätt i ord, "
        "och siffrorna hopvikta."
    ),
    quality_factors,
)
