"""Planning a year of a series in one go, and what is to be known of the day one thinks of."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.db import db
from app.dialogues import wording
from app.dialogues.agenda.queries import current_version
from app.dialogues.blueprint import dialogues, without_day
from app.dialogues.errors import DialogueError
from app.dialogues.models import Dialogue, Series, Side, TemplateVersion
from app.dialogues.planning import pages, proposing, services
from app.dialogues.planning.forms import MOST_ROWS, TimeForm, YearForm
from app.dialogues.planning.proposing import Span
from app.dialogues.planning.queries import Taken, taken_times
from app.dialogues.queries.lines import meetings_not_cancelled, one_series
from app.dialogues.seating import words_for
from app.dialogues.series.ending import Ending, end_ahead, ending_by
from app.dialogues.series.pages import speakers_now
from app.organisation.models import Person
from app.steering.routes import profile_in_force, worded
from app.ui import formats
from app.ui.install import capitalised, locale


@dataclass(slots=True)
class Row:
    """One time on the page: its form, what it is for, and what speaks against it."""

    form: TimeForm
    event: str
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Year:
    """All that the page of a year stands on."""

    series: Series
    speakers: dict[Side, Person]
    known: list[Dialogue]
    taken: list[Taken]
    ends: dict[frozenset[date], Ending | None] = field(default_factory=dict)

    def ending(self, day: date) -> Ending | None:
        """Tell how the line ends by a day, if it does: asked once for all days after the same end."""
        ends = (self.series.over_post.unit.valid_to, self.series.rep_post.unit.valid_to)
        gone = frozenset(end for end in ends if end is not None and end <= day)
        if gone not in self.ends:
            self.ends[gone] = ending_by(db.session, self.series, day)
        return self.ends[gone]

    def nobody_left(self, day: date) -> bool:
        """Tell whether a unit of the two is no more on a day and none takes over."""
        ending = self.ending(day)
        return ending is not None and not ending.heirs

    @property
    def other(self) -> str:
        """The name of whoever speaks for the other side."""
        names = [one.name for one in self.speakers.values() if one.id != acting().person_id]
        return names[0] if names else ""


def _year(series_id: int, *, write: bool = False) -> Year:
    actor = acting()
    series = one_series(db.session, actor, series_id, lock=write)
    if series is None:
        abort(404)
    speakers = speakers_now(db.session, series, actor)
    now = clock.now()
    taken = taken_times(
        db.session,
        actor,
        [person.id for person in speakers.values()],
        first=now - timedelta(days=1),
        last=now + proposing.YEAR + proposing.BEYOND + timedelta(days=60),
    )
    return Year(series, speakers, meetings_not_cancelled(db.session, series.id), taken)


@dialogues.route("/serie/<int:series_id>/foresla-tider", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def propose_times(series_id: int) -> str | Response | tuple[str, int]:
    """Propose when the two would meet over the coming year, and plan what is left of it in one go."""
    year = _year(series_id, write=request.method == "POST")
    if year.series.ended_on is not None:
        flash(gettext("Serien är avslutad. Öppna den igen för att planera ett möte."), "problem")
        return redirect(url_for("dialogues.series_page", series_id=series_id))
    if request.method == "GET":
        return _page(year, _suggested(year), _proposed(year))
    return _planned(year, YearForm(), _sent())


def _suggested(year: Year) -> YearForm:
    last = year.known[0] if year.known else None
    return YearForm(
        formdata=None,
        title=(without_day(last) if last else "") or gettext("Dialog"),
        minutes=last.minutes if last else pages.usual_minutes(year.series),
        place=last.place if last else "",
    )


def _proposed(year: Year) -> list[Row]:
    last = year.known[0] if year.known else None
    usual = proposing.usual_from(
        last.starts_at if last else None, last.minutes if last else pages.usual_minutes(year.series)
    )
    windows = proposing.windows(
        pages.rhythm_of(year.series),
        pages.cycle_of(year.series),
        [_day(one.starts_at) for one in year.known],
        clock.today(),
    )
    proposed = proposing.proposals(windows, usual, [one.span for one in year.taken])
    found = [one for one in proposed if not year.nobody_left(one.day)]
    return [
        Row(
            TimeForm(
                formdata=None,
                prefix=f"r{number}",
                take=True,
                day=one.day,
                time=one.at,
                event=one.window.event,
            ),
            _event_name(one.window.event),
        )
        for number, one in enumerate(found[:MOST_ROWS])
    ]


def _sent() -> list[Row]:
    number = min(max(request.form.get("rows", 0, type=int), 0), MOST_ROWS)
    forms = [TimeForm(prefix=f"r{place}") for place in range(number)]
    return [Row(form, _event_name(form.event.data or "")) for form in forms]


def _event_name(key: str) -> str:
    return next((worded(event.name) for event in profile_in_force().all_events() if event.key == key), "")


def _day(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def _planned(year: Year, form: YearForm, rows: list[Row]) -> str | Response | tuple[str, int]:
    """Plan what was sent, or give it back with all that stands in the way."""
    wanted = [row for row in rows if row.form.take.data]
    faulty = not form.validate()
    # A length that cannot be has been told beside its field, and says nothing of what the times collide with.
    minutes = 0 if form.minutes.errors else form.minutes.data or 0
    faulty = _refuse(year, wanted, minutes) or faulty
    unseen = _note(year, rows, minutes)
    if request.form.get("wish") == "look" and wanted and not faulty:
        return _page(year, form, rows, seen=True)
    if faulty or unseen or not wanted or request.form.get("wish") != "plan":
        problem = ""
        if not wanted:
            problem = gettext("Ingen tid är vald. Kryssa för dem ni vill boka.")
        elif unseen and not faulty and request.form.get("wish") == "plan":
            problem = gettext("Inget är bokat än. Se över det som står vid tiderna, eller boka ändå.")
        return _page(year, form, rows, problem), 422
    try:
        made = services.plan_year(
            db.session,
            actor_id=acting().person_id,
            series=year.series,
            agenda=_agenda(year.series),
            title=form.title.data or "",
            times=[row.form.starts_at for row in wanted if row.form.starts_at is not None],
            speakers={side: person.id for side, person in year.speakers.items()},
            minutes=form.minutes.data or 90,
            place=form.place.data or "",
        )
    except DialogueError as error:
        db.session.rollback()
        # The refused change was rolled back, and with it what had been loaded.
        return _page(_year(year.series.id), form, rows, words_for(error)), 422
    other = year.other
    db.session.commit()
    flash(
        ngettext(
            "Ett möte är bokat. %(name)s får en inbjudan.",
            "%(words)s möten är bokade. %(name)s får en inbjudan till vart och ett.",
            len(made),
            words=capitalised(formats.number_word(len(made), locale())),
            name=other,
        ),
        "done",
    )
    return redirect(url_for("dialogues.series_page", series_id=year.series.id))


def _agenda(series: Series) -> TemplateVersion:
    version = current_version(db.session, series.template_id)
    if version is None:
        abort(404)
    return version


def _refuse(year: Year, wanted: list[Row], minutes: int) -> bool:
    """Note by each time what makes it impossible; tells whether anything does."""
    faulty = False
    before: list[Span] = [
        Span(one.starts_at, one.starts_at + timedelta(minutes=one.minutes)) for one in year.known
    ]
    for row in wanted:
        row.form.validate()
        starts_at = row.form.starts_at
        if not row.form.errors and starts_at is not None:
            ends_at = starts_at + timedelta(minutes=minutes)
            if starts_at <= clock.now():
                row.form.day.errors = [gettext("Den tiden har redan varit. Välj en som ligger framåt.")]
            elif any(span.meets(starts_at, ends_at) for span in before):
                row.form.day.errors = [gettext("Ni har redan ett möte då.")]
            elif (ending := year.ending(_day(starts_at))) is not None and not ending.heirs:
                row.form.day.errors = [wording.nobody_left(ending)]
            before.append(Span(starts_at, ends_at))
        faulty = faulty or bool(row.form.errors)
    return faulty


def _note(year: Year, rows: list[Row], minutes: int) -> bool:
    """Note by each time what speaks against it; tells whether something does that has not been on the page."""
    unseen = False
    for row in rows:
        starts_at = row.form.starts_at
        if starts_at is None or row.form.errors:
            continue
        ending = year.ending(_day(starts_at))
        row.notes = [wording.after_the_end(ending)] if ending is not None else []
        row.notes += pages.about_time(starts_at, minutes, year.taken, acting())
        if row.notes:
            unseen = unseen or (bool(row.form.take.data) and not row.form.is_seen)
            row.form.seen.data = starts_at.isoformat()
    return unseen


def _page(year: Year, form: YearForm, rows: list[Row], problem: str = "", *, seen: bool = False) -> str:
    today = clock.today()
    return render_template(
        "dialogues/planning/year.html",
        series=year.series,
        speakers=year.speakers,
        form=form,
        rows=rows,
        problem=problem,
        seen=seen,
        clashes=any(row.notes for row in rows if row.form.take.data),
        faults=any(row.form.errors for row in rows),
        marks=pages.marks_between(today, today + proposing.YEAR, year.taken, acting()),
        rhythm=worded(rhythm.name) if (rhythm := pages.rhythm_of(year.series)) else "",
        ends=wording.after_the_end(ending) if (ending := end_ahead(db.session, year.series)) else "",
        known=[one for one in reversed(year.known) if one.starts_at > clock.now()],
    )


@dialogues.get("/serie/<int:series_id>/dagen")
@requires(May.TAKE_PART)
def the_day(series_id: int) -> str:
    """Tell what speaks against the time one thinks of: a fragment beside the fields, asked for as they change."""
    actor = acting()
    series = one_series(db.session, actor, series_id)
    if series is None:
        abort(404)
    people = [person.id for person in speakers_now(db.session, series, actor).values()]
    return render_template(
        "dialogues/planning/_day.html",
        around=pages.around(
            db.session,
            actor,
            people,
            TimeForm(formdata=request.args).starts_at,
            request.args.get("minutes", type=int),
            series=series,
            but=request.args.get("mote", type=int),
        ),
    )
