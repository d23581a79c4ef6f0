"""The `samsyn` command: Flask's own command line with the commands of `docs/INTERFACES.md`."""

import os
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask_babel import force_locale

from app import create_app
from app.access.matrix import Role
from app.accounts.errors import AccountError
from app.accounts.services import create_account
from app.accounts.tidying import tidy
from app.attachments.copying import read_archive
from app.attachments.routes import store as file_store
from app.attachments.sweeping import SweepRefused, sweep
from app.config import Settings
from app.console import SamsynGroup, not_empty, on_this_version, readable
from app.db import db, one_moment
from app.demo.loading import DemoRefused, load_demo
from app.dialogues.agenda.services import adopt_profile_templates
from app.disposing.things import keep_piece_by_piece, keep_what_is_over
from app.documents.decisions.keeping import keep_those_recorded_before
from app.drafts.services import tidy as tidy_drafts
from app.exports.orders.services import let_go
from app.exports.orders.worker import write_waiting
from app.migrating import alembic, database_state, stored_revisions
from app.modelling.settling import settle
from app.notifications.jobs import run_notifications
from app.notifications.transport import sender_for, transport_for
from app.organisation.ancestry import compare_ancestry
from app.organisation.errors import Refused
from app.organisation.exporting import write_template
from app.organisation.importing import import_organisation
from app.organisation.wording import worded
from app.planning.following.carrying import carry_over
from app.quality.kolada.fetching import fetch_waiting
from app.records.backup import BackupError
from app.records_commands import records
from app.search.gathering import gather
from app.search.keeping import add_new_kinds, compare, rebuild
from app.steering.former import former_words
from app.steering.in_force import profile_in_force
from app.steering.loader import check_profile_file
from app.supervision.counting import compare as compare_overview
from app.supervision.counting import rebuild as rebuild_overview
from app.supervision.counting import rebuild_when_needed
from app.supervision.placing import place_new

cli = SamsynGroup(create_app=create_app, add_default_commands=True, help="Samsyn.")
for command in records.commands.values():
    cli.add_command(command)


@cli.group("db")
def database() -> None:
    """Look after the database."""


def _refuse_newer() -> None:
    if database_state() == "newer":
        raise click.ClickException("The database was made by a newer version of Samsyn. Nothing was changed.")


@database.command("upgrade")
@click.argument("target", default="heads", callback=not_empty)
def upgrade(target: str) -> None:
    """Bring the database to this version; an older version never touches a newer database."""
    _refuse_newer()
    alembic.upgrade(target)
    if database_state() != "current":
        click.echo(f"The database is at {_revision()}, not at this version yet; run: samsyn db upgrade")
    else:
        adopted = adopt_profile_templates(db.session, profile_in_force())
        add_new_kinds(db.session)
        keep_those_recorded_before(db.session)
        keep_what_is_over(db.session)
        carry_over(db.session)
        place_new(db.session, profile_in_force())
        db.session.commit()
        click.echo(f"The database is up to date; {adopted} dialogue templates taken from the profile.")


@database.command("downgrade")
@click.argument("target", callback=not_empty)
def downgrade(target: str) -> None:
    """Take the database back to an earlier version; what that version cannot hold is lost."""
    _refuse_newer()
    alembic.downgrade(target)
    click.echo(f"The database is at {_revision()}.")


def _revision() -> str:
    return ", ".join(sorted(stored_revisions())) or "the beginning: it holds no tables"


@cli.group("demo")
def demo() -> None:
    """Look after demo data."""


