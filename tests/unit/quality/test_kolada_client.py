"""Asking Kolada, against a real server that speaks as it does and misbehaves as servers do."""

import gzip
import json
import socket
from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.quality.kolada import client, reading
from app.quality.kolada.client import MOST_PAGES, Kolada
from app.quality.kolada.errors import Fault, KoladaError
from app.quality.kolada.reading import Value
from tests.support.kolada_server import Figures, kolada_server


@pytest.fixture
def figures() -> Iterator[Figures]:
    with kolada_server() as kept:
        kept.measures = [
            {"id": "N11008", "title": "Barn per årsarbetare i förskola, antal", "description": "Antal barn.",
             "operating_area": "Förskola", "is_divided_by_gender": 0, "has_ou_data": True},
            {"id": "N11011", "title": "Heltidstjänster i förskola med förskollärarlegitimation, andel (%)",
             "is_divided_by_gender": 1, "has_ou_data": False},
            {"id": "U21468", "title": "Brukarbedömning hemtjänst äldreomsorg, andel (%)"},
        ]  # fmt: skip
        kept.places = [{"id": "1452", "title": "Tranemo"}, {"id": "1465", "title": "Svenljunga"},
                       {"id": "0000", "title": "Riket"}]  # fmt: skip
        yield kept


def ask(figures: Figures, **settings: object) -> Kolada:
    return Kolada(figures.url, **settings)  # type: ignore[arg-type]


def fault_of(kolada: Kolada) -> KoladaError:
    with pytest.raises(KoladaError) as raised:
        kolada.municipalities()
    return raised.value


def test_a_measure_is_found_by_words_of_its_title(figures: Figures) -> None:
    with ask(figures) as kolada:
        found = kolada.find_measures("FÖRSKOLA")
    assert [one.id for one in found] == ["N11008", "N11011"]
    assert (found[0].by_unit, found[0].by_sex, found[1].by_sex) == (True, False, True)
    assert found[0].area == "Förskola"


def test_words_of_a_search_are_words_and_not_part_of_an_address(figures: Figures) -> None:
    with ask(figures) as kolada:
        assert kolada.find_measures("a&title=b/../?#%") == []
    assert figures.asked == ["/v3/kpi?title=a%26title%3Db%2F..%2F%3F%23%25&per_page=50"]


def test_every_page_is_read_and_what_is_said_of_how_many_is_not_believed(figures: Figures) -> None:
    for said in (0, 2, 1_000_000):
        figures.says_count = said
        with ask(figures) as kolada:
            assert [one.title for one in kolada.municipalities()] == ["Tranemo", "Svenljunga", "Riket"]


@pytest.mark.parametrize("older", [False, True])
def test_null_is_not_zero_and_what_was_taken_away_says_so(figures: Figures, older: bool) -> None:
    figures.older_names = older
    figures.keep("N11011", "1452", 2023, T=41.7, K=None, M=0)
    figures.keep("N11011", "1452", 2024, T=43.125, deleted=True)
    with ask(figures) as kolada:
        assert kolada.values("N11011", ["1452"]) == [
            Value("N11011", "1452", 2023, "K", None),
            Value("N11011", "1452", 2023, "M", Decimal(0)),
            Value("N11011", "1452", 2023, "T", Decimal("41.7")),
            Value("N11011", "1452", 2024, "T", None, deleted=True),
        ]


def test_values_of_units_are_asked_for_at_their_own_address(figures: Figures) -> None:
    figures.keep("N11008", "V15E145200101", 2024, unit=True, T=5.1)
    with ask(figures) as kolada:
        found = kolada.values("N11008", ["V15E145200101"], by_unit=True)
    assert [(one.place, one.value) for one in found] == [("V15E145200101", Decimal("5.1"))]
    assert figures.asked[0].startswith("/v3/oudata/kpi/N11008/ou/V15E145200101?")


def test_no_more_than_25_years_are_asked_for_at_once(figures: Figures) -> None:
    years = range(1990, 2027)
    for year in years:
        figures.keep("N1", "1452", year, T=year)
    with ask(figures) as kolada:
        found = kolada.values("N1", ["1452"], years=list(years))
    assert [one.year for one in found] == list(years)
    asked = {path.split("/year/")[1].split("?")[0] for path in figures.asked}
    assert sorted(len(one.split(",")) for one in asked) == [12, 25]


def test_what_was_not_asked_for_is_left_out(figures: Figures) -> None:
    stray = {"values": [
        {"kpi": "N1", "municipality": "1452", "period": 2024, "values": [{"gender": "T", "value": 1}]},
        {"kpi": "N1", "municipality": "9999", "period": 2024, "values": [{"gender": "T", "value": 2}]},
        {"kpi": "N2", "municipality": "1452", "period": 2024, "values": [{"gender": "T", "value": 3}]},
    ]}  # fmt: skip
    figures.misbehaves = [json.dumps(stray).encode()]
    with ask(figures) as kolada:
        assert [one.value for one in kolada.values("N1", ["1452"])] == [Decimal(1)]


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (404, Fault.GONE),
        (410, Fault.GONE),
        (429, Fault.BUSY),
        (500, Fault.BROKEN),
        (503, Fault.BROKEN),
        (403, Fault.REFUSED),
        ((301, {"Location": "http://127.0.0.1:1/elsewhere"}), Fault.MOVED),
        ((302, {"Location": "/v3/kpi"}), Fault.MOVED),
        (b"<html>not this</html>", Fault.UNREADABLE),
        (b"", Fault.UNREADABLE),
        (b"[]", Fault.UNREADABLE),
        (b'{"values": {}}', Fault.UNREADABLE),
        (b'{"values": [1]}', Fault.UNREADABLE),
        (b'{"values": [], "next_url": 7}', Fault.UNREADABLE),
        (b'{"values": [' + b"[" * 100_000, Fault.UNREADABLE),
        (b"\xff\xfe\x00", Fault.UNREADABLE),
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_used_says_why(figures: Figures, trouble: object, fault: Fault) -> None:
    figures.misbehaves = [trouble]
    with ask(figures) as kolada:
        assert fault_of(kolada).fault == fault
    assert len(figures.asked) == 1, "nothing is followed and nothing is asked again by itself"


