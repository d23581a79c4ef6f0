"""Established versions of quality factors as records. A heading is part of what a factor says: here they have their numbers."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, and_, case, literal

from app.disposing.kinds import NO_TIME, Columns, Kept, RecordKind, followed_at, statement, year_in
from app.disposing.naming import by_its_day, by_number
from app.disposing.wording import OF, version_name
from app.quality.factors.models import Factor, FactorState
from app.quality.facts import EDITION
from app.records.models import Edition


def _kept(_year: int) -> Select[Any]:
    followed = followed_at()
    ended = Factor.state == FactorState.ENDED
    return statement(
        Columns(
            of=literal("quality_factor"),
            unit_id=Factor.unit_id,
            at=Edition.established_at,
            year=year_in(Edition.established_at),
            since_at=case((followed.is_not(None), followed), (ended, Factor.state_since), else_=NO_TIME),
            in_force=and_(followed.is_(None), ~ended),
        )
    ).join(Factor, and_(Edition.kind == EDITION, Edition.object_id == Factor.id))


def _name(one: Kept) -> str:
    return by_its_day(version_name(str(OF[one.of]), one.number), one)


FACTORS = RecordKind(
    kind=EDITION,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext(
        "faktorn med sina indikatorer så som de stod i versionen, och det som skrevs på vägen till den"
    ),
    stays=lazy_gettext(
        "Kvar blir att versionen fanns, när den fastställdes och av vem. Faktorn som den är nu, mätningar och andra versioner "
        "rörs inte. Gallras den sista versionen av en avslutad faktor går också det som sagts när den setts över och när "
        "indikatorer bedömts."
    ),
)
