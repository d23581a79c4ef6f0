"""Where a WSGI server finds the application."""

from app import create_app
from app.migrating import refuse_newer

app = create_app()
refuse_newer(app)
