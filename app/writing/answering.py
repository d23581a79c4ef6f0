"""Answers to a save: to the script as JSON, to the button as a page; what was typed is never lost."""

from flask import flash, jsonify, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting
from app.accounts.rules import local_path
from app.cleaning import plain
from app.writing.errors import TextConflict
from app.writing.saving import Saved
from app.writing.wording import saved_now

Answer = str | Response | tuple[Response, int] | tuple[str, int]


def is_autosave() -> bool:
    """Tell whether the browser's script saves, rather than a person pressing the button."""
    return request.headers.get("X-Autosave") == "1"


def typed(field: str = "text") -> str:
    """Give the words sent, with the line ends of one kind."""
    return plain(request.form.get(field))


def base_sent() -> int:
    """Give the revision the words were written from."""
    return request.form.get("base", type=int) or 0


def leads_to() -> str | None:
    """Give the page that the button which saved leads on to, None where it only saves; see `leads_on` in forms.html."""
    return None if is_autosave() else local_path(request.form.get("then"))


def reading_through() -> int | None:
    """Give what addresses of a page say (`las`) where its text is read and not written, by whoever writes it too.

    There what is beside the text is changed where no script saves it: two forms would each drop what stands in the other.
    None where it is written, and left out of addresses.
    """
    return 1 if "las" in request.values else None


def saved_answer(
    saved: Saved, at: object, by_other: str, way_back: str, read_on: tuple[int, int] | None = None
) -> Answer:
    """Answer that words were kept, merged with what another wrote where that was so.

    `read_on` tells the script from which revision to which one's own words have taken what one is about to establish.
    """
    message = saved_now(at, str(acting().language))
    if saved.merged:
        message = gettext("%(saved)s, tillsammans med det %(name)s skrev", saved=message, name=by_other)
    if not is_autosave():
        flash(message, "done")
        return redirect(leads_to() or way_back)
    answer = {"state": "merged" if saved.merged else "saved", "base": str(saved.base), "message": message}
    if read_on:
        answer |= {"record_before": str(read_on[0]), "record": str(read_on[1])}
    if saved.merged:
        answer |= {"merged_base": str(saved.merged_base), "text": saved.text or ""}
    return jsonify(answer)


def conflict_answer(conflict: TextConflict, mine: str, url: str, way_back: str, place: str) -> Answer:
    """Answer that the same sentence was changed by two: both texts, nothing overwritten."""
    if is_autosave():
        return jsonify(
            state="conflict",
            base=conflict.base,
            theirs=conflict.theirs,
            theirs_by=conflict.theirs_by,
            message=gettext("Samma mening har ändrats på två håll. Inget är överskrivet."),
        ), 409
    page = render_template(
        "writing/conflict.html",
        url=url,
        way_back=way_back,
        place=place,
        mine=mine,
        theirs=conflict.theirs,
        theirs_by=conflict.theirs_by,
        base=conflict.base,
    )
    return page, 409


def refused_answer(message: str, words: str, way_back: str) -> Answer:
    """Answer that words could not be kept, with them on the page so that they can be taken along."""
    if is_autosave():
        return jsonify(state="refused", message=message), 422
    return render_template("components/refused.html", text=words, message=message, way_back=way_back), 422


def news_answer(base: int, text: str, by: str) -> Answer:
    """Answer the script's question whether somebody else has written: 204 when not."""
    if (request.args.get("base", type=int) or 0) == base:
        return "", 204
    return jsonify(base=str(base or ""), text=text, by=by, message=gettext("%(name)s har skrivit.", name=by))