@demo.command("load")
@click.option(
    "--profile",
    "profile_key",
    default="tranemo",
    show_default=True,
    help="Which steering model: its key, or the file of one.",
)
@click.option("--size", type=click.IntRange(1, 200_000), help="Number of units, for measuring.")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same municipality.")
@on_this_version
def demo_load(profile_key: str, size: int | None, seed: int) -> None:
    """Fill an empty database with a lived-in municipality."""
    settings: Settings = current_app.config["SETTINGS"]
    # Which texts there are is decided when the application is built: it is built with the model that is loaded.
    app = create_app(replace(settings, profile=profile_key))
    with app.app_context():
        try:
            click.echo(
                load_demo(db.session, profile_key=profile_key, size=size, seed=seed, files=file_store())
            )
        except DemoRefused as problem:
            raise click.ClickException(str(problem)) from problem
    if profile_key != settings.profile:
        click.echo(
            f"It is steered by another model than the one set: serve it with SAMSYN_PROFILE={profile_key}"
        )


@cli.group("user")
def user() -> None:
    """Look after people's accounts."""


@user.command("create")
@click.argument("username", callback=readable)
@click.option("--name", required=True, callback=readable)
@click.option("--email", default="", callback=readable)
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.ADMINISTRATOR.value)
@click.option(
    "--unit",
    callback=readable,
    help="The unit's own id (external id); the root of the organisation when left out.",
)
@on_this_version
def user_create(username: str, name: str, email: str, role: str, unit: str | None) -> None:
    """Create a person with an account and print the one-time link for the first password."""
    try:
        link = create_account(
            db.session,
            username=username,
            name=name,
            email=email or None,
            role=Role(role),
            unit_external_id=unit,
            base_url=current_app.config["SETTINGS"].base_url,
            actor_id=None,
            kinds=profile_in_force().all_unit_kinds(),
        )
    except AccountError as problem:
        db.session.rollback()
        raise click.ClickException(str(problem) or type(problem).__name__) from problem
    except Refused as problem:
        db.session.rollback()
        with force_locale("en"):
            raise click.ClickException(worded(problem)) from problem
    db.session.commit()
    click.echo(f"Hand over this link, it works once within 24 hours: {link}")


@cli.group("overview")
def overview() -> None:
    """Look after what the supervision overview keeps counted."""


@overview.command("rebuild")
@on_this_version
def overview_rebuild() -> None:
    """Count everything anew; nothing that people wrote is touched."""
    rebuild_overview(db.session, profile_in_force())
    db.session.commit()
    click.echo("The overview was counted anew.")


@overview.command("compare")
@on_this_version
def overview_compare() -> None:
    """Tell whether what is kept is what is true."""
    with one_moment(db.session):
        differences = compare_overview(db.session, profile_in_force())
    if not differences.agrees:
        raise click.ClickException(f"What is kept of the overview is not true: {differences}")
    click.echo("What is kept of the overview is true.")


@cli.group("import")
def importing() -> None:
    """Read files from other systems."""


@importing.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def import_template(file: Path, language: str) -> None:
    """Write a file to fill in, .csv or .xlsx, with rows that show how; a file that is there is left as it is."""
    try:
        write_template(file, profile_in_force().unit_kinds, language)
    except FileExistsError as problem:
        raise click.ClickException(
            f"{file} is there already. Nothing was written; choose another name."
        ) from problem
    except OSError as problem:
        raise click.ClickException(f"{file} could not be written: {problem.strerror or problem}") from problem
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"Fill in {file}, then: samsyn import organisation {file} --dry-run")


