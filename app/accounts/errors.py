"""What can go wrong with accounts, as types that the pages put into words."""

from app.accounts.rules import PasswordProblem


class AccountError(Exception):
    """Something about an account that the person at the keyboard can do something about."""


class TooManyAttempts(AccountError):
    """Too many failures lately; the next attempt is let through after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many failed attempts, wait {seconds} s")
        self.seconds = seconds


class BadPassword(AccountError):
    """A new password breaks the rule; `problems` say how."""

    def __init__(self, problems: tuple[PasswordProblem, ...]) -> None:
        super().__init__("the password breaks the rule: " + ", ".join(problems))
        self.problems = problems


class BadUsername(AccountError):
    """A user name is empty, too long, or holds blanks or control characters."""


class UsernameTaken(AccountError):
    """Somebody else has the user name."""


class HasAccount(AccountError):
    """The person already has an account."""


class HasNoAccount(AccountError):
    """The person has no account to do this with."""


class UnitNotFound(AccountError):
    """The unit named for a new person is not there, or the organisation is still empty."""


class LinkNotUsable(AccountError):
    """A one-time link is unknown, used, replaced or has run out."""


class WrongCode(AccountError):
    """A one-time code does not fit, or has been used before."""


class NotBegun(AccountError):
    """No second step is being set up in this sign-in, or it has taken too long."""


class NotOneself(AccountError):
    """An administrator tried to do to their own account what one only does to that of others."""
