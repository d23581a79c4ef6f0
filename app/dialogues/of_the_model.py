"""What lines of meetings keep of the steering model: their rhythm; and the templates that come with another model."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.models import Series
from app.modelling.carrying import carried, counted
from app.modelling.uses import Use, following, uses
from app.steering.schema import Profile


def _rhythms(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.name for one in profile.rhythms if "dialogue" in one.applies_to}


def _facts(series: Series) -> Mapping[str, object]:
    return {"template": series.template_id, "rhythm": series.rhythm, "ended_on": series.ended_on}


def _take_in(session: Session, profile: Profile) -> None:
    adopt_profile_templates(session, profile)


SERIES = Use(
    "series",
    lazy_gettext("Dialogserier"),
    _rhythms,
    counted(Series.rhythm, Series.ended_on.is_(None)),
    carried(Series.rhythm, action="change_series", kind="series", facts=_facts),
    note=lazy_gettext("Mötena och deras mallar är som förut. Bara hur ofta nästa föreslås ändras."),
)


def register() -> None:
    """Take part in a change of model."""
    uses.register(SERIES)
    following.register("dialogue_templates", _take_in)
