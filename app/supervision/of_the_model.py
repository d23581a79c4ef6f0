"""What the overview does when another steering model comes into force: its passages stand in that model's parts."""

from sqlalchemy.orm import Session

from app.modelling.uses import following
from app.steering.schema import Profile
from app.supervision.counting import rebuild


def register() -> None:
    """Take part in a change of model: nothing is lost, since what a passage is about stays what it is."""
    following.register("overview", _place_anew)


def _place_anew(session: Session, profile: Profile) -> None:
    rebuild(session, profile)
