"""Gathers the route modules of the dialogues, and what themes can bring along from within them."""

from flask import Blueprint, Flask, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.guard import acting
from app.access.matrix import Role
from app.attachments.holders import holders
from app.dialogues import reminding, rules, theme_page
from app.dialogues.about import routes as about_routes
from app.dialogues.about.talks import TALKS
from app.dialogues.agenda.routes import templates
from app.dialogues.assigned import ASSIGNMENTS
from app.dialogues.attaching import routes as attaching_routes
from app.dialogues.attaching.pages import read_as
from app.dialogues.attaching.places import SOURCE
from app.dialogues.backgrounds import Item, Provider, backgrounds
from app.dialogues.blueprint import dialogues
from app.dialogues.citizens import COMMITMENTS, HEARD
from app.dialogues.concerning import register_concerning
from app.dialogues.documents import DECISIONS, GOVERNING_DOCUMENTS
from app.dialogues.drafting import at_addendum, at_theme, begun_agreement, register_drafts
from app.dialogues.economy import ECONOMY
from app.dialogues.establishing import routes as establishing_routes
from app.dialogues.establishing.disposing import erase_beside_addendum, erase_beside_record
from app.dialogues.establishing.record import read_record
from app.dialogues.establishing.services import ADDENDUM, RECORD, content_of
from app.dialogues.holding import agreement_routes, live, matter_routes, screen_routes
from app.dialogues.holding import routes as holding_routes
from app.dialogues.inviting import routes as inviting_routes
from app.dialogues.inviting.meetings import meetings_of_person
from app.dialogues.keeping import RECORDS
from app.dialogues.lasting import LASTING
from app.dialogues.leaving import register_leaving
from app.dialogues.models import AgreementState, Dialogue, Theme
from app.dialogues.papers import line_routes, record_routes, typing_routes
from app.dialogues.papers import routes as papers_routes
from app.dialogues.personal import routes as personal_routes
from app.dialogues.personal.counting import register_counting
from app.dialogues.planning import routes as planning_routes
from app.dialogues.plans import CANDIDATES, DEVELOPMENT_GOALS
from app.dialogues.preparing import routes as preparing_routes
from app.dialogues.quality import QUALITY_FACTORS
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.since import After, Told, last_time_on
from app.dialogues.renamed import register_bearer
from app.dialogues.reorganised import register_followers
from app.dialogues.risks import RISKS
from app.dialogues.rules import PRESIDING
from app.dialogues.series import meeting_routes, reader_routes
from app.dialogues.series import routes as series_routes
from app.dialogues.texts import provider
from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.notifications.feed.meetings import meeting_sources
from app.passages import telling as of_passages
from app.passages.models import Passage
from app.passages.queries.opening import from_below
from app.passages.rules import Standing, is_one_of_the_two, standing
from app.passages.sources import sources
from app.passages.talks.sources import talk_sources
from app.records.disposal import texts_elsewhere
from app.records.reading_log import log_reading, log_readings
from app.ui.install import day
from app.writing.kinds import kinds

ROUTE_MODULES = (
    series_routes,
    meeting_routes,
    reader_routes,
    preparing_routes,
    theme_page,
    holding_routes,
    agreement_routes,
    matter_routes,
    live,
    screen_routes,
    establishing_routes,
    attaching_routes,
    papers_routes,
    typing_routes,
    record_routes,
    line_routes,
    inviting_routes,
    planning_routes,
    about_routes,
    personal_routes,
)
"""Imported so that their views are on the blueprint before it is registered."""


def dialogue_blueprints() -> tuple[Blueprint, ...]:
    """Give the blueprints of the dialogues."""
    return dialogues, templates


def register_backgrounds(app: Flask) -> None:
    """Offer what this feature itself knows as background; further features register theirs beside these."""
    register_counting()
    register_drafts()
    app.jinja_env.globals.update(at_addendum=at_addendum, at_theme=at_theme, begun_agreement=begun_agreement)
    sources.register("dialogue", link_to_dialogue)
    talk_sources.register(TALKS)
    holders.register(SOURCE, read_as)
    reminding.register_due()
    register_leaving()
    register_followers()
    register_bearer()
    register_concerning()
    of_passages.register_leaving()
    texts_elsewhere.register(RECORD, erase_beside_record)
    texts_elsewhere.register(ADDENDUM, erase_beside_addendum)
    record_kinds.register(RECORDS)
    things.register(*LASTING)
    meeting_sources.register("dialogues", meetings_of_person)
    backgrounds.register(
        Provider(
            "last_time",
            lazy_gettext("Förra gången"),
            lazy_gettext("Den gemensamma bilden från förra mötet och vad ni sade om temat."),
            last_time,
        )
    )
    backgrounds.register(
        Provider(
            "open_agreements",
            lazy_gettext("Öppna överenskommelser"),
            lazy_gettext("Det ni har lovat varandra och som inte är klart."),
            open_agreements,
        )
    )
    backgrounds.register(
        Provider(
            "raised_matters",
            lazy_gettext("Lyft underifrån"),
            lazy_gettext("Det som lyfts till den rapporterande chefen från dennes egna dialoger."),
            raised_matters,
        )
    )
    backgrounds.register(DEVELOPMENT_GOALS)
    backgrounds.register(CANDIDATES)
    backgrounds.register(QUALITY_FACTORS)
    backgrounds.register(RISKS)
    backgrounds.register(ASSIGNMENTS)
    backgrounds.register(GOVERNING_DOCUMENTS)
    backgrounds.register(DECISIONS)
    backgrounds.register(ECONOMY)
    backgrounds.register(HEARD)
    backgrounds.register(COMMITMENTS)
    for kind in kinds.all():
        backgrounds.register(provider(kind))


