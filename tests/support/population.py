"""A municipality with something in every drawer: every state, every kind of text, everybody who could look.

It is filled through the services of the product, once, and copied for each test. `arguments` finds values for
the arguments of any view in it; a view whose arguments are unknown here fails the tests that walk the views.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.attachments.checking.whole import Checked, check
from app.attachments.models import Attachment
from app.attachments.routes import store
from app.attachments.services import Place, attach
from app.dialogues.about import services as about
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.agenda.services import create_template
from app.dialogues.attaching import services as attaching
from app.dialogues.establishing import services as establishing
from app.dialogues.establishing.services import RECORD
from app.dialogues.holding import raising
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.inviting import services as inviting
from app.dialogues.models import (
    Addendum,
    Agreement,
    Dialogue,
    Guest,
    PairKind,
    RaisedMatter,
    Reply,
    Series,
    Side,
    State,
    Template,
    TemplateVersion,
    Theme,
    Verdict,
)
from app.dialogues.papers.services import Filing, file_record
from app.dialogues.personal.models import PersonalGoal
from app.dialogues.preparing import services as preparing
from app.dialogues.queries.said import themes_of, whole_of
from app.dialogues.rules import Seat, Standing
from app.dialogues.series import services, taking_over
from app.disposing.kinds import record_kinds
from app.disposing.models import Disposal
from app.disposing.retention import retentions
from app.disposing.services import propose
from app.documents import services as documents
from app.documents.attaching import ON_VERSION
from app.documents.decisions import services as decisions
from app.documents.facts import DOCUMENT
from app.documents.models import Document, DocumentReview, Ending, Origin, RecordedDecision
from app.documents.queries import document_for
from app.documents.rules import ChildRightsTest, VersionEntry
from app.drafts import services as drafts
from app.drafts.services import At
from app.exports.letterhead.services import change_letterhead
from app.exports.orders.models import OrderedDocument, OrderState
from app.notifications.feed.models import CalendarFeed
from app.notifications.feed.rules import token_hash
from app.notifications.models import Notice, Outgoing
from app.organisation.models import Appointment, Person, PlannedChange, Unit
from app.organisation.reach import holdings
from app.organisation.units import move_unit
from app.passages import services as passages
from app.passages.models import Answer, Passage, Talk
from app.planning.candidates import services as candidate_services
from app.planning.following.carrying import carry_over
from app.planning.goals import services as goal_services
from app.planning.models import Activity, Candidate, Goal
from app.planning.parts import services as part_services
from app.planning.stages.models import PartGoal
from app.records.holding import place_hold
from app.records.models import Edition
from app.steering.loader import load_profile
from app.writing.models import Part, UnitText
from tests.factories import planning as planned
from tests.factories.dialogues import loaded, make_dialogue, make_series, seats
from tests.factories.documents import acting_as, days_ahead, make_decision, make_document
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.factories.simple_indicators import make_simple
from tests.support import kolada_places
from tests.support import measuring as measured
from tests.support.assigned import ARGUMENTS as ASSIGNMENT_ARGUMENTS
from tests.support.assigned import fill_assignments
from tests.support.canaries import GUEST_AT, PAIRS, canary
from tests.support.citizens import ARGUMENTS as CITIZEN_ARGUMENTS
from tests.support.citizens import QUERIES as CITIZEN_QUERIES
from tests.support.citizens import fill_citizens
from tests.support.control import ARGUMENTS as CONTROL_ARGUMENTS
from tests.support.control import QUERIES as CONTROL_QUERIES
from tests.support.control import fill_control
from tests.support.control import on_the_thread as control_on_the_thread
from tests.support.deviations import ARGUMENTS as DEVIATION_ARGUMENTS
from tests.support.deviations import QUERIES as DEVIATION_QUERIES
from tests.support.deviations import fill_deviations
from tests.support.economy import ARGUMENTS as ECONOMY_ARGUMENTS
from tests.support.economy import QUERIES as ECONOMY_QUERIES
from tests.support.economy import fill_economy
from tests.support.layers import answer_layers, fill_layers, fill_personal
from tests.support.modelling import ARGUMENTS as MODEL_ARGUMENTS
from tests.support.modelling import QUERIES as MODEL_QUERIES
from tests.support.modelling import fill_models
from tests.support.quality import ARGUMENTS as QUALITY_ARGUMENTS
from tests.support.quality import QUERIES as QUALITY_QUERIES
from tests.support.quality import fill_followed, fill_quality, on_the_thread
from tests.support.reports import ARGUMENTS as REPORT_ARGUMENTS
from tests.support.reports import QUERIES as REPORT_QUERIES
from tests.support.reports import fill_reports
from tests.support.subjects import goal_of, register_goals
from tests.support.unit_texts import ARGUMENTS as UNIT_TEXT_ARGUMENTS
from tests.support.unit_texts import fill_unit_texts

register_goals()

PEOPLE = {
    "chief_executive": "Karin Kommunchef",
    "section_manager": "Sven Sektionschef",
    "unit_manager": "Eva Enhetschef",
    "sibling_manager": "Siv Syskonchef",
    "other_section_manager": "Sten Servicechef",
    "other_unit_manager": "Olle Kostchef",
    "chair": "Per Politik",
    "auditor": "Rut Revisor",
    "administrator": "Adam Administratör",
    "employee": "Mia Medarbetare",
    "deputy": "Tove Tillförordnad",
    "former": "Fredrik Föredetting",
    "guest": "Gun Gäst",
    "half_guest": "Harald Halvt",
    "member": "Maj Ledamot",
    "colleague": "Kim Kollega",
}
"""Everybody who looks, by what they are and by the name they have in the database."""

BACKGROUNDS = ["last_time", "open_agreements", "raised_matters"]


def populated(session: Session) -> None:
    """Fill the municipality; a seed."""
    town = make_municipality(session)
    today = clock.today()
    people = {name: _person(session, full) for name, full in PEOPLE.items()}
    make_appointment(session, people["deputy"], town.section, deputy=True)
    make_appointment(session, people["former"], town.unit, deputy=True, until=today - timedelta(days=10))
    make_appointment(session, people["former"], town.company)
    make_appointment(
        session, people["auditor"], town.other_section, deputy=True, since=today + timedelta(days=300)
    )
    for guest in ("guest", "half_guest"):
        make_appointment(session, people[guest], town.section, Role.SUPPORT)
    make_appointment(session, people["member"], town.board, Role.POLITICIAN, duty="member")
    make_appointment(session, people["colleague"], town.unit, Role.EMPLOYEE)
    people["unit_manager"].email = canary("town", "people", "email") + "@exempel.se"
    create_template(
        session,
        actor_id=people["administrator"].id,
        name="Egen mall",
        pair_kind=PairKind.MANAGERS,
        themes=[AgendaTheme("Tema", canary("town", "templates", "question"), ())],
    )
    change_letterhead(
        session,
        actor_id=people["administrator"].id,
        name="Tranemo kommun",
        description="Kommunens vapen",
        revision=0,
        picture=b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 10"><path d="M0 0h8v6l-4 4-4-4z"/></svg>',
    )
    _fill_lines(session, people, town)
    fill_unit_texts(session, people, town)
    _propose_disposal(session, people["administrator"])
    _hold_a_record(session, people["administrator"])
    _plan_a_move(session, people["administrator"], town)
    _fill_plans(session, people, town)
    fill_quality(session, people, town)
    fill_followed(session, town.unit, people["unit_manager"])
    fill_control(session, people, town)
    fill_assignments(session, people, town)
    _order_documents(session, people["unit_manager"])
    _govern(session, people, town)
    measured.fill_measuring(session, people, town)
    kolada_places.fill_kolada(session, people, town)
    fill_economy(session, people, town)
    fill_deviations(session, people, town)
    fill_citizens(session, people, town)
    fill_models(session, people["administrator"])
    fill_reports(session, people, town)
    for name, person in people.items():
        session.add(
            CalendarFeed(person_id=person.id, token_hash=token_hash(feed_token(name)), made_at=clock.now())
        )


def _fill_plans(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Write plans in every state, each text a canary named by the unit and how far it has come."""
    secretary = make_person(session, "Sigrid Sekreterare")
    make_appointment(session, secretary, town.council, Role.SUPPORT)
    council = _goal(session, "council_established", town.council, secretary)
    _established(session, "council_established", council, secretary)
    for unit, place, by in (
        (town.unit, "own", people["unit_manager"]),
        (town.section, "section", people["section_manager"]),
        (town.other_unit, "other", people["other_unit_manager"]),
    ):
        if place == "other":
            _candidates(session, "other_shared", unit, by)
            candidate_services.share_list(session, actor_id=by.id, unit_id=unit.id, year=clock.today().year)
        else:
            _candidates(session, f"{place}_candidates", unit, by)
        _goal(session, f"{place}_draft", unit, by)
        shared = _goal(session, f"{place}_shared", unit, by)
        goal_services.share(session, actor_id=by.id, goal=shared)
        _established(session, f"{place}_established", _goal(session, f"{place}_established", unit, by), by)
        reopened = _goal(session, f"{place}_edition", unit, by)
        reopened = _established(session, f"{place}_edition", reopened, by)
        goal_services.reopen(session, actor_id=by.id, goal=reopened)
        _changed(session, f"{place}_changed", reopened, by)
        if place != "other":
            layered = _goal(session, f"{place}_established", unit, by)
            fill_layers(session, f"{place}_established", layered, by)
            _established(session, f"{place}_established", layered, by)
            answer_layers(session, f"{place}_established", layered, by)
    _named(session, "own_deed", town.unit, people["unit_manager"], people["employee"])
    discarded = _goal(session, "own_draft", town.unit, people["unit_manager"], title="slung")
    goal_services.discard(session, actor_id=people["unit_manager"].id, goal=discarded)


