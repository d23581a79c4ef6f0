"""Where a WSGI server finds the application."""

import gc

# What is made while we start stays, as what `app` imports does.
gc.disable()

from app import create_app  # noqa: E402
from app.migrating import refuse_newer  # noqa: E402

app = create_app()
refuse_newer(app)
gc.freeze()
gc.enable()
