"""What the surroundings decide: read from the environment once, checked, then passed on."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SQLITE_BEGINS = b"SQLite format 3\0"
DATABASES = {"sqlite", "sqlite+pysqlite", "postgres", "postgresql", "postgresql+psycopg"}
NOT_IN_HOSTS = set("<>\"'\\^`{|}%,;()&=+*!$~@")
DEMO_SECRET = "demo-only-not-a-secret"  # noqa: S105  # nosec B105


class ConfigurationError(Exception):
    """The environment asks for something the product cannot or must not do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All outside settings; `docs/INTERFACES.md` lists the variables behind them."""

    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    files: str = ""
    profile: str = "tranemo"
    kolada_url: str = "https://api.kolada.se/v3"
    demo: bool = False
    testing: bool = False
    idle_minutes: int = 60
    absolute_hours: int = 12
    cheap_hashes: bool = False
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def secure(self) -> bool:
        """Tell whether people reach the product over TLS, which decides cookies and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def files_folder(self) -> Path:
        """Give the folder of attached files: the one named, or one beside the SQLite database with its name.

        Two databases never share a folder by default: what the one knows nothing of, its sweep would erase.
        """
        if self.files:
            return Path(self.files).absolute()
        database = sqlite_path(self.database_url) if self.database_url else None
        if database is not None:
            return database.absolute().with_name(f"{database.stem}-files")
        return Path.cwd() / "instance" / "samsyn-files"


def from_environment(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings; raise `ConfigurationError` in words an operator can act on."""
    env = dict(os.environ) if environ is None else environ
    if env.get("SAMSYN_DEMO", "") not in {"", "0", "1"}:
        raise ConfigurationError("SAMSYN_DEMO is 1 for a demonstration, and otherwise empty or 0.")
    demo = env.get("SAMSYN_DEMO", "") == "1"
    secret = env.get("SAMSYN_SECRET_KEY", "")
    if not secret and not demo:
        raise ConfigurationError(
            "SAMSYN_SECRET_KEY is not set. Samsyn does not start without a secret key outside the demo. "
            "Set it to at least 32 random characters and keep it."
        )
    if secret and len(secret.strip()) < 32 and not demo:
        raise ConfigurationError("SAMSYN_SECRET_KEY is too short: at least 32 characters are needed.")
    return Settings(
        database_url=_database_url(env.get("SAMSYN_DATABASE_URL") or default_database_url()),
        secret_key=secret or DEMO_SECRET,
        base_url=_base_url(env.get("SAMSYN_BASE_URL", "http://127.0.0.1:8000")),
        mail_url=env.get("SAMSYN_MAIL_URL", ""),
        files=_files(env.get("SAMSYN_FILES", "")),
        profile=env.get("SAMSYN_PROFILE") or "tranemo",
        kolada_url=_kolada_url(env.get("SAMSYN_KOLADA_URL") or "https://api.kolada.se/v3"),
        demo=demo,
    )


def _database_url(written: str) -> str:
    # What is written may hold a password: it is not said again.
    try:
        driver = make_url(written).drivername
    except (ArgumentError, ValueError):
        driver = ""
    if driver not in DATABASES:
        raise ConfigurationError(
            "SAMSYN_DATABASE_URL must be an address such as sqlite:////srv/samsyn/samsyn.sqlite3 or "
            "postgresql://user:password@host/samsyn; signs in a password are percent-encoded."
        )
    return written


def _base_url(written: str) -> str:
    """Read the address people reach the product at: nothing but scheme and host, in the letters the rest compares with."""
    parts = _web_address(written)
    if parts is None or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(
            "SAMSYN_BASE_URL must be a full address such as https://samsyn.example.se, without a path behind it"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _kolada_url(written: str) -> str:
    if _web_address(written) is None:
        raise ConfigurationError("SAMSYN_KOLADA_URL must be a full address such as https://api.kolada.se/v3")
    return written


def _web_address(written: str) -> SplitResult | None:
    try:
        parts = urlsplit(written.strip())
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    sensible = host and not any(letter.isspace() or letter in NOT_IN_HOSTS for letter in host)
    return parts if parts.scheme in {"http", "https"} and sensible and port != 0 else None


def _files(written: str) -> str:
    if written and Path(written).exists() and not Path(written).is_dir():
        raise ConfigurationError("SAMSYN_FILES is not a folder.")
    return written


def default_database_url() -> str:
    """Name the SQLite file used when nothing else is said: `instance/samsyn.sqlite3` where one stands."""
    return f"sqlite:///{Path.cwd() / 'instance' / 'samsyn.sqlite3'}"


def sqlite_path(database_url: str) -> Path | None:
    """Give the file of a SQLite address, or None when the address is of another database or in memory."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def normalised_url(database_url: str) -> str:
    """Point PostgreSQL addresses at psycopg 3 whatever way they were written, and SQLite addresses at one file.

    A file without its whole path is looked for from the folder the process starts in, by all who open it: the engine would
    look in a folder of its own, and a backup (`sqlite_path`) would be of another file.
    """
    for prefix in ("postgres://", "postgresql://"):
        if database_url.startswith(prefix):
            return "postgresql+psycopg://" + database_url.removeprefix(prefix)
    file = sqlite_path(database_url)
    if file is None or file.is_absolute() or str(file).startswith("file:"):
        return database_url
    return make_url(database_url).set(database=str(file.absolute())).render_as_string(hide_password=False)


def keep_private(path: Path) -> None:
    """Make the database folder 0700 and the file 0600 before the first byte is written to it.

    Raises `ConfigurationError` where it cannot be a database. What is somebody else's is left as it is: a folder or a file of
    the system, named by mistake, would be closed to everybody else.
    """
    try:
        _require_database(path)
        _make_private(path)
    except OSError as problem:
        raise ConfigurationError(
            f"SAMSYN_DATABASE_URL: {path} cannot be used: {problem.strerror or problem}."
        ) from problem


def _require_database(path: Path) -> None:
    if path.is_dir():
        raise ConfigurationError(f"SAMSYN_DATABASE_URL: {path} is a folder, not a file.")
    if not path.exists():
        return
    begins = b""
    if path.is_file():
        with path.open("rb") as opened:
            begins = opened.read(len(SQLITE_BEGINS))
    if not path.is_file() or (begins and begins != SQLITE_BEGINS):
        raise ConfigurationError(f"SAMSYN_DATABASE_URL: {path} is not a SQLite database.")


def _make_private(path: Path) -> None:
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
        path.parent.chmod(0o700)
    elif path.parent.name == "instance":
        path.parent.chmod(0o700)
    if not path.exists():
        path.touch(mode=0o600)
    if stat.S_IMODE(path.stat().st_mode) != 0o600:
        path.chmod(0o600)
