"""Building what the browser loads: names carry content hashes, and style sheets follow them."""

import json
from pathlib import Path

import pytest

from scripts.assets import FROM_PACKAGES, MANIFEST, TARGET, AssetError, build_assets, unpack_fonts


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project with packages, two own files, and no target yet."""
    for relative in FROM_PACKAGES.values():
        path = tmp_path / "packages" / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(relative.encode())
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "samsyn.js").write_text("let a")
    (sources / "samsyn.css").write_text("@font-face { src: url(fonts/source-serif-4.woff2) format('woff2') }")
    return tmp_path


def build(place: Path) -> dict[str, str]:
    return build_assets(place / "packages", place / "sources", place / "target")


def test_every_file_of_the_manifest_lies_in_the_target(place: Path) -> None:
    manifest = build(place)
    assert set(manifest) == {*FROM_PACKAGES, "samsyn.css", "samsyn.js"}
    assert json.loads((place / "target" / "manifest.json").read_text()) == manifest
    assert {path.name for path in (place / "target").iterdir()} == {*manifest.values(), "manifest.json"}


def test_a_style_sheet_names_fonts_by_their_hashed_names(place: Path) -> None:
    manifest = build(place)
    text = (place / "target" / manifest["samsyn.css"]).read_text()
    assert f'url("{manifest["source-serif-4.woff2"]}")' in text


def test_a_changed_file_gets_a_new_name_and_the_old_one_goes(place: Path) -> None:
    before = build(place)
    (place / "sources" / "samsyn.js").write_text("let b")
    after = build(place)
    assert before["samsyn.js"] != after["samsyn.js"]
    assert before["samsyn.css"] == after["samsyn.css"]
    assert not (place / "target" / before["samsyn.js"]).exists()


def test_a_changed_font_renames_the_style_sheet_that_uses_it(place: Path) -> None:
    before = build(place)
    (place / "packages" / FROM_PACKAGES["source-serif-4.woff2"]).write_bytes(b"another")
    assert before["samsyn.css"] != build(place)["samsyn.css"]


def test_a_style_sheet_may_not_name_a_file_that_is_not_there(place: Path) -> None:
    (place / "sources" / "samsyn.css").write_text("a { background: url('missing.svg') }")
    with pytest.raises(AssetError, match=r"missing\.svg"):
        build(place)


def test_a_missing_package_is_told_with_what_to_do(place: Path) -> None:
    (place / "packages" / FROM_PACKAGES["htmx.js"]).unlink()
    with pytest.raises(AssetError, match=r"scripts/setup\.sh"):
        build(place)


def test_fonts_are_unpacked_once_and_old_ones_go(tmp_path: Path) -> None:
    manifest = json.loads((TARGET / MANIFEST).read_text("utf-8"))
    (tmp_path / "old.0123456789ab.ttf").write_bytes(b"x")
    unpack_fonts(manifest, target=tmp_path)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert set(made) == {f"{Path(name).stem}.ttf" for name in manifest.values() if name.endswith(".woff2")}
    assert all(path.read_bytes()[:4] == b"\x00\x01\x00\x00" for path in tmp_path.iterdir())
    unpack_fonts(manifest, target=tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made
