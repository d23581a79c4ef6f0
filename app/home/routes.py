"""The start page."""

from datetime import date, timedelta

from flask import Blueprint, render_template, request

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.db import db
from app.deviations.routes import may_report
from app.dialogues.inviting.rules import expected, proposal_from
from app.dialogues.models import Side, State
from app.dialogues.rules import together
from app.home.beginning import Beginning, beginning
from app.home.nexts import SCREENFUL, Kind, asked_ahead_of_time
from app.home.queries import start_for
from app.organisation.last_days import own_last_days
from app.organisation.wording import after_the_last_day
from app.quality.measuring.wording import period_name
from app.records.reading_log import log_reading
from app.reports.naming import named
from app.steering.routes import profile_in_force
from app.ui.formats import format_date
from app.ui.install import locale

ENDS_SOON = timedelta(days=90)
"""How far ahead the planned end of one's own unit is said: time enough for meetings, plans and people."""

home_pages = Blueprint("home", __name__, template_folder="templates")


@home_pages.get("/")
@requires(May.USE)
def start() -> str:
    """Show what is next for the one who has signed in: a screenful, or with `visa=allt` everything that waits."""
    today = clock.today()
    everything = request.args.get("visa") == "allt"
    start = start_for(
        db.session, acting(), today, profile_in_force(), rows_shown=None if everything else SCREENFUL
    )
    if start.last is not None and start.last_record and acting().person_id not in start.last_two:
        log_reading("dialogue", start.last.id, "record")
    return render_template(
        "home/start.html",
        start=start,
        beginning=_beginning(today) if not start.rows else None,
        ending=own_last_days(db.session, acting(), today + ENDS_SOON),
        after_the_last_day=after_the_last_day,
        reads_organisation=acting().may(May.READ_ORGANISATION),
        everything=everything,
        asked_ahead_of_time=asked_ahead_of_time,
        today=today,
        now=clock.now(),
        today_in_words=format_date(today, "EEEE d MMMM", locale()),
        Kind=Kind,
        Side=Side,
        State=State,
        together=together,
        proposal_from=proposal_from,
        expected=expected,
        period_name=period_name,
        may_report=may_report(),
        takes_part=acting().may(May.TAKE_PART),
        supports=bool(acting().holdings) and all(one.role is Role.SUPPORT for one in acting().holdings),
        report_name=named,
    )


def _beginning(today: date) -> Beginning | None:
    """Give how far a new municipality has come to whoever sets it up, None to everybody else and once two have met."""
    if not (acting().may(May.EDIT_ORGANISATION) and acting().may(May.EDIT_ACCOUNTS)):
        return None
    return beginning(db.session, today)
