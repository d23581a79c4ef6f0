"""Put what the browser loads into app/ui/static/dist, each file under a name that carries its content's hash.

A name that changes with the content lets the server send files as immutable. The application itself only
reads ``manifest.json``: logical name -> file name.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
SOURCES = ROOT / "app" / "ui" / "static_src"
TARGET = ROOT / "app" / "ui" / "static" / "dist"
MANIFEST = "manifest.json"
UNPACKED = ROOT / "app" / "exports" / "fonts"
"""The fonts once more, unpacked: the writer of PDF would otherwise do that anew in every server process, for a second or two."""

FONTS = "@fontsource-variable"
FROM_PACKAGES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "source-serif-4.woff2": f"{FONTS}/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "source-sans-3.woff2": f"{FONTS}/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    # Paper has italics and the letters of names from elsewhere; the screen does without their weight.
    "source-serif-4-italic.woff2": f"{FONTS}/source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
    "source-serif-4-ext.woff2": f"{FONTS}/source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2",
    "source-sans-3-ext.woff2": f"{FONTS}/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2",
}
"""Logical name -> file inside node_modules. axe-core stays there: only tests load it."""

CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class AssetError(Exception):
    """A file is missing, or a style sheet names one that is not there."""


def build_assets(packages: Path = PACKAGES, sources: Path = SOURCES, target: Path = TARGET) -> dict[str, str]:
    """Write all assets and the manifest into ``target`` and remove older versions; returns the manifest.

    Raises AssetError when a package file is missing or a style sheet points at an unknown file.
    """
    contents = _collect(packages, sources)
    manifest = {name: _hashed(name, data) for name, data in contents.items() if not name.endswith(".css")}
    for name in [name for name in contents if name.endswith(".css")]:
        contents[name] = _with_hashed_urls(name, contents[name], manifest)
    manifest |= {name: _hashed(name, contents[name]) for name in contents}
    _write(target, {manifest[name]: data for name, data in contents.items()}, manifest)
    return manifest


def _collect(packages: Path, sources: Path) -> dict[str, bytes]:
    contents = {}
    for name, relative in FROM_PACKAGES.items():
        path = packages / relative
        if not path.is_file():
            raise AssetError(f"{relative} is not installed: run scripts/setup.sh")
        contents[name] = path.read_bytes()
    for path in sorted(sources.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.name in contents:
            raise AssetError(f"two assets are called {path.name}; the target folder is flat")
        contents[path.name] = path.read_bytes()
    return contents


def _hashed(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"


def _with_hashed_urls(name: str, data: bytes, manifest: Mapping[str, str]) -> bytes:
    def replace(match: re.Match[str]) -> str:
        wanted = match.group(2).rpartition("/")[2]
        if wanted not in manifest:
            raise AssetError(f"{name} points at {match.group(2)}, which is no asset")
        return f'url("{manifest[wanted]}")'

    text = CSS_COMMENT.sub("", data.decode("utf-8"))
    return CSS_URL.sub(replace, text).encode("utf-8")


def _write(target: Path, files: Mapping[str, bytes], manifest: Mapping[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = target / name
        if not path.is_file():
            _replace(path, data)
    listing = json.dumps(dict(sorted(manifest.items())), indent=1).encode("utf-8") + b"\n"
    if not (target / MANIFEST).is_file() or (target / MANIFEST).read_bytes() != listing:
        _replace(target / MANIFEST, listing)
    for path in target.iterdir():
        if path.name not in files and path.name != MANIFEST:
            path.unlink()


def unpack_fonts(manifest: Mapping[str, str], source: Path = TARGET, target: Path = UNPACKED) -> None:
    """Write every font as it is inside its compressed file, under the same name; those already there stay."""
    wanted = {f"{Path(name).stem}.ttf": name for name in manifest.values() if name.endswith(".woff2")}
    target.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    missing = [name for name in wanted if not (target / name).is_file()]
    if not missing:
        return
    from fontTools.ttLib import TTFont

    for name in missing:
        font = TTFont(source / wanted[name])
        font.flavor = None
        unpacked = io.BytesIO()
        font.save(unpacked)
        _replace(target / name, unpacked.getvalue())


def _replace(path: Path, data: bytes) -> None:
    """Write in one step, so that a server running beside never reads half a file."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def main() -> int:
    try:
        unpack_fonts(build_assets())
    except AssetError as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
