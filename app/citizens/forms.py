"""The shape of what one fills in about commitments, what was heard and citizen dialogues. Little is needed to begin."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.citizens import rules
from app.citizens.commitments.services import Decided, HowKept
from app.citizens.commitments.services import Said as Promised
from app.citizens.dialogues.services import Said as Noted
from app.citizens.errors import Fault, Refused
from app.citizens.heard.services import Said as WasHeard
from app.citizens.keeping import FIRST_YEAR, LAST_YEAR
from app.citizens.models import CitizenDialogue, Heard, PublicCommitment
from app.citizens.rules import Answered
from app.citizens.wording import FAULTS, KEPT, MET
from app.documents.forms import a_choice
from app.organisation.forms import NEEDED, a_day, a_line, some_words
from app.ui.forms import CheckedForm


def a_text(label: Any, description: Any = "", *, rows: int = 4, required: bool = False) -> TextAreaField:
    """Make a field for words."""
    return some_words(label, description, most=rules.LONGEST_TEXT, rows=rows, required=required)


class Count(IntegerField):
    """How many; what is no number stays in the field with a word on why."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(FAULTS[Fault.NOT_A_COUNT])) from None


def a_count(label: Any, description: Any = "") -> Count:
    """Make a field for how many; nothing is not zero."""
    between = NumberRange(0, rules.MOST_PEOPLE, FAULTS[Fault.NOT_A_COUNT])
    return Count(
        label,
        description=description,
        validators=[Optional(), between],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": 8},
    )


class CitizensForm(CheckedForm):
    """What the forms of this room have in common."""

    def take(self, refused: Refused) -> None:
        """Show a refusal of the services at the field it is about."""
        self.say("heard_words" if refused.field == "said" else refused.field, FAULTS[refused.fault])


class CommitmentForm(CitizensForm):
    """What is promised; only the promise itself is needed to begin."""

    kind_key = SelectField(lazy_gettext("Slag"), validate_choice=True)
    responsible_unit = a_choice(lazy_gettext("Enhet som lovar"))
    promise = a_text(
        lazy_gettext("Vad lovar ni?"),
        lazy_gettext(
            "Som ni skulle säga det till den som löftet gäller. Något som går att hålla och att följa."
        ),
        rows=3,
        required=True,
    )
    to_whom = a_line(
        lazy_gettext("Vem gäller löftet?"),
        lazy_gettext("Till exempel: alla som har hemtjänst hos oss, och deras anhöriga."),
        most=rules.LONGEST_TITLE,
    )
    followed_how = a_text(lazy_gettext("Hur följer ni om det hålls?"), rows=3)
    if_broken = a_text(
        lazy_gettext("Vad gör ni när det inte hålls?"),
        lazy_gettext("Det här är den del av löftet som märks mest. Skriv vad den som drabbas kan räkna med."),
        rows=3,
    )
    valid_from = a_day(lazy_gettext("Gäller från och med"), required=False)
    valid_to = a_day(
        lazy_gettext("Gäller till och med"), lazy_gettext("Lämna tomt för tills vidare."), required=False
    )
    revision = HiddenField()

    @classmethod
    def of(cls, one: PublicCommitment) -> "CommitmentForm":
        """Open a commitment for changes."""
        names = (
            "kind_key",
            "promise",
            "to_whom",
            "followed_how",
            "if_broken",
            "valid_from",
            "valid_to",
            "revision",
        )
        return cls(
            formdata=None, responsible_unit=one.unit_id, **{name: getattr(one, name) for name in names}
        )

    def said(self, called: str) -> Promised:
        """Give what was filled in."""
        return Promised(
            str(self.kind_key.data),
            called,
            self.promise.data or "",
            self.to_whom.data or "",
            self.followed_how.data or "",
            self.if_broken.data or "",
            self.valid_from.data,
            self.valid_to.data,
        )


class DecideForm(CitizensForm):
    """The decision on a commitment."""

    decided_by = a_line(lazy_gettext("Vem beslutade?"), required=True)
    decided_on = a_day(lazy_gettext("Beslutat den"))
    registry_number = a_line(lazy_gettext("Diarienummer"), most=rules.LONGEST_NUMBER)
    link = a_line(
        lazy_gettext("Var protokollet finns"),
        lazy_gettext("Hela adressen, med https:// först."),
        most=rules.LONGEST_LINK,
    )
    revision = HiddenField()

    def decided(self) -> Decided:
        """Give what was filled in."""
        return Decided(
            self.decided_by.data or "",
            self.decided_on.data,
            self.registry_number.data or "",
            self.link.data or "",
        )


class FollowUpForm(CitizensForm):
    """How a commitment was kept in a period."""

    period = SelectField(lazy_gettext("Efter"), validate_choice=True)
    kept = RadioField(lazy_gettext("Har ni hållit löftet?"), choices=list(KEPT.items()))
    words = a_text(lazy_gettext("Hur har det gått?"), rows=3, required=True)
    done = a_text(
        lazy_gettext("Vad har ni gjort när det inte hölls?"),
        lazy_gettext("Behövs bara när löftet inte hölls helt."),
        rows=3,
    )

    def how(self) -> HowKept:
        """Give what was filled in."""
        year, _, month = str(self.period.data).partition("-")
        return HowKept(
            int(year), int(month), self.kept.data or "", self.words.data or "", self.done.data or ""
        )


class EndForm(CitizensForm):
    """Why a commitment ends."""

    words = a_text(lazy_gettext("Varför avslutas det, och hur gick det?"), rows=3, required=True)


