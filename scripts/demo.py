"""Serve the demo municipality: database made and loaded on the first run, kept on the next.

Called by `make demo` and `make demo-reset`. Reads PORT (default 8000), PROFILE (default tranemo) and, where
set, SAMSYN_DATABASE_URL and SAMSYN_MAIL_URL. `--look` needs nothing installed: a port that is taken is told before all else.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "app" / "steering" / "profiles"
BIN = Path(sys.executable).parent
READY_WITHIN_SECONDS = 60
JOBS_EVERY_SECONDS = 60


class DemoError(Exception):
    """Why the demo cannot be started, in words for whoever typed the command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo until it is stopped; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reset", action="store_true", help="throw the demo data away and load it again")
    parser.add_argument("--no-serve", action="store_true", help="only prepare the data")
    parser.add_argument("--look", action="store_true", help="only say what would keep the demo from starting")
    options = parser.parse_args(arguments)
    try:
        port, profile = _port(), _profile()
        if not options.no_serve:
            _require_free(port)
        _require_model(profile)
        if options.look:
            return 0
        environment = _environment(port, profile)
        with _held(profile) as held:
            _prepare(environment, profile, held, reset=options.reset)
            return 0 if options.no_serve else _serve(environment, port, held)
    except DemoError as error:
        print(f"Samsyn: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 65536:
        raise DemoError(f"PORT={text} är ingen port. Ange ett tal mellan 1 och 65535, till exempel 8080.")
    return int(text)


def _profile() -> str:
    name = os.environ.get("PROFILE") or "tranemo"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise DemoError(f"PROFILE={name} är inget namn på en styrmodell.")
    return name


def _require_model(profile: str) -> None:
    known = sorted(found.stem for found in MODELS.glob("*.toml"))
    if profile not in known:
        raise DemoError(f"PROFILE={profile} finns inte. Det som finns: {', '.join(known)}.")


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server itself will: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(
                f"porten {port} på 127.0.0.1 är upptagen. Stoppa det som använder den eller välj en annan: "
                f"make demo PORT={port + 1 if port < 65535 else 8000}"
            ) from error


def _database_file(profile: str) -> Path:
    return ROOT / "instance" / f"demo-{profile}.sqlite3"


def _files_folder(profile: str) -> Path:
    return ROOT / "instance" / f"demo-{profile}-files"


def _mail_folder(profile: str) -> Path:
    return ROOT / "instance" / f"demo-{profile}-mail"


def _environment(port: int, profile: str) -> dict[str, str]:
    environment = dict(os.environ)
    environment.update(SAMSYN_DEMO="1", SAMSYN_PROFILE=profile, PORT=str(port), PYTHONUNBUFFERED="1")
    if "SAMSYN_DATABASE_URL" not in environment:
        environment["SAMSYN_DATABASE_URL"] = f"sqlite:///{_database_file(profile)}"
        environment["SAMSYN_FILES"] = str(_files_folder(profile))
    environment.setdefault("SAMSYN_BASE_URL", f"http://127.0.0.1:{port}")
    # Nobody in the demo is a real person: mail is written as files, where one can see what would be sent.
    environment.setdefault("SAMSYN_MAIL_URL", f"folder://{quote(str(_mail_folder(profile)))}")
    return environment


@contextlib.contextmanager
def _held(profile: str) -> Iterator[int | None]:
    """Hold a file that tells others a demo of this model is running: its data must not go from under it.

    The server inherits it: whoever ends this process outright leaves a server behind that still writes. A database of
    one's own is never thrown away: None.
    """
    if "SAMSYN_DATABASE_URL" in os.environ:
        yield None
        return
    instance = ROOT / "instance"
    instance.mkdir(mode=0o700, exist_ok=True)
    held = os.open(instance / f"demo-{profile}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield held
    finally:
        os.close(held)


def _alone(held: int | None, otherwise: str) -> None:
    if held is not None:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DemoError(otherwise) from error


def _beside_others(held: int | None) -> None:
    if held is not None:
        fcntl.flock(held, fcntl.LOCK_SH)


def _prepare(environment: dict[str, str], profile: str, held: int | None, *, reset: bool) -> None:
    """Bring the database to the newest migration, and load the municipality where there is none yet."""
    if "SAMSYN_DATABASE_URL" in os.environ:
        if reset:
            raise DemoError(
                "make demo-reset tar bara bort demons egen databas. "
                "Töm databasen i SAMSYN_DATABASE_URL för hand."
            )
        _samsyn(environment, "db", "upgrade")
        if _is_empty(environment):
            _samsyn(environment, "demo", "load", "--profile", profile)
        return
    database = _database_file(profile)
    if reset:
        _alone(
            held,
            f"demon {profile} är igång redan, kanske på en annan port. Stoppa den först: "
            "make demo-reset tar bort det den skriver i.",
        )
        _remove(database)
    if not database.exists():
        _alone(held, f"demon {profile} laddas redan av någon annan. Vänta tills den är igång.")
        _load_new(environment, profile, database)
        _beside_others(held)
    else:
        _beside_others(held)
        _samsyn(environment, "db", "upgrade")


def _load_new(environment: dict[str, str], profile: str, database: Path) -> None:
    """Load beside and rename at the end, so that an interrupted first run leaves no half municipality."""
    print("Laddar demokommunen (tar några sekunder) ...", flush=True)
    unfinished = database.with_name(database.stem + "-loading.sqlite3")
    _remove(unfinished)
    for folder in (_files_folder(profile), _mail_folder(profile)):
        shutil.rmtree(folder, ignore_errors=True)
    database.parent.mkdir(mode=0o700, exist_ok=True)
    beside = environment | {"SAMSYN_DATABASE_URL": f"sqlite:///{unfinished}"}
    _samsyn(beside, "db", "upgrade")
    _samsyn(beside, "demo", "load", "--profile", profile)
    if Path(f"{unfinished}-wal").exists():
        raise DemoError("demodatan kunde inte skrivas färdigt. Kör make demo-reset.")
    unfinished.rename(database)
    _remove(unfinished)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-turn"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


def _samsyn(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([BIN / "samsyn", *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise DemoError(f"samsyn {' '.join(arguments)} gick inte (felkod {done.returncode}).")


def _is_empty(environment: dict[str, str]) -> bool:
    question = (
        "import sys\nfrom app import create_app\nfrom app.db import db\n"
        "from app.organisation.models import Person\nfrom sqlalchemy import select\n"
        "with create_app().app_context():\n"
        "    sys.exit(3 if db.session.scalar(select(Person.id).limit(1)) is None else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", question], cwd=ROOT, env=environment, check=False)
    if done.returncode not in (0, 3):
        raise DemoError("databasen i SAMSYN_DATABASE_URL gick inte att läsa.")
    return done.returncode == 3


def _serve(environment: dict[str, str], port: int, held: int | None) -> int:
    """Start the server, tell when it answers, and stay until it is stopped."""
    server = subprocess.Popen(
        [BIN / "gunicorn", "--config", ROOT / "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment,
        pass_fds=() if held is None else (held,),
    )

    # ctrl-C reaches the server by itself; a plain kill reaches only this process and is passed on.
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        if _wait_until_ready(server, port):
            _announce(port, environment["SAMSYN_MAIL_URL"], environment["SAMSYN_PROFILE"])
        return _stay(server, environment)
    except KeyboardInterrupt:
        print("\nSamsyn stannar.", flush=True)
        return 0
    finally:
        _stop(server)


def _stay(server: subprocess.Popen[bytes], environment: dict[str, str]) -> int:
    """Wait for the server to end, and beside it do what cron or a timer does elsewhere: run the jobs each minute."""
    said = ""
    while True:
        try:
            return server.wait(timeout=JOBS_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            problem = _run_jobs(environment)
        if problem and problem != said:
            print(f"Samsyn: samsyn jobs run gick inte: {problem}", file=sys.stderr, flush=True)
        said = problem


def _run_jobs(environment: dict[str, str]) -> str:
    """Run the jobs once; gives what they complained of."""
    done = subprocess.run(
        [BIN / "samsyn", "jobs", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip() or f"felkod {done.returncode}" if done.returncode else ""


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        server.wait(timeout=15)
    if server.poll() is None:
        server.kill()
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    """Tell whether the server came up; False when it ended by itself or was stopped."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    answer = "inget svar"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            answer = error.read().decode("utf-8", "replace").strip()
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    raise DemoError(f"servern blev inte klar på {READY_WITHIN_SECONDS} sekunder: {answer}")


def _usernames(profile: str) -> list[str]:
    """Whom one can be in the demo of a profile."""
    file = ROOT / "app" / "demo" / profile / "organisation.toml"
    return [person["username"] for person in tomllib.loads(file.read_text(encoding="utf-8"))["persons"]]


def _announce(port: int, mail_url: str, profile: str) -> None:
    names = _usernames(profile)
    folder = unquote(mail_url.removeprefix("folder://")) if mail_url.startswith("folder://") else ""
    mail = f"Mejl skickas inte: de läggs som filer i {folder}, inom en minut.\n" if folder else ""
    print(
        f"\nSamsyn är igång: http://127.0.0.1:{port}\n"
        f"Logga in som {', '.join(names[:-1])} eller {names[-1]}.\nLösenord för alla: samsyn-demo\n"
        f"{mail}"
        "Avsluta med ctrl-C. Det du skriver finns kvar nästa gång; make demo-reset börjar om.\n",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
