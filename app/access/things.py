"""Who may read what, thing by thing, in the words people use: the part of the rights that no single
permission tells.

The permissions in `matrix` open doors. What lies behind them depends on whose text it is and how far it has
come; the rules of each feature decide that (`app/dialogues/rules.py`, `app/passages/rules.py`), and this
table says it to people.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, lazy_gettext


class Who(StrEnum):
    """Those one asks about, as the columns of the table."""

    AUTHOR = "author"
    OTHER = "other"
    ABOVE = "above"
    SUPPORT = "support"
    CHIEF_EXECUTIVE = "chief_executive"
    POLITICIAN = "politician"
    ADMINISTRATOR = "administrator"


WHO_WORDS: dict[Who, LazyString] = {
    Who.AUTHOR: lazy_gettext("Den som skriver"),
    Who.OTHER: lazy_gettext("Den andra i dialogen"),
    Who.ABOVE: lazy_gettext("Chef högre upp i linjen"),
    Who.SUPPORT: lazy_gettext("Stödperson"),
    Who.CHIEF_EXECUTIVE: lazy_gettext("Kommunchef"),
    Who.POLITICIAN: lazy_gettext("Förtroendevald, revisor"),
    Who.ADMINISTRATOR: lazy_gettext("Administratör"),
}

_NO = lazy_gettext("nej")
_READS = lazy_gettext("läser")
_WRITES = lazy_gettext("läser och skriver")
_INVITED = lazy_gettext("läser om båda har bjudit in")
_SHARED = lazy_gettext("läser när det är delat för dialog")
_PASSAGES = lazy_gettext("läser det som båda har släppt uppåt")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the product that one reads or writes, and what each may do with it."""

    name: LazyString
    cells: dict[Who, LazyString]

    def cell(self, who: Who) -> LazyString:
        """Give the words for one column; what is not said is no."""
        return self.cells.get(who, _NO)

    def open_to(self, who: Who) -> bool:
        """Tell whether a column says anything but no."""
        return who in self.cells