def test_how_long_a_busy_server_wants_to_be_left_alone_is_kept(figures: Figures) -> None:
    figures.misbehaves = [(429, {"Retry-After": "120"}), (429, {"Retry-After": "9999999999999"}),
                          (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), (429, {})]  # fmt: skip
    with ask(figures) as kolada:
        assert [fault_of(kolada).wait_seconds for _ in range(4)] == [120, None, None, None]


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e400", '"many"', "true", "[1]", "1" + "0" * 13, "1" * 5000]
)
def test_a_value_that_is_no_figure_is_refused_whole(figures: Figures, value: str) -> None:
    figures.misbehaves = [
        b'{"values": [{"kpi": "N1", "municipality": "1452", "period": 2024, "values": [{"gender": "T", "value": '
        + value.encode()
        + b"}]}]}"
    ]
    with ask(figures) as kolada, pytest.raises(KoladaError) as raised:
        kolada.values("N1", ["1452"])
    assert raised.value.fault == Fault.UNREADABLE


@pytest.mark.parametrize(
    "entry",
    [
        {"kpi": "N1", "municipality": "1452", "period": 2024, "values": [{"gender": "X", "value": 1}]},
        {"kpi": "N1", "municipality": "1452", "period": "soon", "values": []},
        {"kpi": "N1", "municipality": "1452", "period": True, "values": []},
        {"kpi": "N1", "municipality": "1452", "values": []},
        {"kpi": "N1", "period": 2024, "values": []},
        {"kpi": "N1", "municipality": "1452", "period": 2024},
    ],
)
def test_a_value_that_does_not_say_what_it_is_of_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(KoladaError):
        list(reading.values((entry,)))


def test_pages_are_followed_on_the_same_host_only(figures: Figures) -> None:
    for elsewhere in ("example.org", f"127.0.0.1:{figures.port + 1}", f"localhost:{figures.port}"):
        figures.next_host = elsewhere
        with ask(figures) as kolada:
            assert fault_of(kolada).fault == Fault.MOVED


@pytest.mark.parametrize(
    "following", ["http://[", "http://127.0.0.1:99999999/v3/kpi", "http://127.0.0.1:x/", "/\ud800"]
)
def test_the_address_of_a_next_page_that_is_none_is_a_fault_of_the_answer(
    figures: Figures, following: str
) -> None:
    figures.misbehaves = [json.dumps({"values": [], "next_url": following}).encode()]
    with ask(figures) as kolada:
        assert fault_of(kolada).fault == Fault.UNREADABLE


def test_pages_without_an_end_are_given_up(figures: Figures) -> None:
    figures.endless = True
    with ask(figures) as kolada:
        assert fault_of(kolada).fault == Fault.UNREADABLE
    assert len(figures.asked) == MOST_PAGES
    figures.asked.clear()
    figures.misbehaves = [
        json.dumps({"values": [], "next_url": f"{figures.url}/municipality?per_page=1000"}).encode()
    ]
    with ask(figures) as kolada:
        assert fault_of(kolada).fault == Fault.UNREADABLE
    assert len(figures.asked) == 1, "a page that names itself as the next is seen at once"


def test_a_silent_server_is_not_waited_for(figures: Figures) -> None:
    figures.misbehaves = [0.5]
    with ask(figures, timeout=(1.0, 0.05)) as kolada:
        assert fault_of(kolada).fault == Fault.SLOW


def test_an_answer_that_drips_ends_when_its_time_is_up(figures: Figures) -> None:
    figures.misbehaves = [json.dumps({"values": [{"id": "1", "title": "x" * 200_000}]}).encode()]
    ticks = iter(range(0, 1000, 15))
    with ask(figures, whole_seconds=20.0, clock=lambda: float(next(ticks))) as kolada:
        assert fault_of(kolada).fault == Fault.SLOW


def test_an_answer_is_read_up_to_a_size_also_when_it_is_packed(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LARGEST", 100_000)
    packed = gzip.compress(b" " * 50_000_000)
    assert len(packed) < 100_000
    figures.misbehaves = [b" " * 100_001, (200, {"Content-Encoding": "gzip"}, packed)]
    with ask(figures) as kolada:
        assert fault_of(kolada).fault == Fault.TOO_LARGE
        assert fault_of(kolada).fault == Fault.TOO_LARGE


def test_a_server_that_is_not_there_is_said_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Kolada(f"http://127.0.0.1:{port}/v3") as kolada:
        assert fault_of(kolada).fault == Fault.UNREACHABLE


def test_a_title_is_one_line_without_hidden_signs(figures: Figures) -> None:
    figures.places = [
        {"id": "1452", "title": "Tra\u202enemo\r\nBcc: x"},
        {"id": "", "title": "none"},
        {"id": 7, "title": "x"},
    ]
    with ask(figures) as kolada:
        assert [one.title for one in kolada.municipalities()] == ["Tra nemo  Bcc: x"]