def _plan_words(place: str, kind: str) -> str:
    return f"Ord {canary('plan', place, kind)} ord."


def _candidates(session: Session, place: str, unit: Unit, by: Person) -> None:
    for kind in ("open", "aside"):
        one = planned.make_candidate(
            session,
            unit,
            by,
            _plan_words(place, kind),
            why=_plan_words(place, "why"),
            origin_kind="section",
            origin_id=1,
            origin_words=_plan_words(place, "origin"),
        )
        if kind == "aside":
            candidate_services.put_aside(
                session, actor_id=by.id, candidate=one, reason=_plan_words(place, "reason")
            )


def _goal(session: Session, place: str, unit: Unit, by: Person, title: str = "title") -> Goal:
    goal = planned.make_goal(session, unit, by, _plan_words(place, title), why=_plan_words(place, "reasons"))
    part_services.add_activity(
        session,
        actor_id=by.id,
        goal=goal,
        deed=part_services.Deed(_plan_words(place, "activity"), _plan_words(place, "who"), by.id),
    )
    part_services.add_indicator(
        session,
        actor_id=by.id,
        goal=goal,
        sign=part_services.Sign(
            _plan_words(place, "indicator"),
            method=_plan_words(place, "method"),
            routine="Alla, i april",
            now=canary("plan", place, "value"),
        ),
    )
    # Some of what is there was written before indicators of goals were like all others, and carried over since.
    make_simple(session, goal, by, "Så var det förr")
    carry_over(session)
    goal = planned.whole(session, goal)
    part_services.say_of_goal(session, actor_id=by.id, goal=goal, text=_plan_words(place, "status"))
    part_services.say_of_activity(
        session,
        actor_id=by.id,
        goal=goal,
        activity=goal.activities[0],
        text=_plan_words(place, "progress"),
        state="ongoing",
    )
    return goal


