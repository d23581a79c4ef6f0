"""What the page says to whoever had established, when that no longer stands, until they establish again."""

from flask_babel import gettext

from app import clock
from app.db import db
from app.dialogues import wording
from app.dialogues.models import State
from app.dialogues.queries.fallen import Changed, Fell, fallen
from app.dialogues.seating import Seated
from app.ui.formats import clock_time, moment, swedish_date
from app.ui.install import locale


def why_it_fell(seated: Seated) -> str:
    """Say who changed what when, so that one's own establishing fell; nothing where it stands or was never given."""
    dialogue, seat = seated.dialogue, seated.seat
    if not seat.takes_part or dialogue.state not in {State.HELD, State.ESTABLISHING}:
        return ""
    if any(consent.side == seat.side for consent in seated.consents):
        return ""
    if any(consent.side == seat.side for consent in dialogue.consents):
        return _by_neither()
    fell = fallen(db.session, dialogue.id, person_id=seat.person_id)
    if fell is None:
        return ""
    return _by_oneself(fell) if fell.by_id == seat.person_id else _by_another(fell)


def _by_neither() -> str:
    return gettext(
        "Något som står i det har ändrats sedan du fastställde, till exempel ett namn, så ditt fastställande gäller inte "
        "längre. Läs igen."
    )


def _by_oneself(fell: Fell) -> str:
    if fell.what is Changed.STEP:
        # The button said so.
        return ""
    return gettext(
        "Du har ändrat något sedan du fastställde, så ditt fastställande gäller inte längre. "
        "Fastställ igen när du är klar."
    )


def _by_another(fell: Fell) -> str:
    if fell.by_id is None:
        return _by_neither()
    when = _when(fell)
    if fell.what is Changed.STEP:
        return gettext(
            "%(name)s gick tillbaka till anteckningarna %(when)s, så ditt fastställande gäller inte längre.",
            name=fell.by,
            when=when,
        )
    if fell.what is Changed.SEAT:
        return gettext(
            "%(name)s tog över platsen mitt emot dig %(when)s, så ditt fastställande gäller inte längre. Läs igen.",
            name=fell.by,
            when=when,
        )
    return gettext(
        "%(name)s ändrade %(what)s %(when)s, så ditt fastställande gäller inte längre. Läs igen.",
        name=fell.by,
        what=wording.CHANGED_THINGS[fell.what],
        when=when,
    )


def _when(fell: Fell) -> str:
    today = clock.today()
    if swedish_date(fell.at) == today:
        return gettext("kl %(time)s", time=clock_time(fell.at, locale()))
    return moment(fell.at, today, locale())
