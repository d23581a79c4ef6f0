"""What the forms of quality have in common: a figure as it is typed, and refusals shown at their field."""

from decimal import Decimal
from typing import Any

from flask_babel import get_locale, lazy_gettext
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional

from app.organisation.asking import number_or_none
from app.quality.factors.rules import LONGEST_TEXT
from app.quality.measuring.numbers import NotANumber, read_number, typed_words
from app.quality.wording import FAULTS, NUMBER_FAULTS
from app.ui.forms import RefusableForm

NEEDED = lazy_gettext("Skriv något här.")


def a_text(label: Any, description: Any = "", *, rows: int = 4, required: bool = False) -> TextAreaField:
    """Make a field for words."""
    checks = [InputRequired(NEEDED)] if required else [Optional()]
    return TextAreaField(
        label,
        description=description,
        validators=[*checks, Length(max=LONGEST_TEXT)],
        render_kw={"rows": rows, "spellcheck": "true"},
    )


class NumberField(StringField):
    """A figure as people type it: “1 234,5”; `number` is what it says, None where nothing was typed."""

    number: Decimal | None = None

    def pre_validate(self, form: BaseForm) -> None:
        """Say why what was typed is no figure; what was typed stays."""
        del form
        try:
            self.number = read_number(self.data or "")
        except NotANumber as problem:
            raise ValidationError(NUMBER_FAULTS[problem.wrong]) from problem


def typed(value: Decimal | None) -> str:
    """Write a figure for a field, in the language of the page."""
    return typed_words(value, str(get_locale())) if value is not None else ""


class QualityForm(RefusableForm):
    """A form of quality."""

    reasons = FAULTS


def revision_of(text: str | None) -> int:
    """Read a revision out of a hidden field; 0 where it is no number."""
    return number_or_none(text) or 0
