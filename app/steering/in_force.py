"""Which steering model is in force: the one of the configuration, unless a room above knows another.

Steering has no table. A room that keeps models people have changed puts a source in place (`take_source`); it is asked
once a request, so that one page is of one model throughout.
"""

from collections.abc import Callable

from flask import Flask, current_app, has_app_context, has_request_context, request

from app.steering.own_words import Rewording, rewording
from app.steering.schema import Profile

EXTENSION = "samsyn_profile"
"""Under this the app keeps the model of the configuration."""
SOURCE = "samsyn_model_source"
STANDING = "samsyn_standing_model"


class Standing:
    """A steering model as it stands in force, with what says the product's sentences in its words."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._said: dict[str, Rewording | None] = {}

    def say_own(self, language: str) -> Rewording | None:
        """Give what says a text with the model's words; None where it has no others. Made when first asked for."""
        if language not in self._said:
            self._said[language] = rewording(self.profile, language)
        return self._said[language]


Source = Callable[[], Standing | None]
Hook = Callable[[Profile], None]
NOTICED = "samsyn_model_noticed"


def when_noticed(app: Flask, hook: Hook) -> None:
    """Let a room do something in this process the first time it meets a model that has come into force."""
    app.extensions.setdefault(NOTICED, []).append(hook)


def notice(profile: Profile) -> None:
    """Do what rooms wanted done with a model this process has not met before."""
    for hook in current_app.extensions.get(NOTICED, ()):
        hook(profile)


def take_source(app: Flask, source: Source) -> None:
    """Let a room above say which model is in force; None means that of the configuration."""
    app.extensions[SOURCE] = source


def standing() -> Standing:
    """Give the model in force, the same for the whole of a request."""
    kept = request.environ if has_request_context() else {}
    found = kept.get(STANDING)
    if found is None:
        source: Source | None = current_app.extensions.get(SOURCE)
        found = (source() if source is not None else None) or configured()
        kept[STANDING] = found
    assert isinstance(found, Standing)  # noqa: S101  # nosec B101  for the type checker
    return found


def configured() -> Standing:
    """Give the model of the configuration."""
    profile, known = current_app.extensions[EXTENSION], current_app.extensions.get(STANDING)
    if known is None or known.profile is not profile:
        known = current_app.extensions[STANDING] = Standing(profile)
    assert isinstance(known, Standing)  # noqa: S101  # nosec B101  for the type checker
    return known


def forget_standing() -> None:
    """Ask anew in what is left of a request, after another model has come into force in it."""
    if has_request_context():
        request.environ.pop(STANDING, None)


def profile_in_force() -> Profile:
    """Give the steering model this installation works by."""
    return standing().profile


def in_force_here() -> Profile | None:
    """Give the model in force, or None outside any work of the application."""
    return profile_in_force() if has_app_context() else None


def say_own(language: str) -> Rewording | None:
    """Give what says a text with the words of the model in force, in a language."""
    return standing().say_own(language)
