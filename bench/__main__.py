"""`python -m bench [table|plans|kill|oracle|fuzz|tamper]`: measure against the targets, or try long what tests try short."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.databases import KINDS, empty_database


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the measurements; 1 when a fault was found."""
    options = _parser().parse_args(arguments)
    # Told to stop, it stops the servers it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if getattr(options, "seed", None) is None:
        options.seed = secrets.randbits(32)
    command: str = options.command or "table"
    known = {
        "table": table,
        "plans": plans,
        "kill": kill,
        "oracle": oracle,
        "fuzz": fuzz,
        "tamper": tamper,
    }
    return known[command](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    for made in (parser, commands.add_parser("table", help="print the table of targets (the default)")):
        made.add_argument("--quick", action="store_true", help="fewer rounds: to see that everything runs")
        made.add_argument("--database", choices=KINDS, default="sqlite")
        made.add_argument("--only", nargs="+", default=[], metavar="STEP", help="only these steps, by name")
    planning = commands.add_parser("plans", help="what the pages of plans cost as the municipality grows")
    planning.add_argument("--units", type=int, nargs="+", default=[100, 1000, 10_000])
    planning.add_argument("--database", choices=KINDS, default="sqlite")
    killing = commands.add_parser("kill", help="kill -9 the server under writes")
    killing.add_argument("--times", type=int, default=300)
    asking = commands.add_parser("oracle", help="compare access decisions with an independent oracle")
    asking.add_argument("--decisions", type=int, default=100_000)
    fuzzing = commands.add_parser("fuzz", help="send random bad input to every route")
    fuzzing.add_argument("--requests", type=int, default=100_000)
    tampering = commands.add_parser("tamper", help="tamper with the history behind the product's back")
    tampering.add_argument("--times", type=int, default=1000)
    for made in (killing, asking, fuzzing, tampering):
        made.add_argument("--database", choices=KINDS, default="sqlite")
        made.add_argument("--seed", type=int, help="repeat an earlier run")
    return parser


def table(options: argparse.Namespace) -> int:
    """Print the table of targets."""
    from bench.table import markdown, measure

    lines = measure(_aside, quick=options.quick, only=options.only, kind=options.database)
    print(markdown(lines))
    return 0


def plans(options: argparse.Namespace) -> int:
    """Print what pages of plans cost."""
    from bench.plans import report

    print(report(options.database, options.units, _aside))
    return 0


def kill(options: argparse.Namespace) -> int:
    """Kill the server again and again; what was acknowledged must be there."""
    from bench.kill import run

    with empty_database(options.database) as url, tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        outcome = run(url, kills=options.times, seed=options.seed, log=log, say=_aside)
        if outcome.faults:
            _aside(log.read_text("utf-8", "replace")[-4000:])
    print(f"{options.database}, seed {options.seed}: {outcome}")
    return _report(outcome.faults)


def oracle(options: argparse.Namespace) -> int:
    """Compare access decisions."""
    from bench.oracle import run

    with empty_database(options.database) as url:
        outcome = run(url, decisions=options.decisions, seed=options.seed)
    print(f"{options.database}, seed {options.seed}: {outcome}")
    return _report(outcome.differences)


def fuzz(options: argparse.Namespace) -> int:
    """Send bad input."""
    from bench.fuzz import distinct, run

    with empty_database(options.database) as url:
        outcome = run(url, requests=options.requests, seed=options.seed, say=_aside)
    print(f"{options.database}, seed {options.seed}: {outcome}")
    return _report(distinct(outcome.faults))


def tamper(options: argparse.Namespace) -> int:
    """Tamper with the history, and with what people wrote."""
    from sqlalchemy.orm import Session

    from app.db import db
    from app.organisation.models import Person
    from bench.municipality import migrated_app
    from tests.support.tampering import WAYS, drop_triggers, fill
    from tests.support.tampering import tamper as run
    from tests.support.tampering_words import WORD_WAYS, write_much

    ways = WAYS | WORD_WAYS

    with empty_database(options.database) as url:
        app = migrated_app(url)
        with app.app_context():
            engine = db.engine
            with Session(engine) as session:
                people = [Person(name=f"Person {number}", language="sv") for number in (1, 2, 3)]
                session.add_all(people)
                session.flush()
                fill(session, [person.id for person in people], entries=60)
                write_much(session)
                session.commit()
            drop_triggers(engine)
            missed = run(engine, options.times, options.seed, ways)
            engine.dispose()
    found = options.times - len(missed)
    print(
        f"{options.database}, seed {options.seed}: {found} of {options.times} tamperings found, {len(ways)} ways"
    )
    return _report(missed)


def _aside(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _report(faults: list[str]) -> int:
    for fault in faults[:40]:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
