"""The commands about what is kept as a whole: copies of it, all there is about one person, whether its history is whole."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.tidying import end_ways_in
from app.attachments.copying import archive_for, holds_files, read_archive, write_archive
from app.attachments.routes import store as file_store
from app.attachments.sweeping import faults_in
from app.console import named, not_empty, on_this_version, readable, write_apart
from app.db import db, one_moment, reading_only
from app.records.backup import BackupError, backup_to, restore_from
from app.records.extracting import extract, person_called
from app.records.guarding import missing_guards
from app.records.verifying import verify

records = AppGroup("records")
"""All of them stand straight under `samsyn`."""


@records.command("backup")
@click.argument("file", type=click.Path(path_type=Path), callback=named)
def backup(file: Path) -> None:
    """Write a checked copy of the database to FILE (mode 0600), and attached files to FILE.files.tar beside it."""
    faults: list[str] = []
    archive = archive_for(file)
    if archive.exists():
        # Told before anything is written, and not between the two.
        raise click.ClickException(f"{archive} is there already. Nothing was written; choose another name.")
    try:
        click.echo(backup_to(current_app.config["SETTINGS"].database_url, file))
        with reading_only():
            if holds_files(db.session):
                faults = write_archive(db.session, file_store(), archive)
                click.echo(f"Attached files written to {archive}.")
    except BackupError as problem:
        raise click.ClickException(str(problem)) from problem
    if faults:
        # What is whole is in the backup: one damaged file must not keep all others from being copied.
        raise click.ClickException("\n".join(["The backup lacks files that are damaged here:", *faults]))


@records.command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path), callback=named)
def restore(file: Path) -> None:
    """Put a copy back into an empty database, with the files beside it; refuses a database that holds anything."""
    archive = archive_for(file)
    try:
        click.echo(restore_from(current_app.config["SETTINGS"].database_url, file))
        end_ways_in(db.session)
        db.session.commit()
        click.echo("Everybody signs in anew, and links for a password that were not used are made anew.")
        with reading_only():
            if holds_files(db.session) and not archive.exists():
                raise BackupError(
                    f"The database is restored. Its attached files are not: {archive} is missing. Put it there and run: "
                    f"samsyn files restore {archive}"
                )
            if archive.exists() and holds_files(db.session):
                click.echo(f"{read_archive(db.session, file_store(), archive)} attached files restored.")
    except BackupError as problem:
        raise click.ClickException(str(problem)) from problem


@records.command("extract")
@click.argument("person", callback=readable)
@click.argument("file", type=click.Path(path_type=Path), callback=named)
@on_this_version
def extract_person(person: str, file: Path) -> None:
    """Write all that is kept about PERSON (number, mail address or id of the personnel system) to FILE as JSON."""
    found = person_called(db.session, person)
    if len(found) != 1:
        ways = " or ".join(f"samsyn-{number}" for number in found)
        raise click.ClickException(
            f"{len(found)} people are called {person!r}. Nothing was written."
            + (f" Say which by number: {ways}." if ways else "")
        )
    write_apart(file, extract(db.session, person_id=found[0]))
    try:
        db.session.commit()
    except BaseException:
        # Nothing is handed out of which the history does not tell.
        file.unlink(missing_ok=True)
        raise
    click.echo(f"Written to {file}. It is for {person} alone: take it away when it has been handed over.")


@records.group("history")
def history() -> None:
    """Look after the history."""


@history.command("verify")
@click.option(
    "--anchor",
    callback=not_empty,
    help="SEQ:HASH printed by an earlier run and kept elsewhere; finds a cut-off end.",
)
@on_this_version
def history_verify(anchor: str | None) -> None:
    """Check the whole chain, its guards and every attached file; ends with 1 when anything was tampered with."""
    with one_moment(db.session):
        outcome = verify(db.session, anchor=anchor)
        outcome.faults += [*missing_guards(db.session), *faults_in(db.session, file_store())]
    for fault in outcome.faults:
        click.echo(fault, err=True)
    click.echo(
        f"{outcome.entries} entries, {outcome.editions} editions, {outcome.erased} erased. {outcome.anchor}"
    )
    if outcome.faults:
        sys.exit(1)
