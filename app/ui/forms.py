"""What the forms of every room have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from flask_wtf import FlaskForm


class CheckedForm(FlaskForm):
    """A form of a page whose form key is checked before, and that says by its fields what is wrong with them."""

    class Meta:
        """The app checks the form key for every POST before any form is looked at."""

        csrf = False

    def say(self, name: str, words: object) -> None:
        """Say something by a field, or above them all where there is no such field."""
        field = self._fields.get(name)
        if field is None:
            self.form_errors.append(str(words))
        else:
            field.errors = [*field.errors, str(words)]


class Refusal(Protocol):
    """What services refuse: why, and the field it is about, where there is one."""

    fault: Any
    field: str


class RefusableForm(CheckedForm):
    """A form for what services may refuse; `reasons` are the words for why."""

    reasons: ClassVar[Mapping[Any, object]] = {}

    def take(self, refused: Refusal) -> None:
        """Show a refusal of the services at the field it is about."""
        self.say(refused.field, self.reasons[refused.fault])
