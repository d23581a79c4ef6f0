"""Templates are written in Python once and kept beside the compiled modules, as Python keeps those.

Putting a template together takes some fifteen milliseconds and leaves small holes all over the memory; starting opens fifteen
of them, and each process every other one that somebody comes to.
"""

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from app.ui import templating

FOLDER = Path(__file__).parent / "__pycache__" / "jinja"


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps the code of each template as long as its text, Jinja and our own way of writing code are the same.

    Where the folder may not be written in, or Python was told to keep nothing, templates are put together in memory as before.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        # The text of the template is compared by Jinja itself, and so is the version of Python.
        writers = Path(templating.__file__).read_bytes() + jinja2.__version__.encode()
        super().__init__(str(folder), f"%s-{hashlib.sha256(writers).hexdigest()[:12]}.code")

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Look for the code of a template as this environment would write it."""
        return super().get_bucket(environment, f"{name} {templating.way_of(environment)}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept, where one may."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was put together, where one may."""
        if sys.dont_write_bytecode:
            return
        # A full disk or a folder that is not ours costs time, not the page.
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
            # Often put together by whoever installs, and read by another who serves; it says no more than the template does.
            Path(self._get_cache_filename(bucket)).chmod(0o644)
