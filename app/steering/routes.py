"""The page about the model in force, and the model's words wherever a page needs them."""

from itertools import count

from babel.dates import get_month_names
from flask import Blueprint, Flask, g, get_template_attribute, render_template, request, url_for
from flask_babel import get_locale
from markupsafe import Markup

from app.access.guard import requires
from app.access.matrix import May
from app.languages import OWN_WORDS
from app.steering import terms
from app.steering.in_force import EXTENSION, profile_in_force, say_own
from app.steering.loader import load_profile
from app.steering.rules_in_words import rules_in_words
from app.steering.schema import CycleEvent, Profile
from app.steering.words import FormName, Label, Text

__all__ = ["EXTENSION", "profile_in_force"]

steering = Blueprint("steering", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Put the profile named in the configuration in force, and give every template its words.

    Raises `ProfileError` when the profile cannot be used, so that the app does not start with half a model.
    """
    app.extensions[EXTENSION] = load_profile(app.config["PROFILE"])
    app.extensions[OWN_WORDS] = say_own
    app.register_blueprint(steering)
    # Globals rather than a context processor: macros imported from component files see them too.
    app.jinja_env.globals.update(
        profile=profile_in_force,
        term=term,
        kind_name=kind_name,
        actor_name=actor_name,
        manager_title=manager_title,
        glossary=glossary,
        explained_name=explained_name,
    )
    app.jinja_env.filters["worded"] = worded


def reader_language() -> str:
    """Tell the language the reader has: Swedish or English."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "sv"


def worded(text: Label | Text | None) -> str:
    """Give a text of the profile in the reader's language; an absent text is empty."""
    return text.in_language(reader_language()) if text is not None else ""


def term(key: str, form: FormName = "singular") -> str:
    """Give the model's word for one of the product's terms in the reader's language."""
    return terms.term(profile_in_force(), key, form, reader_language())


def kind_name(key: str, form: FormName = "singular") -> str:
    """Give the name of a unit kind in the reader's language."""
    return terms.kind_name(profile_in_force(), key, form, reader_language())


def actor_name(ref: str, form: FormName = "singular") -> str:
    """Give the words for who does something in the reader's language."""
    return terms.actor_name(profile_in_force(), ref, form, reader_language())


def manager_title(kind_key: str) -> str:
    """Give the title of the one who leads a unit of a kind in the reader's language."""
    return terms.manager_title(profile_in_force(), kind_key, reader_language())


def glossary(key: str, text: str | None = None, *, compound: bool = False) -> Markup | str:
    """Give a word that explains itself where it stands, by pointer, keyboard and touch, without JavaScript.

    `key` is that of a glossary entry, of a term of the product that an entry explains, or the word itself as the model has it;
    `text` is the form that fits the sentence. A word the model does not explain stands as it is: pages name words not knowing
    which model is in force. A `compound` is explained by the word it ends with, where nothing explains it by itself.
    """
    profile = profile_in_force()
    entry = profile.entry(key) or profile.entry_for_term(key) or profile.entry_for_word(key)
    if entry is None and compound:
        entry = profile.entry_ending(key)
    if entry is None:
        return text if text is not None else key
    href = f"{url_for('steering.model')}#glossary-{entry.key}"
    gloss = get_template_attribute("components/words.html", "gloss")
    shown = text if text is not None else worded(entry.term)
    marked: Markup = gloss(shown, worded(entry.explanation), _unique(entry.key), href)
    return marked


def explained_name(name: str) -> Markup | str:
    """Give a name the model has given something, in which the word it begins with explains itself: a report, an event, a text."""
    words = name.split(" ")
    for number in range(len(words), 0, -1):
        begins = " ".join(words[:number])
        entry = profile_in_force().entry_for_word(begins)
        if entry is not None:
            return Markup("").join([glossary(entry.key, begins), name[len(begins) :]])
    return name


def _unique(key: str) -> str:
    """Tell one mention of a word from the next, also between a page and a fragment put into it later."""
    if "gloss_numbers" not in g:
        g.gloss_numbers = count(1)
    fragment = request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else ""
    place = "".join(character for character in fragment if character.isalnum() or character in "-_")[:60]
    return f"{key}-{place + '-' if place else ''}{next(g.gloss_numbers)}"


def in_order_of_the_year(profile: Profile) -> list[CycleEvent]:
    """Order the events of the annual cycle as a year goes; those of one day keep the order of the profile."""
    return sorted(
        profile.cycle,
        key=lambda event: min((when.year_offset, when.month, when.day or 0) for when in event.when),
    )


@steering.get("/om-modellen")
@requires(May.READ_MODEL)
def model() -> str:
    """Explain the model in force, drawn from its profile."""
    profile = profile_in_force()
    language = reader_language()
    months = get_month_names("wide", locale=language)
    return render_template(
        "steering/model.html",
        model=profile,
        language_code=language,
        cycle=in_order_of_the_year(profile),
        rules=rules_in_words(profile, language),
        glossary_entries=sorted(profile.glossary, key=lambda entry: _alphabetical(worded(entry.term))),
        month_names={number: months[number] for number in range(1, 13)},
    )


def _alphabetical(word: str) -> str:
    """Give a key that sorts Å Ä Ö last, as Swedish does."""
    return word.casefold().replace("å", "{").replace("ä", "|").replace("ö", "}")