def link_to_dialogue(passage: Passage, actor: Actor) -> str | None:
    """Give the address of the dialogue a passage was released in, to those who hold one of its posts now."""
    ends = {passage.over_unit_id, passage.rep_unit_id}
    leads = any(
        holding.unit_id in ends and (holding.role is Role.MANAGER or holding.duty in PRESIDING)
        for holding in actor.holdings
    )
    return url_for("dialogues.meeting", dialogue_id=passage.source_id) if leads else None


def last_time(session: Session, dialogue: Dialogue, theme: Theme) -> list[Item]:
    """Give the shared picture established last before this dialogue, and what was then said on the same theme."""
    found = last_time_on(session, dialogue, theme.title)
    if found is None:
        return []
    earlier, edition, after = found
    content = content_of(edition)
    if not content:
        return []
    record = read_record(content)
    if acting().person_id not in {one.person_id for one in record.people if one.side}:
        # Who has come after one of the two reads what others established.
        log_reading("dialogue", earlier.id, "record")
    href = url_for("dialogues.meeting", dialogue_id=earlier.id)
    source = gettext("%(day)s, gemensam bild", day=day(earlier.starts_at))
    items = [Item(record.whole, source, href)]
    items += [
        Item(section.note, section.title, href, verdict=section.verdict)
        for section in record.sections
        if section.note and section.title == theme.title
    ]
    seat = rules.seat_of(dialogue, acting())
    if seat is None or seat.standing is rules.Standing.GUEST:
        return items
    return items + [Item(one.words, _after(one), _where_read(one, href)) for one in after]


def _after(one: Told) -> str:
    """Say what came after the record: by whom, and when."""
    if one.what is After.ADDENDUM:
        return gettext("tillägg av er båda, %(day)s", day=day(one.at))
    if one.what is After.OPINION:
        return gettext("egen mening, %(name)s", name=one.by)
    return gettext("svar av %(name)s på det ni lyfte, %(day)s", name=one.by, day=day(one.at))


def _where_read(one: Told, record: str) -> str:
    return url_for("passages.one", passage_id=one.passage_id) if one.passage_id else record


def open_agreements(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give what stands open between the two, as far as the one who reads may know."""
    seat = rules.seat_of(dialogue, acting())
    known = agreements_at(session, dialogue, seat) if seat is not None else []
    return [
        Item(
            agreement.what,
            gettext("till %(day)s", day=day(agreement.due_on)) if agreement.due_on else gettext("utan datum"),
            url_for("dialogues.series_page", series_id=dialogue.series_id) + "#agreements",
        )
        for agreement in known
        if agreement.state == AgreementState.OPEN
    ]


def raised_matters(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give what was raised to the reporting side from below, unanswered first.

    Where the reporting side is an employee it leads nobody, and passages of the unit are not for it to read.
    """
    unit_id = dialogue.series.rep_post.unit_id
    found = from_below(session, actor=acting(), day=clock.today(), over_unit_id=unit_id, limit=12)
    log_readings("passage", [one.id for one in found if not is_one_of_the_two(one, acting())], "passage")
    return [
        Item(
            passage.text,
            f"{passage.rep_unit.name}, {day(passage.said_on)}",
            url_for("passages.one", passage_id=passage.id),
            verdict=passage.verdict,
            state=_STANDS[standing(passage)],
        )
        for passage in found
    ]


_STANDS = {
    Standing.WAITING: lazy_gettext("inte besvarad"),
    Standing.NOT_ENOUGH: lazy_gettext("svaret räckte inte"),
    Standing.ANSWERED: lazy_gettext("besvarad"),
    Standing.DISPOSED: lazy_gettext("gallrat"),
}
