"""Check that the migrations make exactly the tables that the models describe, and can be taken back.

Works on a new SQLite file in a temporary folder; the tests do the same on both databases with data loaded.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app import create_app
from app.config import Settings
from app.db import db
from app.migrating import alembic


def main() -> int:
    """Print every difference; returns 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{Path(folder) / 'check.sqlite3'}", secret_key="x" * 32, testing=True
        )
        app = create_app(settings)
        with app.app_context():
            alembic.upgrade()
            differences = alembic.compare_metadata()
            for difference in differences:
                print(f"the models say otherwise than the migrations: {difference}")
            alembic.downgrade("base")
            alembic.upgrade()
            db.engine.dispose()
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