class HeardForm(CitizensForm):
    """What was heard: words first, figures if there are any."""

    source_key = SelectField(lazy_gettext("Var hörde ni det?"), validate_choice=True)
    responsible_unit = a_choice(lazy_gettext("Enhet det gäller"))
    year = IntegerField(
        lazy_gettext("År"),
        validators=[
            InputRequired(NEEDED),
            NumberRange(FIRST_YEAR, LAST_YEAR, FAULTS[Fault.UNKNOWN_YEAR]),
        ],
        render_kw={"inputmode": "numeric", "size": 6},
    )
    period = a_line(
        lazy_gettext("När på året"),
        lazy_gettext("Till exempel: våren, januari–april."),
        most=rules.LONGEST_PERIOD,
    )
    heard_words = a_text(
        lazy_gettext("Vad har ni hört?"),
        lazy_gettext(
            "Det som återkom och det som förvånade, med deras ord där det går. Skriv inget som pekar ut någon."
        ),
        rows=5,
        required=True,
    )
    we_do = a_text(lazy_gettext("Vad gör ni åt det?"), rows=3)
    how_many = a_count(
        lazy_gettext("Hur många svarade eller hörde av sig?"),
        lazy_gettext("Lämna tomt om ni inte vet. Skriv 0 om ingen svarade: också det säger något."),
    )
    figures = a_text(lazy_gettext("Siffror, om det finns några"), rows=2)
    link = a_line(
        lazy_gettext("Var det är publicerat"),
        lazy_gettext("Hela adressen, med https:// först."),
        most=rules.LONGEST_LINK,
    )
    revision = HiddenField()

    @classmethod
    def of(cls, one: Heard) -> "HeardForm":
        """Open a note for changes."""
        names = ("source_key", "year", "period", "we_do", "how_many", "figures", "link", "revision")
        return cls(
            formdata=None,
            responsible_unit=one.unit_id,
            heard_words=one.said,
            **{name: getattr(one, name) for name in names},
        )

    def said(self, called: str) -> WasHeard:
        """Give what was filled in."""
        return WasHeard(
            str(self.source_key.data),
            called,
            self.year.data or 0,
            self.heard_words.data or "",
            self.period.data or "",
            self.how_many.data,
            self.figures.data or "",
            self.we_do.data or "",
            self.link.data or "",
        )


class DialogueForm(CitizensForm):
    """A citizen dialogue; each principle of the model has a question of its own, put in by `dialogue_form`."""

    responsible_unit = a_choice(lazy_gettext("Enhet som höll medborgardialogen"))
    title = a_line(lazy_gettext("Vad handlade den om, i en rad"), most=rules.LONGEST_TITLE, required=True)
    held_on = a_day(lazy_gettext("När"), required=False)
    purpose = a_text(lazy_gettext("Varför bjöd ni in?"), rows=2)
    question = a_text(lazy_gettext("Vad frågade ni om?"), rows=2)
    influence = a_text(
        lazy_gettext("Vad gick att påverka?"), lazy_gettext("Och vad var redan bestämt?"), rows=2
    )
    invited = a_text(lazy_gettext("Vilka bjöd ni in, och vilka kom?"), rows=2)
    invited_count = a_count(lazy_gettext("Antal inbjudna"))
    came_count = a_count(lazy_gettext("Antal som kom"))
    method = a_text(lazy_gettext("Hur gick det till?"), rows=2)
    heard_words = a_text(
        lazy_gettext("Vad sades?"),
        lazy_gettext(
            "Med deras ord där det går, också det som drog åt olika håll. Skriv inget som pekar ut någon."
        ),
        rows=5,
    )
    led_to = a_text(lazy_gettext("Vad ledde det till?"), rows=3)
    told_back = a_text(lazy_gettext("Hur fick de som var med veta det?"), rows=2)
    link = a_line(
        lazy_gettext("Var det är publicerat"),
        lazy_gettext("Hela adressen, med https:// först."),
        most=rules.LONGEST_LINK,
    )
    revision = HiddenField()

    WORDS = ("title", "purpose", "question", "influence", "invited", "method", "led_to", "told_back", "link")
    NAMES = (*WORDS, "held_on", "invited_count", "came_count")

    def said(self, principles: Sequence[Answered]) -> Noted:
        """Give what was filled in, with what was answered on each principle."""
        words = {name: self._fields[name].data or "" for name in self.WORDS}
        return Noted(
            **words,
            held_on=self.held_on.data,
            invited_count=self.invited_count.data,
            came_count=self.came_count.data,
            said=self.heard_words.data or "",
            answers=[
                Answered(
                    one.key,
                    one.name,
                    met=self._fields[f"met_{one.key}"].data or "",
                    words=self._fields[f"words_{one.key}"].data or "",
                )
                for one in principles
            ],
        )


def dialogue_form(principles: Sequence[Answered], one: CitizenDialogue | None = None) -> DialogueForm:
    """Make the form with a question for each principle; `one` opens a dialogue for changes."""
    fields: dict[str, Any] = {}
    for principle in principles:
        fields[f"met_{principle.key}"] = RadioField(
            principle.name, description=principle.text, choices=list(MET.items()), validators=[Optional()]
        )
        fields[f"words_{principle.key}"] = a_text(lazy_gettext("Hur, eller varför inte?"), rows=2)
    form = type("WithPrinciples", (DialogueForm,), fields)
    if one is None:
        return form()  # type: ignore[no-any-return]
    answers = {answer.principle_key: answer for answer in one.answers}
    said: dict[str, Any] = {name: getattr(one, name) for name in DialogueForm.NAMES}
    for key, answer in answers.items():
        said |= {f"met_{key}": answer.met or None, f"words_{key}": answer.words}
    return form(  # type: ignore[no-any-return]
        formdata=None,
        responsible_unit=one.unit_id,
        heard_words=one.said,
        revision=one.revision,
        **said,
    )
