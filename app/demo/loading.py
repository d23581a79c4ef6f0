"""Fills an empty database with a municipality: the lived-in one, or one of any size for measuring."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.attachments.store import Store
from app.demo import (
    assigning,
    assuring,
    controlling,
    deviating,
    documenting,
    economy,
    fetching,
    gauging,
    hearing,
    keeping,
    measuring,
    meetings,
    modelling,
    organising,
    personal,
    planning,
    reading,
    reporting,
    script,
    telling,
    texts,
)
from app.demo.attaching import attach_files
from app.demo.calendar import Calendar
from app.demo.growing import KEPT, SMALLEST
from app.demo.papering import put_on_paper
from app.demo.replying import plan_a_year, reply_to_invitations
from app.demo.script import OrganisationPart
from app.demo.stage import Stage
from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.models import Dialogue
from app.disposing.things import keep_what_is_over
from app.organisation.models import Unit
from app.steering.loader import load_profile
from app.steering.schema import Profile
from app.supervision.counting import rebuild
from app.supervision.placing import place_new


class DemoRefused(Exception):
    """Why the demo cannot be loaded, in words for whoever asked."""


def load_demo(
    session: Session, *, profile_key: str, size: int | None, seed: int, files: Store | None = None
) -> str:
    """Fill an empty database and commit; tells what was made. Raises `DemoRefused`.

    Without `size` it is the hand-written municipality of the profile, lived in for two years and the same for every
    `seed`; with it, that many units for measuring. Files are attached where there is a folder for them.
    """
    if session.scalar(select(Unit.id).limit(1)) is not None:
        raise DemoRefused(
            "the database already holds an organisation; the demo is loaded into an empty one only"
        )
    profile = load_profile(profile_key)
    # A model changed in the product keeps the key of the one it was copied from, and so its municipality.
    profile_key = profile.key
    if profile_key not in script.municipalities():
        known = ", ".join(script.municipalities())
        raise DemoRefused(f"there is no demo municipality for the profile {profile_key}; there are: {known}")
    if size is not None and size < SMALLEST:
        raise DemoRefused(f"at least {SMALLEST} units are needed for everyone one can be")
    if size is not None and not set(KEPT) <= {unit.key for unit in script.organisation(profile_key).units}:
        raise DemoRefused(f"the demo municipality of {profile_key} comes in one size only; leave --size out")
    adopt_profile_templates(session, profile)
    stage = Stage(session, Calendar(clock.now()))
    wanted = script.organisation(profile_key)
    if size is None:
        _live_in(stage, wanted, profile, profile_key, files)
        keep_what_is_over(session)
        session.commit()
    else:
        _measure(stage, wanted, profile, size, seed)
    return _summary(session)


def _live_in(
    stage: Stage, wanted: OrganisationPart, profile: Profile, profile_key: str, files: Store | None
) -> None:
    with clock.frozen_at(_beginning(stage)):
        organising.begin(stage, wanted, profile)
    acts = organising.changes(stage, wanted, profile)
    for series in script.dialogues(profile_key):
        acts += meetings.acts_of(stage, series, wanted.administrator)
    acts += texts.acts(stage, script.folder(profile_key))
    acts += planning.acts(stage, profile, profile_key)
    acts += assuring.acts(stage, profile, script.folder(profile_key))
    acts += gauging.acts(stage, profile, script.folder(profile_key))
    acts += fetching.acts(stage, script.folder(profile_key))
    acts += controlling.acts(stage, profile, script.folder(profile_key))
    acts += documenting.acts(stage, script.documents(profile_key), wanted.registrar)
    acts += keeping.acts(stage, profile)
    acts += modelling.acts(stage, profile, script.folder(profile_key))
    acts += economy.acts(stage, profile, profile_key)
    acts += personal.acts(stage, profile, script.folder(profile_key))
    acts += deviating.acts(stage, script.folder(profile_key))
    acts += hearing.acts(stage, profile, script.folder(profile_key))
    acts += assigning.acts(stage, profile, profile_key)
    acts += reporting.acts(stage, profile, script.folder(profile_key))
    stage.play(acts)
    stage.play(reading.acts(stage))
    if files is not None:
        attach_files(stage.session, files, wanted.files)
    usernames = {one.username: stage.people[one.name] for one in wanted.persons}
    plan_a_year(stage, profile, over=usernames[wanted.plans_ahead])
    reply_to_invitations(stage.session)
    put_on_paper(stage, script.folder(profile_key), wanted)
    telling.catch_up(stage.session, likes_mornings=[usernames[wanted.one_mail_a_day]])
    rebuild(stage.session, profile)
    # All or nothing: a load that is interrupted leaves an empty database.
    stage.session.commit()


def _measure(stage: Stage, wanted: OrganisationPart, profile: Profile, size: int, seed: int) -> None:
    with clock.frozen_at(_beginning(stage)):
        for _ in measuring.fill(stage, wanted, profile, size, seed):
            stage.session.commit()
    place_new(stage.session, profile)
    rebuild(stage.session, profile)
    stage.session.commit()


def _beginning(stage: Stage) -> datetime:
    return clock.from_stockholm(stage.calendar.month(organising.BEGINNING), 8)


def _summary(session: Session) -> str:
    units = session.scalar(select(func.count(Unit.id)))
    held = session.scalar(select(func.count(Dialogue.id)))
    return f"{units} units and {held} dialogues loaded. Sign in as enhetschef with {organising.PASSWORD}."
