"""What all commands have in common: a mistake is told as one line, and no database of another version is touched."""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from alembic.util import CommandError
from flask.cli import FlaskGroup
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from app.config import ConfigurationError
from app.migrating import BrokenReferences, NotCurrent, require_current
from app.steering.errors import ProfileError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class SamsynGroup(FlaskGroup):
    """Flask's command group, with an operator's mistake shown as one line rather than a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List what stands here: Flask would build the application first, and help must not need a secret key."""
        return click.Group.list_commands(self, ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; end with 2 and one line when the surroundings are wrong."""
        try:
            return super().invoke(ctx)
        except (ConfigurationError, ProfileError, NotCurrent, BrokenReferences, CommandError) as problem:
            click.echo(f"samsyn: {problem}", err=True)
            sys.exit(2)
        except DBAPIError as problem:
            if not _of_the_surroundings(problem):
                raise
            click.echo(f"samsyn: The database cannot be used: {problem.orig}", err=True)
            sys.exit(2)


def _of_the_surroundings(problem: DBAPIError) -> bool:
    """Tell whether the database is not to be used as it is: out of reach, full, damaged, its address not understood."""
    # Of a damaged file SQLite says nothing nearer than that; before there is a statement, one was only about to connect.
    return (
        isinstance(problem, OperationalError | InterfaceError)
        or type(problem) is DatabaseError
        or problem.statement is None
    )


def on_this_version(command: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Have a command look first whether the database is of this version: of another it might spoil what it does not know."""

    @wraps(command)
    def looked(*given: Given.args, **named: Given.kwargs) -> Answer:
        require_current()
        return command(*given, **named)

    return looked


def readable(_context: click.Context, _parameter: click.Parameter, written: str | None) -> str | None:
    """Refuse words that are not in the encoding of the surroundings: no database holds them."""
    try:
        (written or "").encode()
    except UnicodeEncodeError as problem:
        raise click.BadParameter("these are not words that can be read") from problem
    return written


def not_empty(_context: click.Context, _parameter: click.Parameter, written: str | None) -> str | None:
    """Refuse a word that is there and empty, as from a variable that is not set: it would be taken for none given."""
    if written is not None and not written.strip():
        raise click.BadParameter("it is empty")
    return written


def named(_context: click.Context, _parameter: click.Parameter, file: Path) -> Path:
    """Refuse a folder, such as a dot, where the name of a file is to be."""
    if not file.name or file.is_dir():
        raise click.BadParameter(f"{str(file)!r} is a folder")
    return file


def write_apart(file: Path, told: object) -> None:
    """Write plain data as JSON to a new file that only its owner reads (mode 0600); refuses one that is there."""
    try:
        opened = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "w", encoding="utf-8") as out:
                json.dump(told, out, ensure_ascii=False, indent=2, default=_in_words)
                out.write("\n")
        except BaseException:
            # Half of what there is would be taken for all, and be in the way of the next try.
            file.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise click.ClickException(f"{file} could not be written: {problem.strerror or problem}") from problem


def _in_words(value: object) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)
