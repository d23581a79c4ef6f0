"""What was typed when the sign-in had ended: carried through signing in, shown, and saved on one press."""

import json
import re
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.accounts.rules import local_path

MOST_LETTERS = 500_000
MOST_FIELDS = 500
"""More than our longest form has: two hundred people and the user names they are to get."""

KEPT_OF_ACCOUNTS = "accounts.several.give"
"""The one form of accounts in which somebody types much, and no password."""

OF = "-"
"""Between whose page it is and what nobody guesses, in what a form's key is made of."""

CSRF_SALT = "wtf-csrf-token"  # nosec B105  the library's word for what it signs, no secret

SIGN = re.compile(r"[0-9a-f]{16,}(-[0-9a-f]+)*")
"""What a page puts in a form to know again what it showed; nobody writes that."""

NEVER_KEPT = ("csrf_token", "kept", "kept_path", "kept_of", "then")
"""What is no part of what was typed; what was to be done once it is saved (`then`) is asked for anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a form, the address they were on their way to, and whose page they were typed in, where it is known."""

    path: str
    fields: tuple[tuple[str, str], ...]
    whose: str = ""

    def typed_by_another(self, person_id: int) -> bool:
        """Tell whether they were typed in a page of somebody else than this person."""
        return self.whose not in {"", str(person_id)}

    @property
    def as_text(self) -> str:
        """Give the fields as the value of one hidden field."""
        return json.dumps(self.fields, ensure_ascii=False)

    @property
    def shown(self) -> tuple[str, ...]:
        """Give what a person has written, as opposed to what the page itself put in the form."""
        return tuple(value for name, value in self.fields if is_words(name, value))


def _whose_page() -> str:
    """Give the number of who the page that sends this was made for, by the key in its form; "" where that says nothing."""
    signed = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=CSRF_SALT)
    try:
        person, parted, _ = str(signed.loads(request.form.get("csrf_token", ""))).partition(OF)
    except BadData:
        return ""
    return person if parted else ""


def is_words(name: str, value: str) -> bool:
    """Tell whether a field holds somebody's words: what is named text, or more than a key, a sign of versions or a date."""
    if name == "text" or name.startswith("text-"):
        return bool(value.strip())
    if SIGN.fullmatch(value):
        return False
    return any(letter.isspace() for letter in value.strip()) or (
        len(value) > 20 and any(letter.isalpha() for letter in value)
    )


def typed_here() -> Kept | None:
    """Take what this request was about to save; None where there is nothing, or another site sent it."""
    if request.method != "POST" or not from_this_site() or not leads_to_a_form(request.path):
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    return _bounded(request.full_path.rstrip("?"), fields, _whose_page())


def carried() -> Kept | None:
    """Take what an earlier page put into the sign-in form."""
    text, path = request.form.get("kept", ""), local_path(request.form.get("kept_path"))
    if not text or path is None or not leads_to_a_form(path.partition("?")[0]):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list):
        return None
    fields = [(_writable(pair[0]), _writable(pair[1])) for pair in found if _is_pair(pair)]
    return _bounded(path, fields, request.form.get("kept_of", ""))


def _writable(text: str) -> str:
    """Put a question mark for each half of a character, which JSON can name and no page can show."""
    return text.encode("utf-8", "replace").decode()


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def _bounded(path: str, fields: list[tuple[str, str]], whose: str) -> Kept | None:
    letters = sum(len(name) + len(value) for name, value in fields)
    if local_path(path) is None or not fields or len(fields) > MOST_FIELDS or letters > MOST_LETTERS:
        return None
    return Kept(path, tuple(fields), whose if whose.isdecimal() else "")


def leads_to_a_form(path: str) -> bool:
    """Tell whether a POST to `path` reaches a view; those of accounts do not count, they take passwords (but for one)."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="POST")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint == KEPT_OF_ACCOUNTS or not str(endpoint).startswith("accounts.")


def from_this_site() -> bool:
    """Tell whether the browser says that a page of ours sent this; browsers say it with every POST."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in {request.host_url.rstrip("/"), current_app.config["SETTINGS"].base_url}
