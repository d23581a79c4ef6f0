"""A board's control year: from a risk to a plan, what it showed, what was done, and the report every member reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.people import Visit

CHIEF, MEMBER = "Karin Kommunchef", "Per Politik"
RISK, CONTROL = "Fel lön betalas ut", "Att lönelistor attesteras"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_boards_control_year_from_risk_to_report(come: Callable[..., Visit], javascript: bool) -> None:
    karin = come(CHIEF, javascript=javascript)
    karin.go("/internkontroll/risker/")
    karin.see("Här samlas det som kan gå fel")
    karin.follow("Skriv den första")
    karin.field("Risken i en rad").fill(RISK)
    karin.page.get_by_label(re.compile("^Hur resonerar ni")).fill("Det har hänt två gånger i år.")
    karin.page.get_by_label("Hur troligt är det?").select_option("3")
    karin.page.get_by_label("Hur allvarligt blir det?").select_option("3")
    karin.press("Spara")
    karin.see("Det har hänt två gånger i år.", "sannolik och allvarlig", "Inte samtalad än")

    karin.go("/internkontroll/")
    karin.press("Påbörja planen")
    karin.see("Planen kontrollerar ingen risk än")
    karin.follow("Välj risker")
    karin.press("Ta in")
    karin.follow("Tillbaka till planen")
    karin.follow("För in beslutet")
    karin.see(f"Ingen kontroll är skriven för {RISK}.")
    karin.follow("Tillbaka")
    karin.follow("Skriv en kontroll")
    karin.field("Vad kontrolleras?").fill(CONTROL)
    karin.page.get_by_label(re.compile("^Hur görs det")).fill("Stickprov på tjugo löner.")
    karin.page.get_by_label("Hur ofta?").select_option("quarter")
    karin.page.get_by_label(re.compile("^Eller med ord")).fill("Lönegruppen")
    karin.page.get_by_label(re.compile("^Vem får veta")).fill("Personalutskottet")
    karin.press("Spara")
    karin.follow("För in beslutet")
    karin.press("För in beslutet")
    karin.see("beslutad", "0 av 4 kontroller är gjorda.")

    karin.follow(CONTROL)
    karin.page.get_by_role("link", name=re.compile("^Skriv vad den visade")).first.click()
    karin.field("Vad såg ni?").fill("Tjugo löner, en fel.")
    karin.page.get_by_role("radio", name="Avvikelse").check()
    karin.page.get_by_label(re.compile("^Vad var inte")).fill("Attest fattas.")
    karin.press("Spara")
    karin.see("Attest fattas.", "Ingen åtgärd är skriven än.")
    karin.field("Vad ska göras?").fill("Ny rutin.")
    karin.press("Spara åtgärden")
    karin.unfold("Den är klar")
    karin.field("Hur gick det?").fill("Alla kan den.")
    karin.press("Spara", within=karin.page.locator("#remedies"))
    karin.field("Vad visade uppföljningen?").fill("Det håller.")
    karin.press("Avsluta avvikelsen")
    karin.see("Det håller.")

    karin.go("/internkontroll/")
    karin.follow("Inte påbörjad")
    karin.follow("Skriv rapporten")
    karin.field("Hur har det gått, som helhet?").fill("Vi har ordning på lönen.")
    karin.press("Spara")
    per = come(MEMBER, javascript=javascript)
    per.go("/internkontroll/")
    assert per.page.get_by_text("Godkänd rapport").count() == 0
    karin.follow("För in att den är godkänd")
    karin.press("För in beslutet")
    per.go("/internkontroll/")
    per.follow("Godkänd rapport")
    per.see("Vi har ordning på lönen.", "Tjugo löner, en fel.", "Attest fattas.", "Det håller.")
