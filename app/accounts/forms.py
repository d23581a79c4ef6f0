"""The shape of what people type about accounts."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

NEEDED = InputRequired(lazy_gettext("Fältet behöver fyllas i."))
SHORT = Length(max=300, message=lazy_gettext("Det är för långt."))


class SignInForm(FlaskForm):
    """User name and password, and where to go after."""

    username = StringField(lazy_gettext("Användarnamn"), [NEEDED, SHORT])
    password = PasswordField(lazy_gettext("Lösenord"), [NEEDED, SHORT])
    next = HiddenField()


class ForgottenForm(FlaskForm):
    """Who has forgotten their password."""

    who = StringField(
        lazy_gettext("Användarnamn eller e-postadress"),
        [NEEDED, SHORT],
        description=lazy_gettext("Delar du e-postadress med någon annan, skriv användarnamnet."),
    )


class CodeForm(FlaskForm):
    """The code of the second step."""

    code = StringField(
        lazy_gettext("Kod"), [NEEDED, SHORT], description=lazy_gettext("Sex siffror ur din kodapp.")
    )
    next = HiddenField()


PRESENT = PasswordField(lazy_gettext("Nuvarande lösenord"), [NEEDED, SHORT])
"""First on the page of one's own password: made before what follows, so that what is wrong is told in the order of the page."""


class NewPasswordForm(FlaskForm):
    """A new password, written twice."""

    password = PasswordField(
        lazy_gettext("Nytt lösenord"),
        [NEEDED],
        description=lazy_gettext("Minst 12 tecken, vilka som helst. Några ord på rad är lätta att minnas."),
    )
    again = PasswordField(lazy_gettext("Samma lösenord en gång till"), [NEEDED])


class ChangePasswordForm(NewPasswordForm):
    """One's own new password, with the present one."""

    present = PRESENT


class PresentPasswordForm(FlaskForm):
    """The present password, to be sure who asks."""

    present = PasswordField(lazy_gettext("Ditt lösenord"), [NEEDED, SHORT])


class UsernameForm(FlaskForm):
    """A user name for a new account."""

    username = StringField(
        lazy_gettext("Användarnamn"),
        [NEEDED, Length(max=120, message=lazy_gettext("Det är för långt."))],
        description=lazy_gettext("Utan mellanslag. Stora och små bokstäver räknas lika."),
    )
