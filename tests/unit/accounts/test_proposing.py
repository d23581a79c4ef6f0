"""Which user names are proposed for those who get accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import (
    free_username,
    normalised_username,
    proposed_username,
    username_fits,
    without_number,
)


@pytest.mark.parametrize(
    ("name", "email", "proposed"),
    [
        ("Nils Ny", "Nils.Ny@kommunen.example", "nils.ny"),
        ("Nils Ny", "nils åke@kommunen.example", "nils.ny"),
        ("Nils Ny", "n@kommunen.example", "nils.ny"),
        ("Åsa Öberg", None, "asa.oberg"),
        ("Anna Karin Märta Svensson", "", "anna.svensson"),
        ("Ann-Marie  von  Sydow", None, "ann-marie.sydow"),
        ("Łukasz Strauß", None, "lukasz.strauss"),
        ("Séverine D'Arc", None, "severine.darc"),
        ("Prince", None, "prince"),
        ("李 明", None, "李.明"),
        ("Ö", None, ""),
        ("– —", None, ""),
        ("\x00 \ud800", None, ""),
        ("A" * 200 + " B", None, "a" * 100),
    ],
)
def test_the_address_goes_before_the_name(name: str, email: str | None, proposed: str) -> None:
    assert proposed_username(name, email) == proposed


@given(st.text(max_size=200), st.none() | st.text(max_size=80))
def test_what_is_proposed_can_be_given_or_nothing_is(name: str, email: str | None) -> None:
    proposed = proposed_username(name, email)
    assert proposed == "" or username_fits(proposed)
    assert normalised_username(proposed) == proposed


@pytest.mark.parametrize(
    ("wanted", "taken", "free"),
    [
        ("anna.berg", {"anna"}, "anna.berg"),
        ("anna.berg", {"anna.berg"}, "anna.berg2"),
        ("anna.berg", {"anna.berg", "anna.berg2", "anna.berg4"}, "anna.berg3"),
        ("anna.berg7", {"anna.berg7"}, "anna.berg2"),
        ("19", {"19"}, "192"),
        ("a1", {"a1", "a12"}, "a13"),
    ],
)
def test_a_name_somebody_has_gets_a_number(wanted: str, taken: set[str], free: str) -> None:
    assert free_username(wanted, taken) == free
    assert {without_number(one) for one in (free, wanted)} == {without_number(wanted)}, (
        "found among those like it"
    )
