"""What is told of units: that one is to end, to become others or to move on a day ahead, and that it does not."""

from flask_babel import gettext, ngettext

from app.notifications.kinds import Kind
from app.notifications.wording.saying import Facts, Said, Sentences
from app.ui import formats
from app.ui.install import capitalised, listed, locale

MOVE, SPLIT, MERGE, CLOSE = "move", "split", "merge", "close"


def _unit_change(facts: Facts) -> Said:
    if facts.text("what") == "taken_back":
        return Said(_taken_back(facts), (gettext("Allt fortsätter som förut."),), link=_link(facts))
    return Said(_planned(facts), _means(facts), link=_link(facts))


def _named(facts: Facts) -> dict[str, str]:
    return {
        "units": listed(facts.texts("units")),
        "made": listed(facts.texts("made")),
        "to": listed(facts.texts("to")) or gettext("överst i organisationen"),
        "day": facts.long_date("on"),
    }


def _planned(facts: Facts) -> str:
    named = _named(facts)
    return {
        MOVE: gettext("%(units)s flyttas den %(day)s till %(to)s", **named),
        SPLIT: gettext("%(units)s delas den %(day)s i %(made)s", **named),
        MERGE: gettext("%(units)s slås den %(day)s ihop till %(made)s", **named),
        CLOSE: gettext("%(units)s avslutas och finns inte längre från den %(day)s", **named),
    }[facts.text("change")]


def _taken_back(facts: Facts) -> str:
    named = _named(facts)
    return {
        MOVE: gettext("%(units)s flyttas inte till %(to)s den %(day)s, som det var planerat", **named),
        SPLIT: gettext("%(units)s delas inte den %(day)s, som det var planerat", **named),
        MERGE: gettext("%(units)s slås inte ihop den %(day)s, som det var planerat", **named),
        CLOSE: gettext("%(units)s avslutas inte den %(day)s, som det var planerat", **named),
    }[facts.text("change")]


def _means(facts: Facts) -> tuple[str, ...]:
    """Say what it means for the one who is told: what they have booked and promised for that day or later."""
    stops, goes_on, promises = (_number(facts, name) for name in ("stops", "goes_on", "promises"))
    if facts.text("change") == MOVE:
        return (gettext("Det som är bokat och överenskommet där står kvar."),)
    said = []
    if stops:
        said.append(
            ngettext(
                "Ett möte som du är med i är bokat då eller senare, och ingen enhet tar över det. Flytta det till en "
                "dag dessförinnan, eller ställ in det.",
                "%(words)s möten som du är med i är bokade då eller senare, och ingen enhet tar över dem. Flytta dem "
                "till dagar dessförinnan, eller ställ in dem.",
                stops,
                words=_words(stops),
            )
        )
    if stops and goes_on:
        said.append(
            gettext(
                "Övriga möten kan stå kvar: den av er som är kvar för då över serien till enheten som tar över."
            )
        )
    elif goes_on:
        said.append(
            ngettext(
                "Ett möte som du är med i är bokat då eller senare. Det kan stå kvar: den av er som är kvar för då "
                "över serien till enheten som tar över.",
                "%(words)s möten som du är med i är bokade då eller senare. De kan stå kvar: den av er som är kvar för "
                "då över serien till enheten som tar över.",
                goes_on,
                words=_words(goes_on),
            )
        )
    if promises:
        said.append(
            ngettext(
                "En överenskommelse ni har ska vara klar då eller senare.",
                "%(words)s överenskommelser ni har ska vara klara då eller senare.",
                promises,
                words=_words(promises),
            )
        )
    return tuple(said) or (gettext("Fram till dess gäller allt som förut."),)


def _number(facts: Facts, name: str) -> int:
    return int(str(facts.words.get(name) or 0))


def _words(number: int) -> str:
    return capitalised(formats.number_word(number, locale()))


def _link(facts: Facts) -> str:
    has_lines = any(_number(facts, name) for name in ("stops", "goes_on", "promises"))
    return gettext("Öppna dialogerna") if has_lines else gettext("Öppna enheten")


SENTENCES: Sentences = {Kind.UNIT_CHANGE: _unit_change}