THINGS: tuple[Thing, ...] = (
    Thing(lazy_gettext("Min bild, innan jag har delat den"), {Who.AUTHOR: _WRITES}),
    Thing(
        lazy_gettext("Min bild, när båda har delat eller mötet har börjat"),
        {Who.AUTHOR: _READS, Who.OTHER: _READS},
    ),
    Thing(
        lazy_gettext("Gemensamma anteckningar och gemensam bild, innan den är fastställd"),
        {Who.AUTHOR: _WRITES, Who.OTHER: _WRITES, Who.SUPPORT: _INVITED},
    ),
    Thing(
        lazy_gettext("Det jag har börjat skriva i ett formulär och inte skickat (utkast)"),
        {Who.AUTHOR: _WRITES},
    ),
    Thing(
        lazy_gettext("Fil på min bild, också att den finns"),
        {Who.AUTHOR: _WRITES, Who.OTHER: lazy_gettext("läser när bilden är öppen")},
    ),
    Thing(
        lazy_gettext("Fil på mötet"),
        {Who.AUTHOR: _WRITES, Who.OTHER: _WRITES, Who.SUPPORT: _INVITED},
    ),
    Thing(
        lazy_gettext("Om jag kommer till ett möte, och vad jag säger om det"),
        {Who.AUTHOR: _WRITES, Who.OTHER: _READS},
    ),
    Thing(
        lazy_gettext("När jag är upptagen av andra möten, utan vad de handlar om"),
        {Who.AUTHOR: _READS, Who.OTHER: _READS},
    ),
    Thing(
        lazy_gettext("Fastställd dialog"),
        {
            Who.AUTHOR: _READS,
            Who.OTHER: _READS,
            Who.ABOVE: _PASSAGES,
            Who.SUPPORT: lazy_gettext(
                "läser om båda har bjudit in; stöd för den översta förvaltningen läser de stycken som står i en fastställd "
                "uppsikt"
            ),
            Who.CHIEF_EXECUTIVE: _PASSAGES,
            Who.POLITICIAN: lazy_gettext("läser de stycken som står i en fastställd uppsikt"),
        },
    ),
    Thing(
        lazy_gettext("Det som båda har släppt uppåt (lyft)"),
        {
            Who.AUTHOR: _READS,
            Who.OTHER: _READS,
            Who.ABOVE: lazy_gettext("läser, och svarar på det som kommer från enheter under den egna"),
            Who.CHIEF_EXECUTIVE: lazy_gettext(
                "läser, och svarar på det som kommer från enheter under den egna"
            ),
            Who.POLITICIAN: lazy_gettext(
                "bara ordförande och vice ordförande: läser det som lyfts ur nämndens egna dialoger, "
                "läser och svarar på det som kommer från enheten direkt under nämnden"
            ),
        },
    ),
    Thing(
        lazy_gettext("Svar på det som lyfts"),
        {
            Who.AUTHOR: lazy_gettext("läser, och säger om svaret räcker"),
            Who.OTHER: lazy_gettext("läser, och säger om svaret räcker"),
            Who.ABOVE: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: lazy_gettext("de som kan läsa lyftet"),
        },
    ),
    Thing(
        lazy_gettext(
            "Att ett mål eller annat ämne har samtalats om, när och mellan vilka, utan vad som sades"
        ),
        dict.fromkeys(
            (Who.AUTHOR, Who.OTHER, Who.ABOVE, Who.SUPPORT, Who.CHIEF_EXECUTIVE, Who.POLITICIAN),
            lazy_gettext("läser, om ämnet går att läsa; mellan chef och medarbetare bara de två"),
        ),
    ),
    Thing(
        lazy_gettext("Det någon vill ta upp i ett kommande möte"),
        {Who.AUTHOR: _WRITES, Who.OTHER: _WRITES},
    ),
    Thing(
        lazy_gettext("Vem som har läst en dialogtext"),
        {Who.AUTHOR: _READS, Who.OTHER: _READS},
    ),
    Thing(
        lazy_gettext("Grunduppdrag, analys och plan, utkast"),
        {
            Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"),
            Who.ABOVE: lazy_gettext("läser när enheten har delat inför dialog"),
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: lazy_gettext("läser när enheten har delat inför dialog"),
        },
    ),
    Thing(
        lazy_gettext("Grunduppdrag, analys och plan, fastställd"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Kandidater till mål, och varför något lades undan"),
        {Who.AUTHOR: _WRITES, Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Mål och aktiviteter, utkast"),
        {Who.AUTHOR: _WRITES, Who.SUPPORT: _WRITES, Who.ABOVE: _SHARED, Who.CHIEF_EXECUTIVE: _SHARED},
    ),
    Thing(
        lazy_gettext("Mål och aktiviteter, fastställda"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Bedömning av ett mål, kvittering av det, mått och målvärden"),
        {
            Who.AUTHOR: lazy_gettext("läser; enhetens chef och stöd bedömer"),
            Who.ABOVE: _READS,
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: lazy_gettext("läser; presidiet kvitterar mål som nämnden tar emot"),
        },
    ),
    Thing(
        lazy_gettext("Checklista vid ett mål eller en indikator"),
        {Who.AUTHOR: _WRITES, Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Personligt mål i medarbetarsamtalet"),
        {Who.AUTHOR: _WRITES, Who.OTHER: _WRITES},
    ),
    Thing(
        lazy_gettext("Kvalitetsfaktorer och indikatorer, utkast"),
        {Who.AUTHOR: _WRITES, Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Kvalitetsfaktorer och indikatorer, fastställda"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
        },
    ),
    Thing(
        lazy_gettext("Risker, bedömningar av dem och vad som är bestämt"),
        {
            Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"),
            Who.ABOVE: _READS,
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: _READS,
        },
    ),
    Thing(
        lazy_gettext("Intern kontrollplan, årsrapport och utvärdering, innan de är beslutade"),
        {
            Who.AUTHOR: lazy_gettext("den som skriver åt nämnden eller bolaget läser och skriver"),
            Who.ABOVE: lazy_gettext("läser; den som ska göra en kontroll läser och skriver den"),
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: lazy_gettext("läser och skriver åt nämnder utan egen förvaltning"),
        },
    ),
    Thing(
        lazy_gettext("Intern kontrollplan, årsrapport och utvärdering, beslutade"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Ekonomi, utkast: prognos, åtgärder och återhämtningsplan"),
        {Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"), Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Ekonomi, lämnad: prognos och åtgärder, underskott, fastställd återhämtningsplan"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Ekonomiska ramar och finansiella mål"),
        {
            Who.AUTHOR: lazy_gettext("läser"),
            Who.ABOVE: lazy_gettext("läser; sätter ramen för enheterna under sig"),
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: _WRITES,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Avvikelser som rapporteras genast"),
        {
            Who.AUTHOR: lazy_gettext("enhetens chef skriver"),
            Who.ABOVE: lazy_gettext("läser och svarar, när den har kommit till nivån"),
            Who.CHIEF_EXECUTIVE: lazy_gettext("läser och svarar, när den har kommit till nivån"),
            Who.POLITICIAN: lazy_gettext("presidiet, när den har kommit till styrelsen eller nämnden"),
        },
    ),
    Thing(
        lazy_gettext("Avvikelser som medarbetare rapporterar genast"),
        {
            Who.AUTHOR: lazy_gettext("medarbetaren skriver, och läser vad det blev av den"),
            Who.ABOVE: lazy_gettext(
                "närmaste chef läser och svarar; chefer ovanför bara om den skickas vidare dit"
            ),
            Who.CHIEF_EXECUTIVE: lazy_gettext("läser och svarar, om den skickas vidare dit"),
            Who.POLITICIAN: lazy_gettext("presidiet, om den skickas vidare till styrelsen eller nämnden"),
        },
    ),
    Thing(
        lazy_gettext("Löfte till invånare och brukare, utkast"),
        {
            Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"),
            Who.SUPPORT: _WRITES,
            Who.POLITICIAN: lazy_gettext("presidiet i det organ som beslutar läser och för in beslutet"),
        },
    ),
    Thing(
        lazy_gettext("Löfte som är beslutat, det vi har hört och medborgardialog som är noterad"),
        {
            Who.AUTHOR: _WRITES,
            Who.ABOVE: _READS,
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
        },
    ),
    Thing(
        lazy_gettext("Medborgardialog, utkast"),
        {Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"), Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Uppföljningsrapport, utkast"),
        {Who.AUTHOR: lazy_gettext("enhetens chef och stöd läser och skriver"), Who.SUPPORT: _WRITES},
    ),
    Thing(
        lazy_gettext("Uppföljningsrapport, lämnad: det som är hopställt, egna ord, avvikelser och besked"),
        {
            Who.AUTHOR: _READS,
            Who.ABOVE: lazy_gettext("läser; den som svarar för nivån den lämnas till tar emot den"),
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: lazy_gettext("läser; den som svarar för nivån den lämnas till tar emot den"),
            Who.POLITICIAN: lazy_gettext(
                "läser; presidiet tar emot det som lämnas till styrelsen eller nämnden"
            ),
        },
    ),
    Thing(
        lazy_gettext("Ord ur dialoger som citeras i en uppföljningsrapport"),
        dict.fromkeys(
            (Who.AUTHOR, Who.OTHER, Who.ABOVE, Who.CHIEF_EXECUTIVE),
            lazy_gettext("läser, om de får läsa det som lyfts"),
        ),
    ),
    Thing(
        lazy_gettext("Uppdrag som inte är lämnat än"),
        {Who.AUTHOR: lazy_gettext("läser och skriver, den som ger")},
    ),
    Thing(
        lazy_gettext("Uppdrag: vad, när och inom vilken ram"),
        {
            Who.AUTHOR: lazy_gettext("läser och skriver, den som ger"),
            Who.OTHER: lazy_gettext("läser, den som tar"),
            Who.ABOVE: lazy_gettext("läser, om chef ovanför både den som ger och den enhet som tar"),
            Who.SUPPORT: lazy_gettext("läser det som enheterna tar"),
            Who.CHIEF_EXECUTIVE: lazy_gettext(
                "läser, om chef ovanför både den som ger och den enhet som tar"
            ),
            Who.POLITICIAN: lazy_gettext(
                "läser det som den egna nämnden ger eller tar; revisorer det som nämnder ger"
            ),
        },
    ),
    Thing(
        lazy_gettext("Uppdrag: hur och vem, och vad som sägs om hur det går"),
        {
            Who.AUTHOR: lazy_gettext("läser och skriver, den som tar"),
            Who.OTHER: lazy_gettext("läser, den som ger"),
            Who.ABOVE: lazy_gettext("läser, om chef ovanför både den som ger och den enhet som tar"),
            Who.SUPPORT: lazy_gettext("läser det som enheterna tar"),
            Who.CHIEF_EXECUTIVE: lazy_gettext(
                "läser, om chef ovanför både den som ger och den enhet som tar"
            ),
            Who.POLITICIAN: lazy_gettext(
                "läser det som den egna nämnden ger eller tar; revisorer det som nämnder ger"
            ),
        },
    ),
    Thing(
        lazy_gettext("Min bild i gyllene zonen, innan båda har delat"),
        {Who.AUTHOR: _WRITES},
    ),
    Thing(
        lazy_gettext("Gemensam bild i gyllene zonen"),
        {
            Who.AUTHOR: _WRITES,
            Who.OTHER: _WRITES,
            Who.ABOVE: lazy_gettext(
                "läser den fastställda, om båda har släppt den och uppdraget eller målet går att läsa"
            ),
            Who.SUPPORT: lazy_gettext(
                "läser den fastställda, om båda har släppt den och uppdraget eller målet går att läsa"
            ),
            Who.CHIEF_EXECUTIVE: lazy_gettext(
                "läser den fastställda, om båda har släppt den och uppdraget eller målet går att läsa"
            ),
            Who.POLITICIAN: lazy_gettext(
                "läser den fastställda, om båda har släppt den och uppdraget eller målet går att läsa"
            ),
        },
    ),
    Thing(
        lazy_gettext("Dialogmallar"),
        {
            Who.AUTHOR: lazy_gettext("läser, om chef"),
            Who.OTHER: lazy_gettext("läser, om chef"),
            Who.ABOVE: _READS,
            Who.SUPPORT: _WRITES,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.ADMINISTRATOR: _WRITES,
        },
    ),
    Thing(
        lazy_gettext("Styrdokument, beslut och prövningar av barnets bästa"),
        {
            Who.AUTHOR: lazy_gettext("läser; skriver det som den egna enheten ansvarar för, om chef"),
            Who.OTHER: lazy_gettext("läser; skriver det som den egna enheten ansvarar för, om chef"),
            Who.ABOVE: lazy_gettext("läser; skriver det som den egna enheten ansvarar för, om chef"),
            Who.SUPPORT: lazy_gettext("läser; skriver det som enheten och de under den ansvarar för"),
            Who.CHIEF_EXECUTIVE: lazy_gettext(
                "läser; skriver det som den egna enheten ansvarar för, om chef"
            ),
            Who.POLITICIAN: _READS,
            Who.ADMINISTRATOR: _READS,
        },
    ),
    Thing(
        lazy_gettext("Organisation, personer och förordnanden"),
        {
            Who.AUTHOR: lazy_gettext("läser, om inte medarbetare"),
            Who.OTHER: lazy_gettext("läser, om inte medarbetare"),
            Who.ABOVE: _READS,
            Who.SUPPORT: _READS,
            Who.CHIEF_EXECUTIVE: _READS,
            Who.POLITICIAN: _READS,
            Who.ADMINISTRATOR: _WRITES,
        },
    ),
)