@importing.command("organisation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@on_this_version
def organisation(file: Path, dry_run: bool, language: str) -> None:
    """Read units, people and appointments from CSV or XLSX; a faulty file is refused whole."""
    report = import_organisation(
        db.session,
        file,
        actor_id=None,
        dry_run=dry_run,
        kinds=profile_in_force().all_unit_kinds(),
    )
    with force_locale(language):
        click.echo(str(report))
    if report.problems:
        sys.exit(1)
    if not dry_run:
        db.session.commit()


@cli.group("jobs")
def jobs() -> None:
    """Do what is due."""


@jobs.command("run")
@click.option("--limit", type=click.IntRange(1), help="Send at most so many mails in this run.")
@on_this_version
def jobs_run(limit: int | None) -> None:
    """Remind, send mail, write documents, fetch figures, tidy up, check the organisation; for cron, safe at any time."""
    settings: Settings = current_app.config["SETTINGS"]
    # A mistake in the setting is told before anything is done.
    transport, sender = (
        transport_for(settings.mail_url),
        sender_for(settings.mail_url, settings.base_url),
    )
    click.echo(run_notifications(db.session, transport, sender, base_url=settings.base_url, limit=limit))
    if settled := settle(db.session):
        db.session.commit()
        click.echo(f"{settled} steering models have come into force.")
    gone, written = let_go(db.session), write_waiting(db.session)
    db.session.commit()
    click.echo(f"{written} documents written, {gone} let go.")
    fetched = fetch_waiting(db.session)
    click.echo(
        f"Kolada: {fetched.links} measures fetched, {fetched.changed} values changed, {fetched.later} to be tried again."
    )
    tidied = tidy(db.session, absolute_hours=settings.absolute_hours)
    db.session.commit()
    click.echo(
        f"{tidied.attempts} attempts and {tidied.links} links removed, {tidied.sign_ins} sign-ins ended as too old."
    )
    if forgotten := tidy_drafts(db.session):
        db.session.commit()
        click.echo(f"{forgotten} drafts removed that nobody had written on for half a year.")
    if over := keep_piece_by_piece(db.session):
        click.echo(f"{over} things kept as they stood when they were over.")
    refused = None
    try:
        swept = sweep(db.session, file_store())
    except SweepRefused as problem:
        # Told when all else is done: what it asks somebody to look at may take days.
        refused = problem
    else:
        click.echo(f"{swept.given_up} removed files given up, {swept.erased} files erased.")
    if rebuild_when_needed(db.session, profile_in_force()):
        click.echo("The overview was counted anew.")
    if gather(db.session):
        click.echo("What the index of search lies in was put together.")
    with one_moment(db.session):
        comparison = compare_ancestry(db.session)
    if not comparison.agrees:
        raise click.ClickException(
            f"The closure of the organisation is not what the placements say: {comparison}"
        )
    if refused is not None:
        raise click.ClickException(str(refused)) from refused


@cli.group("files")
def files() -> None:
    """Look after attached files."""


@files.command("sweep")
@click.option(
    "--all", "whatever", is_flag=True, help="Also when most files belong to nothing in this database."
)
@on_this_version
def files_sweep(whatever: bool) -> None:
    """Erase files removed more than a day ago and those left behind by requests that failed."""
    try:
        swept = sweep(db.session, file_store(), whatever=whatever)
    except SweepRefused as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{swept.given_up} removed files given up, {swept.erased} files erased.")


@files.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def files_restore(archive: Path) -> None:
    """Put the files of a backup's archive in their folder and check all of them; can be run again."""
    try:
        put = read_archive(db.session, file_store(), archive)
    except BackupError as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{put} files restored; every file is as the database says.")


@cli.group("search")
def searching() -> None:
    """Look after the index that search looks in."""


@searching.command("rebuild")
@on_this_version
def search_rebuild() -> None:
    """Make the index anew from the texts; people can search and write meanwhile, and see it when it is whole."""
    texts = rebuild(db.session)
    db.session.commit()
    click.echo(f"{texts} texts can be found.")


@searching.command("compare")
@on_this_version
def search_compare() -> None:
    """Hold the index against the texts; ends with 1 when it differs."""
    with one_moment(db.session):
        comparison = compare(db.session)
    click.echo(str(comparison))
    if not comparison.agrees:
        sys.exit(1)


@cli.group("profile")
def profile() -> None:
    """Look after steering models."""


@profile.command("check", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def profile_check(file: Path) -> None:
    """Check a steering model; ends with 1 and every problem's place when it is not usable."""
    problems = check_profile_file(file)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
    if former := former_words(tomllib.loads(file.read_text(encoding="utf-8-sig")), "en"):
        click.echo(f"Words of its own that are said nowhere any longer, and not read: {', '.join(former)}.")
    click.echo("OK")


def main() -> None:
    """Run the command line; settings come from the environment."""
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    cli.main(prog_name="samsyn")
