"""Where a WSGI server finds the application."""

import gc

# Everything made while we start stays: looking through it for garbage again and again takes a fifth of the time.
gc.disable()

from app import create_app  # noqa: E402
from app.migrating import refuse_newer  # noqa: E402

app = create_app()
refuse_newer(app)
gc.enable()