def _named(session: Session, place: str, unit: Unit, by: Person, who: Person) -> None:
    """Establish a goal with an activity that somebody who reads no plans is to do."""
    goal = _goal(session, place, unit, by)
    one = planned.add_activity(session, goal, by, _plan_words(place, "deed"), person=who)
    goal = _established(session, place, goal, by)
    part_services.say_of_activity(
        session,
        actor_id=by.id,
        goal=goal,
        activity=one,
        text=_plan_words(place, "deed_progress"),
        state="ongoing",
    )


def _established(session: Session, place: str, goal: Goal, by: Person) -> Goal:
    return planned.establish(session, goal, by)


def _changed(session: Session, place: str, goal: Goal, by: Person) -> None:
    goal = planned.whole(session, goal)
    goal_services.change_goal(
        session,
        actor_id=by.id,
        goal=goal,
        profile=planned.profile(),
        wanted=goal_services.Wanted(_plan_words(place, "title"), _plan_words(place, "reasons")),
        revision=goal.revision,
    )
    goal = planned.whole(session, goal)
    part_services.add_activity(
        session, actor_id=by.id, goal=goal, deed=part_services.Deed(_plan_words(place, "activity"))
    )
    part_services.say_of_goal(session, actor_id=by.id, goal=goal, text=_plan_words(place, "status"))


