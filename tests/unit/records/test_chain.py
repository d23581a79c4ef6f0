"""The chain as pure functions: what goes in decides the hash, and nothing else does."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from app.records import chain

TEXTS = st.text(alphabet=st.characters(blacklist_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {
        "seq": st.integers(1),
        "at": st.datetimes(timezones=st.just(UTC)),
        "actor": st.none() | st.integers(1),
        "action": TEXTS,
        "content": st.text("0123456789abcdef", min_size=64, max_size=64),
        "previous": st.just(chain.GENESIS),
    }
)


@given(st.dictionaries(TEXTS, PLAIN, max_size=6))
def test_the_same_content_is_written_in_one_way_whatever_its_order(content: dict[str, object]) -> None:
    turned = dict(reversed(list(content.items())))
    assert chain.canonical(turned) == chain.canonical(content)


@given(PLAIN, PLAIN)
def test_different_content_is_written_differently(one: object, other: object) -> None:
    assume(repr(one) != repr(other) and one != other)
    assert chain.canonical(one) != chain.canonical(other)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 12))
def test_a_moment_is_written_the_same_from_every_time_zone(moment: datetime, hours: int) -> None:
    assume(datetime(2, 1, 1, tzinfo=UTC) < moment < datetime(9998, 1, 1, tzinfo=UTC))
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert chain.canonical({"at": elsewhere}) == chain.canonical({"at": moment})


@given(FIELDS, FIELDS)
def test_entries_with_the_same_hash_say_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    assert (chain.entry_hash(one) == chain.entry_hash(other)) == (one == other)


@given(st.text("0123456789abcdef", min_size=32, max_size=32), TEXTS, TEXTS)
def test_a_text_has_one_hash_under_one_salt(salt: str, one: str, other: str) -> None:
    assert (chain.content_hash(salt, one) == chain.content_hash(salt, other)) == (one == other)


@given(TEXTS)
def test_the_salt_hides_that_two_texts_are_the_same(text: str) -> None:
    assert chain.content_hash("0" * 32, text) != chain.content_hash("1" * 32, text)
