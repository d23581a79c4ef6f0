"""Puts all templates together once and keeps their code beside the compiled modules, where the server may only read.

Run by scripts/setup.sh when a template or the way of writing code has changed.
"""

import shutil
import sys
import tempfile

from app import create_app
from app.config import Settings
from app.ui.compiled import FOLDER


def main() -> int:
    """Throw away the code of templates that were, and write that of those there are."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        # No database is asked for anything, and nothing is signed.
        app = create_app(Settings(database_url=f"sqlite:///{folder}/none.sqlite3", secret_key="-" * 40))
        for name in app.jinja_env.list_templates():
            app.jinja_env.get_template(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