def _govern(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Keep documents and decisions in every state, each text a canary everybody is to find."""

    def words(kind: str) -> str:
        return f"Ord {canary('town', 'documents', kind)} ord."

    writer, chief = people["section_manager"], people["chief_executive"]
    actor = acting_as(session, writer)
    plan = make_document(
        session,
        writer,
        town.section,
        words("title"),
        type_key="plan",
        summary=words("summary"),
        for_all=False,
        units=frozenset({town.unit.id, town.sibling.id}),
        next_review_on=days_ahead(-3),
        responsible_person_id=people["unit_manager"].id,
        version=VersionEntry(
            "Kommunstyrelsen", words("old_number"), None, None, "1.0", "https://exempel.se/plan"
        ),
    )

    def whole() -> Document:
        session.expire_all()
        found = document_for(session, actor=actor, document_id=plan.id, day=clock.today())
        assert found is not None
        return found

    made = documents.review(
        session, actor=actor, document=whole(), next_on=days_ahead(200), note=words("undone_note")
    )
    documents.undo_review(session, actor=actor, document=whole(), made=made)
    documents.supersede(
        session,
        actor=actor,
        document=whole(),
        version=VersionEntry("Lärandeutskottet", words("number"), days_ahead(-9), changes=words("changes")),
        next_review_on=days_ahead(9),
        revision=whole().revision,
    )
    documents.review(session, actor=actor, document=whole(), next_on=days_ahead(12), note=words("note"))
    documents.name_as_important(session, town.unit.id, plan.id, actor_id=writer.id, why=words("why"))
    name = f"{canary('town', 'documents', 'filename')}.txt"
    attach(
        session,
        store=store(),
        actor_id=writer.id,
        place=Place(DOCUMENT, plan.id, ON_VERSION, documents.current_version(whole()).id),
        checked=check(name, words("file").encode()),
    )
    make_document(session, chief, town.administration, "Skollag", origin=Origin.STATE, type_key="law")
    ended = make_document(session, chief, town.administration, "Gammal policy", type_key="policy")
    found = document_for(session, actor=actor, document_id=ended.id, day=clock.today())
    assert found is not None
    documents.end(
        session,
        actor=acting_as(session, chief),
        document=found,
        how=Ending.REPEALED,
        on=clock.today(),
        why=words("ended_why"),
    )
    considered = ChildRightsTest(True, words("considerations"), True, False, words("not_assessed"))
    make_decision(
        session,
        writer,
        town.section,
        words("decision_title"),
        text=words("decision"),
        decided_by="Lärandeutskottet",
        delegate=words("delegate"),
        decided_on=days_ahead(-9),
        registry_number=words("decision_number"),
        link="https://exempel.se/protokoll",
        about=decisions.About(DOCUMENT, plan.id),
        test=considered,
    )
    make_decision(session, writer, town.section, "Inte prövat än")
    make_decision(session, writer, town.section, "Rör inte barn", test=ChildRightsTest(False))
    struck = make_decision(session, writer, town.section, "Dubbelt infört")
    decisions.strike(session, actor=actor, decision=struck, why=words("struck_why"))


def feed_token(name: str) -> str:
    """Give the secret part of the calendar address of somebody who looks."""
    return f"calendar-of-{name}"


def _order_documents(session: Session, person: Person) -> None:
    """Leave long documents that somebody ordered, written and with words of the line in them."""
    series = series_named(session, "own")
    record = session.scalars(
        select(Dialogue.id).where(Dialogue.series_id == series.id, Dialogue.title == "Möte established")
    ).one()
    for kind, object_id in (("series_history", series.id), ("record", record)):
        session.add(
            OrderedDocument(
                person_id=person.id,
                kind=kind,
                object_id=object_id,
                form="pdf",
                likeness="as it was once",
                name="Fil.pdf",
                content=canary("own", "established", "whole").encode(),
                state=OrderState.DONE,
                ordered_at=clock.now(),
            )
        )


def _person(session: Session, name: str) -> Person:
    found = session.scalars(select(Person).where(Person.name == name)).one_or_none()
    return found or make_person(session, name)


def _fill_lines(session: Session, people: dict[str, Person], town: Municipality) -> None:
    managers, employee, presidium = PairKind.MANAGERS, PairKind.EMPLOYEE, PairKind.PRESIDIUM
    for name, kind, over_unit, rep_unit, answering, meetings in (
        ("other", managers, town.other_section, town.other_unit, "chief_executive", ("held", "blind")),
        ("sibling", managers, town.section, town.sibling, "chief_executive", ("held",)),
        ("colleague", employee, town.unit, town.unit, "section_manager", ()),
        ("employee", employee, town.unit, town.unit, "section_manager", ("blind",)),
        ("own", managers, town.section, town.unit, "chief_executive", ("held", "blind")),
        ("top", managers, town.administration, town.section, "chair", ("held",)),
        ("presidium", presidium, town.board, town.administration, "", ("held",)),
    ):
        over, rep = people[PAIRS[name].over], people[PAIRS[name].rep]
        series = make_series(
            session, over_unit, rep_unit, pair=kind, employee=rep if kind is employee else None
        )
        story = Story(session, name, series, over, rep)
        if name == "employee":
            fill_personal(session, series, rep)
        if name == "own":
            _own_line(story, people)
        story.established("established", answered_by=people.get(answering))
        for meeting in meetings:
            {"held": story.held, "blind": story.blind}[meeting](meeting)
        if name == "own":
            for meeting in GUEST_AT:
                story.invite(meeting, people["guest"], people["half_guest"])


def _own_line(story: Story, people: dict[str, Person]) -> None:
    with_former = Story(story.session, "own", story.series, story.over, people["former"], story.times)
    with_former.established("past", answered_by=people["chief_executive"])
    with_former.held("left")
    taken = with_former.plan("taken")
    with_former.pictures(taken, "taken", rep="picture_rep_withheld")
    seat = Seat(Standing.HOLDER, Side.REP, story.rep.id)
    taking_over.take_over(story.session, seat=seat, dialogue=loaded(story.session, taken))
    story.pictures(taken, "taken", over="", rep="picture_rep_open")
    story.start(taken)
    story.cancelled("cancelled")
    story.establishing("establishing")
    story.open("open")
    replied = story.plan("planned", ahead=True)
    inviting.reply(
        story.session,
        seat=seats(replied)[1],
        dialogue=replied,
        answer=Reply.PROPOSED,
        words=story.words("planned", "reply"),
        proposed_at=replied.starts_at + timedelta(days=2),
    )


class Story:
    """Writes the meetings of one pair, each text a canary."""

    def __init__(
        self,
        session: Session,
        pair: str,
        series: Series,
        over: Person,
        rep: Person,
        times: count[int] | None = None,
    ) -> None:
        self.session, self.pair, self.series, self.over, self.rep = session, pair, series, over, rep
        self.times = times or count(1)
        self.by_name: dict[str, Dialogue] = {}

    def words(self, meeting: str, kind: str) -> str:
        return f"Ord {canary(self.pair, meeting, kind)} ord."

    def plan(self, meeting: str, *, ahead: bool = False) -> Dialogue:
        """Plan a meeting: long ago unless `ahead`, so that it may start."""
        number = next(self.times)
        starts: datetime = clock.now() + timedelta(days=number if ahead else number - 400)
        dialogue = make_dialogue(self.session, self.series, self.over, self.rep, starts_at=starts)
        dialogue.title = f"Möte {meeting}"
        for theme in themes_of(self.session, dialogue.id):
            theme.backgrounds = list(BACKGROUNDS)
        self.by_name[meeting] = dialogue
        return loaded(self.session, dialogue)

    def pictures(
        self, dialogue: Dialogue, meeting: str, over: str = "picture_over_open", rep: str = "picture_rep_open"
    ) -> None:
        """Let both write on the first theme."""
        dialogue = loaded(self.session, dialogue)
        theme = self.theme(dialogue)
        for seat, kind in zip(seats(dialogue), (over, rep), strict=True):
            if kind:
                preparing.write_picture(
                    self.session,
                    seat=seat,
                    dialogue=dialogue,
                    theme=theme,
                    text=self.words(meeting, kind),
                    base=0,
                )
                attaching.attach_to_picture(
                    self.session,
                    seat=seat,
                    dialogue=dialogue,
                    theme=theme,
                    store=store(),
                    checked=self.file(meeting, kind),
                )

    def file(self, meeting: str, kind: str) -> Checked:
        """A file whose name and content each are a canary."""
        name = f"{canary(self.pair, meeting, f'{kind}_filename')}.txt"
        return check(name, self.words(meeting, f"{kind}_file").encode())

    def theme(self, dialogue: Dialogue) -> Theme:
        return themes_of(self.session, dialogue.id)[0]

    def step(self, dialogue: Dialogue, target: State, reason: str = "") -> Dialogue:
        dialogue = loaded(self.session, dialogue)
        services.take_step(
            self.session, seat=seats(dialogue)[0], dialogue=dialogue, target=target, reason=reason
        )
        return loaded(self.session, dialogue)

    def start(self, dialogue: Dialogue) -> Dialogue:
        return self.step(dialogue, State.HELD)

    def blind(self, meeting: str) -> Dialogue:
        """Both have written, one has shared."""
        dialogue = self.plan(meeting, ahead=True)
        self.pictures(dialogue, meeting, "picture_over_closed", "picture_rep_closed")
        dialogue = loaded(self.session, dialogue)
        preparing.share_pictures(self.session, seat=seats(dialogue)[1], dialogue=dialogue)
        return dialogue

    def open(self, meeting: str) -> Dialogue:
        """Both have shared; the meeting has not begun, and there is something to take up in it."""
        dialogue = self.plan(meeting, ahead=True)
        goal = goal_of(dialogue.series.rep_post.unit)
        about.take_up(
            self.session, seat=seats(dialogue)[0], dialogue=dialogue, theme=self.theme(dialogue), ref=goal
        )
        self.pictures(dialogue, meeting)
        dialogue = loaded(self.session, dialogue)
        for seat in seats(dialogue):
            preparing.share_pictures(self.session, seat=seat, dialogue=dialogue)
        return dialogue

    def cancelled(self, meeting: str) -> Dialogue:
        """Called off with a reason."""
        return self.step(self.plan(meeting), State.CANCELLED, self.words(meeting, "reason"))

    def held(self, meeting: str, *, proposals: bool = True) -> Dialogue:
        """Held, with everything two people write in a meeting."""
        dialogue = self.plan(meeting)
        self.pictures(dialogue, meeting)
        dialogue = self.start(dialogue)
        over, rep = seats(dialogue)
        theme = self.theme(dialogue)
        assert theme.note is not None
        write = {"session": self.session, "dialogue": dialogue}
        # Who has left the post reads no goals any more, and employees read none.
        if self.series.pair_kind != PairKind.EMPLOYEE and self.rep.name != PEOPLE["former"]:
            about.mark_theme(**write, seat=rep, theme=theme, ref=goal_of(dialogue.series.rep_post.unit))
        holding.write_shared(**write, seat=rep, shared=theme.note, text=self.words(meeting, "note"), base=0)
        attaching.attach_to_meeting(**write, seat=rep, store=store(), checked=self.file(meeting, "note"))
        holding.judge(**write, seat=over, theme=theme, verdict=Verdict.SAME)
        holding.judge(**write, seat=rep, theme=theme, verdict=Verdict.PARTLY)
        promise = Promise(self.words(meeting, "agreement"), "rep")
        holding.agree(**write, seat=over, theme_id=theme.id, promise=promise)
        holding.decide(**write, seat=rep, theme_id=theme.id, text=self.words(meeting, "decision"))
        raising.propose_matter(
            **write, seat=rep, theme_id=theme.id, text=self.words(meeting, "matter_by_rep")
        )
        raising.propose_matter(**write, seat=over, theme_id=None, text=self.words(meeting, "matter_by_over"))
        if proposals:
            self.raise_matter(dialogue, self.words(meeting, "matter_by_both"))
        return loaded(self.session, dialogue)

    def raise_matter(self, dialogue: Dialogue, text: str) -> RaisedMatter:
        """Let both release a matter."""
        dialogue = loaded(self.session, dialogue)
        over, rep = seats(dialogue)
        matter = raising.propose_matter(
            self.session, seat=rep, dialogue=dialogue, theme_id=self.theme(dialogue).id, text=text
        )
        raising.release_matter(
            self.session, seat=over, dialogue=dialogue, matter=matter, revision=matter.revision, released=True
        )
        establishing.raise_if_released(self.session, dialogue, matter)
        return matter

    def establishing(self, meeting: str, *, proposals: bool = True) -> Dialogue:
        """On the way: the reporting side has given its consent with an own opinion."""
        dialogue = self.step(self.held(meeting, proposals=proposals), State.ESTABLISHING)
        if not proposals:
            self.raise_matter(dialogue, self.words(meeting, "raised"))
        shared = whole_of(self.session, dialogue.id)
        assert shared is not None
        over, rep = seats(dialogue)
        holding.write_shared(
            self.session,
            seat=over,
            dialogue=dialogue,
            shared=shared,
            text=self.words(meeting, "whole"),
            base=0,
        )
        dialogue = loaded(self.session, dialogue)
        establishing.consent(
            self.session,
            seat=rep,
            dialogue=dialogue,
            revision=dialogue.record_revision,
            own_opinion=self.words(meeting, "own_opinion"),
        )
        begun = At(over.person_id, f"/dialoger/{dialogue.id}/helhet/faststall", "dialogue", dialogue.id)
        drafts.keep(self.session, begun, fields={"own_opinion": self.words(meeting, "begun_over")}, base="")
        return loaded(self.session, dialogue)

    def established(self, meeting: str, *, answered_by: Person | None) -> Dialogue:
        """Established by both, with one passage raised then and one later, addenda, and an answer."""
        dialogue = self.establishing(meeting, proposals=False)
        over, rep = seats(dialogue)
        establishing.consent(self.session, seat=over, dialogue=dialogue, revision=dialogue.record_revision)
        dialogue = loaded(self.session, dialogue)
        file_record(
            self.session,
            seat=rep,
            dialogue=dialogue,
            filing=Filing(
                canary(self.pair, meeting, "registry_number"),
                "Dialoganteckning",
                canary(self.pair, meeting, "secrecy"),
            ),
        )
        self.raise_matter(dialogue, self.words(meeting, "raised_later"))
        for kind in ("addendum", "addendum_proposed"):
            addendum = establishing.write_addendum(
                self.session, seat=rep, dialogue=dialogue, text=self.words(meeting, kind)
            )
            if kind == "addendum":
                for seat in (over, rep):
                    establishing.consent_to_addendum(
                        self.session,
                        seat=seat,
                        dialogue=dialogue,
                        addendum=addendum,
                        revision=addendum.revision,
                    )
        if answered_by is not None:
            self.answer(dialogue, meeting, answered_by)
        return dialogue

    def answer(self, dialogue: Dialogue, meeting: str, person: Person) -> None:
        """Let somebody above answer the first passage."""
        self.session.flush()
        held = holdings(self.session, person.id, clock.today())
        passage = self.session.scalars(
            select(Passage).where(Passage.source_id == dialogue.id).order_by(Passage.id)
        ).first()
        assert passage is not None
        self.session.refresh(passage, ["answers"])
        passages.answer(
            self.session,
            actor=Actor(person.id, person.name, "sv", held),
            passage=passage,
            text=self.words(meeting, "answer"),
        )

    def invite(self, meeting: str, guest: Person, half_guest: Person) -> None:
        """Invite one by both and one by the overarching side alone."""
        dialogue = loaded(self.session, self.by_name[meeting])
        over, rep = seats(dialogue)
        for seat, person in ((over, guest), (rep, guest), (over, half_guest)):
            services.invite_guest(self.session, seat=seat, dialogue=dialogue, person_id=person.id)
        self.session.flush()


Values = dict[str, object]


def _on_the_thread(session: Session) -> list[Values]:
    """Give every goal, activity and candidate, and a few of the other things one can enter the thread at."""
    whole = {"goal": Goal.id, "activity": Activity.id, "candidate": Candidate.id}
    few = {"vision": UnitText.unit_id, "unit_text_part": Part.id, "passage": Passage.id}
    found: list[Values] = []
    for kind, column in whole.items():
        found += [{"kind": kind, "node_id": one} for one in session.scalars(select(column).order_by(column))]
    for kind, column in few.items():
        some = session.scalars(select(column).distinct().order_by(column).limit(4))
        found += [{"kind": kind, "node_id": one} for one in some]
    return found + on_the_thread(session) + control_on_the_thread(session)


def _one_each(session: Session, query: Select[Any], *columns: str) -> list[Values]:
    return [dict(zip(columns, row, strict=True)) for row in session.execute(query)]


def own_template() -> ColumnElement[bool]:
    """Give the condition that a version is of the municipality's own template."""
    return TemplateVersion.template_id.in_(select(Template.id).where(Template.profile_key.is_(None)))


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset(): lambda _session: [{}],
    frozenset({"series_id"}): lambda s: _one_each(s, select(Series.id), "series_id"),
    frozenset({"dialogue_id"}): lambda s: _one_each(s, select(Dialogue.id), "dialogue_id"),
    frozenset({"dialogue_id", "theme_id"}): lambda s: _one_each(
        s, select(Theme.dialogue_id, Theme.id).where(Theme.position == 1), "dialogue_id", "theme_id"
    ),
    frozenset({"dialogue_id", "agreement_id"}): lambda s: _one_each(
        s, select(Agreement.dialogue_id, Agreement.id), "dialogue_id", "agreement_id"
    ),
    frozenset({"agreement_id"}): lambda s: _one_each(s, select(Agreement.id), "agreement_id"),
    frozenset({"dialogue_id", "guest_id"}): lambda s: _one_each(
        s, select(Guest.dialogue_id, Guest.id), "dialogue_id", "guest_id"
    ),
    frozenset({"dialogue_id", "matter_id"}): lambda s: _one_each(
        s, select(RaisedMatter.dialogue_id, RaisedMatter.id), "dialogue_id", "matter_id"
    ),
    frozenset({"dialogue_id", "addendum_id"}): lambda s: _one_each(
        s, select(Addendum.dialogue_id, Addendum.id), "dialogue_id", "addendum_id"
    ),
    frozenset({"edition_id"}): lambda s: [
        {"edition_id": number}
        for kind in s.scalars(select(Edition.kind).distinct().order_by(Edition.kind))
        if record_kinds.get(kind) is not None
        for number in s.scalars(
            select(Edition.id).where(Edition.kind == kind).order_by(Edition.id.desc()).limit(2)
        )
    ],
    frozenset({"disposal_id"}): lambda s: _one_each(s, select(Disposal.id), "disposal_id"),
    frozenset({"attachment_id"}): lambda s: _one_each(s, select(Attachment.id), "attachment_id"),
    frozenset({"dialogue_id", "attachment_id"}): lambda s: _one_each(
        s,
        select(Attachment.source_id, Attachment.id).where(Attachment.source_kind == "dialogue"),
        "dialogue_id",
        "attachment_id",
    ),
    frozenset({"document_id"}): lambda s: _one_each(
        s, select(Document.id).order_by(Document.id), "document_id"
    ),
    frozenset({"document_id", "form"}): lambda s: [
        values | {"form": form}
        for values in _one_each(s, select(Document.id).order_by(Document.id), "document_id")
        for form in ("pdf", "docx")
    ],
    frozenset({"decision_id", "form"}): lambda s: [
        values | {"form": form}
        for values in _one_each(s, select(RecordedDecision.id).order_by(RecordedDecision.id), "decision_id")
        for form in ("pdf", "docx")
    ],
    frozenset({"document_id", "attachment_id"}): lambda s: _one_each(
        s,
        select(Attachment.source_id, Attachment.id).where(Attachment.source_kind == DOCUMENT),
        "document_id",
        "attachment_id",
    ),
    frozenset({"document_id", "review_id"}): lambda s: _one_each(
        s, select(DocumentReview.document_id, DocumentReview.id), "document_id", "review_id"
    ),
    frozenset({"decision_id"}): lambda s: _one_each(
        s, select(RecordedDecision.id).order_by(RecordedDecision.id), "decision_id"
    ),
    frozenset({"template_id"}): lambda s: _one_each(
        s, select(TemplateVersion.template_id).where(own_template()), "template_id"
    ),
    frozenset({"template_id", "number"}): lambda s: _one_each(
        s,
        select(TemplateVersion.template_id, TemplateVersion.number).where(own_template()),
        "template_id",
        "number",
    ),
    frozenset({"kind", "subject_id"}): lambda s: _one_each(
        s,
        select(Talk.subject_kind, Talk.subject_id).distinct().order_by(Talk.subject_kind, Talk.subject_id),
        "kind",
        "subject_id",
    ),
    frozenset({"passage_id"}): lambda s: _one_each(s, select(Passage.id), "passage_id"),
    frozenset({"answer_id"}): lambda s: _one_each(s, select(Answer.id), "answer_id"),
    frozenset({"unit_id"}): lambda s: _one_each(
        s, select(Unit.id).where(Unit.kind.in_(["section", "council"])), "unit_id"
    ),
    frozenset({"person_id"}): lambda s: _one_each(
        s, select(Person.id).where(Person.name.in_([PEOPLE["unit_manager"], PEOPLE["auditor"]])), "person_id"
    ),
    frozenset({"appointment_id"}): lambda s: _one_each(
        s, select(Appointment.id).where(Appointment.is_deputy), "appointment_id"
    ),
    frozenset({"planned_id"}): lambda s: _one_each(s, select(PlannedChange.id), "planned_id"),
    frozenset({"notice_id"}): lambda s: _one_each(
        s, select(Notice.id).order_by(Notice.id).limit(3), "notice_id"
    ),
    frozenset({"outgoing_id"}): lambda s: _one_each(
        s, select(Outgoing.id).order_by(Outgoing.id).limit(2), "outgoing_id"
    ),
    frozenset({"series_id", "form"}): lambda s: [
        values | {"form": form}
        for values in _one_each(s, select(Series.id), "series_id")
        for form in ("pdf", "docx")
    ],
    frozenset({"dialogue_id", "form"}): lambda s: [
        values | {"form": form}
        for values in _one_each(s, select(Dialogue.id), "dialogue_id")
        for form in ("pdf", "docx")
    ],
    frozenset({"dialogue_id", "order_id"}): lambda s: _one_each(
        s,
        select(OrderedDocument.object_id, OrderedDocument.id).where(OrderedDocument.kind == "record"),
        "dialogue_id",
        "order_id",
    ),
    frozenset({"series_id", "order_id"}): lambda s: _one_each(
        s,
        select(OrderedDocument.object_id, OrderedDocument.id).where(OrderedDocument.kind == "series_history"),
        "series_id",
        "order_id",
    ),
    frozenset({"goal_id"}): lambda s: _one_each(s, select(Goal.id), "goal_id"),
    frozenset({"goal_id", "number"}): lambda s: [
        values | {"number": 1}
        for values in _one_each(s, select(Goal.id).where(Goal.edition_id.is_not(None)), "goal_id")
    ],
    frozenset({"personal_goal_id"}): lambda s: _one_each(s, select(PersonalGoal.id), "personal_goal_id"),
    frozenset({"part_goal_id"}): lambda s: _one_each(s, select(PartGoal.id), "part_goal_id"),
    frozenset({"goal_id", "unit_id", "key"}): lambda s: [
        values | {"unit_id": unit_id, "key": "result_goals"}
        for values in _one_each(s, select(Goal.id), "goal_id")
        for unit_id in (1, 3)
    ],
    frozenset({"candidate_id"}): lambda s: _one_each(s, select(Candidate.id), "candidate_id"),
    frozenset({"kind", "node_id"}): _on_the_thread,
    frozenset({"activity_id"}): lambda s: _one_each(s, select(Activity.id), "activity_id"),
    frozenset({"indicator_id"}): measured.of_indicators,
    frozenset({"indicator_id", "place_id"}): kolada_places.of_places,
    frozenset({"indicator_id", "unit_id"}): measured.of_units,
    frozenset({"indicator_id", "unit_id", "period"}): measured.of_periods,
    frozenset({"indicator_id", "sort"}): measured.of_files,
    frozenset({"section_id"}): lambda s: _one_each(s, select(Unit.id), "section_id"),
    frozenset({"key", "section_id"}): lambda s: [
        values | {"key": key}
        for values in _one_each(s, select(Unit.id), "section_id")
        for key in ("no_goals", "not_talked_direction", "not_measured", "not_checked")
    ],
    frozenset({"feed_token"}): lambda _session: [{"feed_token": feed_token(name)} for name in PEOPLE],
    frozenset({"sort"}): lambda _session: [{"sort": "csv"}, {"sort": "xlsx"}],
    frozenset({"token"}): lambda _session: [{"token": "nothing-that-was-handed-over"}],
    frozenset({"filename"}): lambda _session: [{"filename": "nothing.css"}],
    **UNIT_TEXT_ARGUMENTS,
    **QUALITY_ARGUMENTS,
    **CONTROL_ARGUMENTS,
    **ECONOMY_ARGUMENTS,
    **DEVIATION_ARGUMENTS,
    **CITIZEN_ARGUMENTS,
    **MODEL_ARGUMENTS,
    **REPORT_ARGUMENTS,
    **ASSIGNMENT_ARGUMENTS,
}
"""Values for the arguments of the views, by the names of the arguments taken together.

All dialogues, since each has texts of its own; of what is alike for everybody a few, since the walk is long.
"""

