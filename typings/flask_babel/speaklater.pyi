"""Where Flask-Babel defines its lazy text."""

from flask_babel import LazyString as LazyString
