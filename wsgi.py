"""Where a WSGI server finds the application."""

import gc

# What is made while we start stays, as what `app` imports does.
gc.disable()

from app import create_app  # noqa: E402
from app.config import ConfigurationError  # noqa: E402
from app.migrating import NewerDatabase, refuse_newer  # noqa: E402
from app.steering.errors import ProfileError  # noqa: E402

try:
    app = create_app()
    refuse_newer(app)
except (ConfigurationError, ProfileError, NewerDatabase) as problem:
    # One line for whoever starts the server, as commands say it: how we came there tells them nothing.
    raise SystemExit(f"samsyn: {problem}") from None
gc.freeze()
gc.enable()
