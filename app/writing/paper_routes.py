"""A unit's text on paper: to print, as a file, and long ones ordered and fetched."""

from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.writing import paper
from app.writing.blueprint import writing
from app.writing.pages import place_of


@writing.get("/<int(max=2147483647):text_id>/utskrift")
@requires(May.READ_PLANS)
def print_view(text_id: int) -> str:
    """Show the text as it will be on paper."""
    return paper.print_page(place_of(text_id))


@writing.get("/<int(max=2147483647):text_id>/fil.<any(pdf, docx):form>")
@requires(May.READ_PLANS)
def file(text_id: int, form: str) -> Response:
    """Send the text as a file."""
    return paper.file_answer(place_of(text_id), form)


@writing.post("/<int(max=2147483647):text_id>/bestall")
@requires(May.READ_PLANS)
def order(text_id: int) -> Response:
    """Order a long text as a file, made while one does something else."""
    return paper.order(place_of(text_id))


@writing.get("/<int(max=2147483647):text_id>/bestalld/<int(max=2147483647):order_id>")
@requires(May.READ_PLANS)
def ordered(text_id: int, order_id: int) -> str:
    """Show how far an ordered file has come; the page can be left and come back to."""
    return paper.waiting(place_of(text_id), order_id)


@writing.get("/<int(max=2147483647):text_id>/bestalld/<int(max=2147483647):order_id>/hamta")
@requires(May.READ_PLANS)
def fetch(text_id: int, order_id: int) -> Response:
    """Send an ordered file, if it still says what one may read now."""
    return paper.fetched(place_of(text_id), order_id)