QUERIES: dict[str, list[str]] = {
    **ECONOMY_QUERIES,
    **DEVIATION_QUERIES,
    **CITIZEN_QUERIES,
    **MODEL_QUERIES,
    **REPORT_QUERIES,
    "passages.index": [
        "",
        "?vy=till-mig&lage=alla",
        "?vy=ur-vara&lage=alla",
        "?vy=till-mig&lage=alla&q=KANARIE",
        "?vy=ur-vara&lage=alla&q=KANARIE",
    ],
    "supervision.index": [
        "",
        *(
            f"?tid=allt&del={part}"
            for part in ("conditions", "direction", "economy", "quality", "control", "ovrigt")
        ),
        "?del=quality&enhet=5",
    ],
    "dialogues.the_day": ["", "?day=2026-12-24&time=09:00&minutes=90", "?day=0001-01-01&time=x&minutes=-1"],
    "planning.index": [
        "",
        *(f"?enhet={unit}" for unit in (1, 4, 5, 6, 8)),
        "?ar=2031",
        "?enhet=999999",
        "?perspektiv=alla",
    ],
    "planning.candidates": ["", "?enhet=4", "?enhet=5", "?enhet=7", "?enhet=8", "?enhet=8&ar=2031"],
    "planning.prioritise": ["", "?enhet=4", "?enhet=5", "?enhet=8", "?enhet=5&andra=1", "?ar=2031"],
    "planning.new_goal": ["", "?enhet=4", "?enhet=5", "?enhet=8", "?enhet=1&slag=council_goal"],
    "planning.goal": ["", "?andra=mal", "?andra=aktivitet-2", "?andra=indikator-2", "?andra=avsluta"],
    "planning.measures": ["", "?ar=2031", "?ar=x"],
    "planning.judge": ["", "?period=2026-08"],
    "measuring.judge": ["", "?period=2026-08"],
    "planning.checklist": ["", "?indikator=1", "?indikator=999999"],
    "planning.units": ["", "?sida=2", "?ar=2031", "?under=4", "?under=8", "?q=f%C3%B6rskolan"],
    "analysis.units": ["", "?under=4", "?under=8", "?q=f%C3%B6rskolan"],
    "analysis.vision": ["", "?under=4", "?under=8"],
    "planning.take_away": ["", "?enhet=1", "?enhet=5", "?enhet=4"],
    **QUALITY_QUERIES,
    **measured.QUERIES,
    **CONTROL_QUERIES,
    "accounts.register.index": ["", "?visa=utan&alla=1", "?visa=med"],
    # Whoever there is, with an account and without.
    "accounts.several.show_anew": ["", "?" + "&".join(f"p={person}" for person in range(1, 101))],
    "accounts.several.show": ["", "?" + "&".join(f"p={person}" for person in range(1, 101))],
    "organisation.tree": ["", "?q=KANARIE", "?q=Eva"],
    "assignments.index": [
        "",
        "?lage=alla",
        "?lage=alla&mina=tagna&ordning=-rubrik",
        "?lage=alla&q=finns+inte",
    ],
    "assignments.new": ["", "?enhet=3", "?enhet=4", "?fran=2", "?fran=999999"],
    "assignments.one": ["", "?andra=vad", "?andra=hur"],
    "assignments.take_away": ["?lage=alla"],
    "zone.question": ["", "?andra=gemensam"],
    "cycle.wheel": ["", "?ar=2027", "?ar=1"],
    "cycle.event": ["", "?flytta=alla", "?flytta=5", "?sida=2"],
    "documents.index": ["", "?lage=alla&q=KANARIE&ordning=-granskas", "?q=finns+inte"],
    "decisions.index": ["", "?lage=strukna", "?q=finns+inte"],
    "decisions.tests": ["", "?barn=ror-barn", "?q=finns+inte"],
    "decisions.new": ["", "?dokument=1"],
    "search.index": [
        "",
        "?q=ord",
        *(f"?q=KANARIE&sida={page}" for page in range(1, 22)),
        "?q=Eva",
        "?q=forskola+ord",
        "?q=kan*&slag=picture",
    ],
}
"""Further ways to ask, by endpoint; what searches and filters must be asked for too."""


