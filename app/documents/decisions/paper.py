"""One decision on paper, with its test of the child's best interests: as print view, PDF and Word."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.disposing.told import that_it_was_done
from app.documents.blueprint import ID, decisions
from app.documents.decisions.keeping import last_version
from app.documents.decisions.routes import about, asks_for_tests, decision_or_404
from app.documents.models import RecordedDecision
from app.documents.paper import with_year
from app.documents.rules import Tested, tested
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS
from app.exports.orders.worker import written
from app.exports.tree import Block, Heading, Voice, said
from app.exports.tree import Document as Paper
from app.exports.words import words
from app.ui.addresses import url_for
from app.ui.install import locale


@decisions.get(f"/beslut/<{ID}:decision_id>/utskrift")
@requires(May.READ_DOCUMENTS)
def print_one(decision_id: int) -> str:
    """Show a decision as it will be on paper."""
    decision = decision_or_404(decision_id)
    files = [
        (label, url_for("decisions.file_of_one", decision_id=decision_id, form=form))
        for label, form in LABELS
    ]
    back = (decision.title, url_for("decisions.one", decision_id=decision_id))
    return print_view(on_paper(decision), back=back, files=files)


@decisions.get(f"/beslut/<{ID}:decision_id>/fil.<any(pdf, docx):form>")
@requires(May.READ_DOCUMENTS)
def file_of_one(decision_id: int, form: str) -> Response:
    """Send a decision as a file."""
    paper = on_paper(decision_or_404(decision_id))
    return as_file(written(paper, form), MEDIA_TYPES[form], f"{paper.title}.{form}")


def on_paper(decision: RecordedDecision) -> Paper:
    """Put a decision on paper: what was decided, by whom and when, and how the child's best interests were weighed."""
    subject = about(decision)
    pairs = (
        (gettext("Beslutat av"), decision.decided_by),
        (gettext("På delegation"), decision.delegate),
        (gettext("Beslutat den"), with_year(decision.decided_on) if decision.decided_on else ""),
        (gettext("Diarienummer"), decision.registry_number or gettext("inget i registret")),
        (gettext("Infört av"), decision.responsible_unit.name),
        (gettext("Gäller"), subject.label if subject else ""),
        (gettext("Protokoll"), decision.link),
    )
    return Paper(
        title=decision.title,
        kind=gettext("Beslut"),
        language=locale(),
        marks=(gettext("Struket"),) if decision.struck_at else (),
        facts=tuple((term, value) for term, value in pairs if value),
        blocks=(*_words(decision), *(_test(decision) if asks_for_tests() else ())),
        letterhead=head_of_paper(),
        foot=gettext("Ur registret över beslut, %(day)s.", day=with_year(clock.today())),
        author="Samsyn",
        page_words=(gettext("Sida"), gettext("av")),
    )


def _words(decision: RecordedDecision) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if decision.struck_at:
        blocks.append(said(gettext("Struket %(day)s.", day=with_year(decision.struck_at)), Voice.LEAD))
        blocks += words(decision.struck_why)
    disposed_of = that_it_was_done(last_version(db.session, decision))
    gap = said(disposed_of or gettext("Beslutets lydelse är inte inskriven."), Voice.GAP)
    return (*blocks, *(words(decision.text) or (gap,)))


def _test(decision: RecordedDecision) -> tuple[Block, ...]:
    heading = Heading(gettext("Prövning av barnets bästa"))
    state = tested(decision.concerns_children)
    if state is Tested.NOT_ASKED:
        return heading, said(gettext("Barnets bästa är inte prövat än."), Voice.GAP)
    if state is Tested.NO_CHILDREN:
        return heading, said(gettext("Beslutet rör inte barn."))
    assessed = {
        True: gettext("En barnkonsekvensanalys är gjord."),
        False: gettext("Ingen barnkonsekvensanalys är gjord."),
        None: "",
    }[decision.impact_assessed]
    if decision.impact_assessed is False and decision.larger_matter:
        assessed = gettext("Det är ett större ärende, och ingen barnkonsekvensanalys är gjord.")
    return (
        heading,
        said(gettext("Beslutet rör barn.")),
        *words(decision.considerations),
        *((said(assessed),) if assessed else ()),
        *words(decision.not_assessed_why),
    )
