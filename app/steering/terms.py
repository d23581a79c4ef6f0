"""The words of the model in force, in the form and language where they stand."""

from typing import get_args

from app.steering.schema import ActorRole, Profile
from app.steering.words import DEFAULT_TERMS, FormName


class UnknownWord(KeyError):
    """A page asks for a word that neither the product nor the profile has."""


def term(profile: Profile, key: str, form: FormName = "singular", language: str = "sv") -> str:
    """Give the model's word for a term of the product; raises `UnknownWord` for a key it lacks."""
    words = profile.terms.get(key) or DEFAULT_TERMS.get(key)
    if words is None:
        raise UnknownWord(key)
    return words.in_language(language).form(form)


def kind_name(profile: Profile, key: str, form: FormName = "singular", language: str = "sv") -> str:
    """Give the name of a unit kind.

    A kind that the profile in force does not have keeps its key as its name, so that units written under
    another profile stay readable.
    """
    kind = profile.unit_kind(key)
    return kind.names.in_language(language).form(form) if kind else key


def actor_name(profile: Profile, ref: str, form: FormName = "singular", language: str = "sv") -> str:
    """Give the words for who does something: a unit kind, or a role written as `role:manager`."""
    role = ref.removeprefix("role:")
    if role != ref and role in get_args(ActorRole):
        return term(profile, role, form, language)
    return kind_name(profile, ref, form, language)


def manager_title(profile: Profile, kind_key: str, language: str = "sv") -> str:
    """Give the title of the one who leads a unit of a kind, or the plain word for a manager."""
    kind = profile.unit_kind(kind_key)
    if kind and kind.manager_title:
        return kind.manager_title.in_language(language)
    return term(profile, "manager", "singular", language)