class NobodyKnows(Exception):
    """A view takes arguments that the population has no values for."""


def _propose_disposal(session: Session, administrator: Person) -> None:
    """Let the last established record wait for a second person."""
    edition_id = session.scalars(
        select(Dialogue.edition_id)
        .where(Dialogue.edition_id.is_not(None))
        .order_by(Dialogue.id.desc())
        .limit(1)
    ).one()
    assert edition_id is not None
    propose(
        session,
        actor_id=administrator.id,
        edition_id=edition_id,
        retentions=retentions(load_profile("tranemo")),
        reason="Tiden har gått ut.",
        ground="Planen, punkt 3.",
    )


def _plan_a_move(session: Session, administrator: Person, town: Municipality) -> None:
    """Let a unit move on a day far ahead, which can be taken back until then."""
    move_unit(
        session,
        unit_id=town.sibling.id,
        parent_id=town.other_section.id,
        on=date(2099, 1, 1),
        actor_id=administrator.id,
    )


def _hold_a_record(session: Session, administrator: Person) -> None:
    """Let the first established record be kept for now."""
    dialogue_id = session.scalars(
        select(Dialogue.id).where(Dialogue.edition_id.is_not(None)).order_by(Dialogue.id).limit(1)
    ).one()
    place_hold(
        session,
        kind=RECORD,
        object_id=dialogue_id,
        reason="Granskas av revisionen.",
        actor_id=administrator.id,
    )


def arguments(session: Session, names: set[str]) -> list[Values]:
    """Give every set of values for a view's arguments; raises `NobodyKnows` for a view it has not met."""
    fill = ARGUMENTS.get(frozenset(names))
    if fill is None:
        raise NobodyKnows(f"tests/support/population.py has no values for {sorted(names)}")
    return fill(session)


def people(session: Session) -> dict[str, Person]:
    """Find everybody who looks."""
    found = {person.name: person for person in session.scalars(select(Person))}
    return {name: found[full] for name, full in PEOPLE.items()}


def series_named(session: Session, pair: str) -> Series:
    """Find the line of meetings of a pair by a text written in it."""
    text = canary(pair, "established", "agreement")
    return session.scalars(
        select(Series).join(Agreement, Agreement.series_id == Series.id).where(Agreement.what.contains(text))
    ).one()
