"""What the surroundings decide: read from the environment once, checked, then passed on."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

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
    demo = env.get("SAMSYN_DEMO", "") == "1"
    secret = env.get("SAMSYN_SECRET_KEY", "")
    if not secret and not demo:
        raise ConfigurationError(
            "SAMSYN_SECRET_KEY is not set. Samsyn does not start without a secret key outside the demo. "
            "Set it to at least 32 random characters and keep it."
        )
    if secret and len(secret) < 32 and not demo:
        raise ConfigurationError("SAMSYN_SECRET_KEY is too short: at least 32 characters are needed.")
    base_url = env.get("SAMSYN_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).netloc:
        raise ConfigurationError("SAMSYN_BASE_URL must be a full address such as https://samsyn.example.se")
    return Settings(
        database_url=env.get("SAMSYN_DATABASE_URL") or default_database_url(),
        secret_key=secret or DEMO_SECRET,
        base_url=base_url,
        mail_url=env.get("SAMSYN_MAIL_URL", ""),
        files=env.get("SAMSYN_FILES", ""),
        profile=env.get("SAMSYN_PROFILE") or "tranemo",
        kolada_url=env.get("SAMSYN_KOLADA_URL", "https://api.kolada.se/v3"),
        demo=demo,
    )


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
    """Make the database folder 0700 and the file 0600 before the first byte is written to it."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
        path.parent.chmod(0o700)
    elif path.parent.name == "instance":
        path.parent.chmod(0o700)
    if not path.exists():
        path.touch(mode=0o600)
    if stat.S_IMODE(path.stat().st_mode) != 0o600:
        path.chmod(0o600)
