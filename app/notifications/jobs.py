"""One run of the jobs: what is due, the day's summaries, what waits to be sent, what has served its time."""

from sqlalchemy.orm import Session

from app import clock
from app.notifications.asking import asking
from app.notifications.delivering import deliver, give_up_old, make_days, tidy, waiting_count
from app.notifications.due import due
from app.notifications.leaving import leaving
from app.notifications.transport import Sender, Transport


def run_notifications(
    session: Session, transport: Transport | None, sender: Sender, *, base_url: str, limit: int | None = None
) -> str:
    """Do all that is due and tell in a line what was done; without a transport mail stays where it waits. Commits."""
    left = leaving.let_go(session, clock.today())
    asking.settle(session)
    reminded = due.tell(session, clock.now())
    session.commit()
    days, old = make_days(session), give_up_old(session)
    told = f"{reminded} reminders, {days} daily summaries"
    if left:
        told += f", {left} notices let go of with a post"
    if transport is None:
        tidy(session)
        return f"{told}; mail is not set up, {waiting_count(session)} wait, {old} given up as too old."
    done = deliver(session, transport=transport, sender=sender, base_url=base_url, limit=limit)
    tidy(session)
    return (
        f"{told}; {done.sent} mails sent, {done.later} to be tried again, {done.given_up + old} given up, "
        f"{waiting_count(session)} wait."
    )
