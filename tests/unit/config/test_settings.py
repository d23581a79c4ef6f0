"""What the environment may say, and what is refused."""

import stat
from pathlib import Path

import pytest

from app.config import ConfigurationError, from_environment, keep_private, normalised_url, sqlite_path

KEY = "k" * 32


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/samsyn.sqlite3", Path("/srv/samsyn.sqlite3")),
        ("sqlite:///here.sqlite3", Path("here.sqlite3")),
        ("sqlite+pysqlite:////srv/x", Path("/srv/x")),
        ("sqlite:////srv/x?mode=ro", Path("/srv/x")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql+psycopg://a@b/c", None),
    ],
)
def test_the_file_of_a_database_address(url, path):
    assert sqlite_path(url) == path


def test_postgresql_is_reached_by_psycopg_whatever_way_it_is_written():
    for written in ("postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"):
        assert normalised_url(written) == "postgresql+psycopg://a@b/c"


def test_a_file_without_its_whole_path_is_one_file_for_all_who_open_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written = "sqlite:///data/x.sqlite3"
    assert normalised_url(written) == f"sqlite:///{tmp_path}/data/x.sqlite3"
    opened, copied = sqlite_path(normalised_url(written)), sqlite_path(written)
    assert opened is not None
    assert copied is not None
    assert opened == copied.absolute()
    for as_it_is in (
        "sqlite:////srv/x?mode=ro",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
    ):
        assert normalised_url(as_it_is) == as_it_is


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"SAMSYN_SECRET_KEY": "short"},
        {"SAMSYN_SECRET_KEY": " " * 40},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "samsyn.example.se"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "javascript:alert(1)"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": ""},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://[::1"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://samsyn.example.se:port"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://a:b@samsyn.example.se"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://samsyn.example.se/samsyn"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://samsyn.example.se?x"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://samsyn example.se"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_DATABASE_URL": "samsyn.sqlite3"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_DATABASE_URL": "mysql://a:hemligt@b/c"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_DATABASE_URL": "postgresql://a:hemligt@b:port/c"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_KOLADA_URL": "api.kolada.se"},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_FILES": __file__},
        {"SAMSYN_SECRET_KEY": KEY, "SAMSYN_DEMO": "ja"},
    ],
)
def test_an_environment_nobody_should_run_in_is_refused(environ):
    with pytest.raises(ConfigurationError) as told:
        from_environment(environ)
    assert "SAMSYN_" in str(told.value)
    assert "hemligt" not in str(told.value)


def test_tls_is_known_however_the_address_is_written():
    settings = from_environment({"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "HTTPS://Samsyn.Example.SE/"})
    assert settings.secure
    assert settings.base_url == "https://samsyn.example.se"


def test_kolada_is_where_it_is_when_nothing_is_said():
    assert from_environment({"SAMSYN_SECRET_KEY": KEY, "SAMSYN_KOLADA_URL": ""}).kolada_url.startswith(
        "https://"
    )


def test_what_is_somebody_elses_and_named_by_mistake_is_left_as_it_is(tmp_path):
    folder, file = tmp_path / "system", tmp_path / "passwd"
    folder.mkdir(mode=0o755)
    file.write_text("root:x:0:0")
    file.chmod(0o644)
    for named, mode in ((folder, 0o755), (file, 0o644)):
        with pytest.raises(ConfigurationError, match="SAMSYN_DATABASE_URL"):
            keep_private(named)
        assert stat.S_IMODE(named.stat().st_mode) == mode


def test_a_place_nothing_can_be_written_to_is_told():
    with pytest.raises(ConfigurationError, match="SAMSYN_DATABASE_URL"):
        keep_private(Path("/proc/samsyn.sqlite3"))


def test_the_demo_needs_no_key():
    assert from_environment({"SAMSYN_DEMO": "1"}).demo


def test_tls_in_front_is_known_by_the_base_address():
    assert from_environment({"SAMSYN_SECRET_KEY": KEY, "SAMSYN_BASE_URL": "https://x.example.se/"}).secure


def test_a_new_database_is_for_its_owner_only(tmp_path):
    file = tmp_path / "instance" / "samsyn.sqlite3"
    keep_private(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_database_open_to_others_is_closed(tmp_path):
    file = tmp_path / "instance" / "samsyn.sqlite3"
    file.parent.mkdir(mode=0o755)
    file.touch(mode=0o644)
    keep_private(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
