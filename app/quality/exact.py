"""Decimal numbers kept exactly on both databases, and given back the same from both."""

from decimal import Decimal
from functools import lru_cache

from sqlalchemy import BigInteger, Dialect, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine

PLACES = 6
"""Decimals kept; more than any indicator shows."""

LARGEST = Decimal(10) ** 12
"""Values are smaller than this, in either direction."""

_SCALE = Decimal(10) ** PLACES


class Exact(TypeDecorator[Decimal]):
    """A decimal number with six places.

    SQLite has no decimals and would keep a float, so that 0.1 comes back as something else: there the number of
    millionths is kept, which sorts and compares as the number itself.
    """

    impl = Numeric(18, PLACES)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[int]:
        """Give the column's type in a database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(18, PLACES))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Bring a number to six places."""
        if value is None:
            return None
        exact = plain(value)
        return int(exact * _SCALE) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """Give the number back, without zeros at its end."""
        if value is None:
            return None
        return plain(Decimal(value) / _SCALE if dialect.name == "sqlite" else Decimal(value))

    def compare_against_backend(self, dialect: Dialect, found: TypeEngine[object]) -> bool:
        """Tell a migration check whether a column found in the database is one of these."""
        return isinstance(found, BigInteger if dialect.name == "sqlite" else Numeric)


@lru_cache(maxsize=4096)
def plain(value: Decimal) -> Decimal:
    """Give a number with at most six decimals and no zeros at its end, written without a power of ten."""
    exact = value.quantize(Decimal(1).scaleb(-PLACES)).normalize()
    # Adding nothing makes minus nothing nothing.
    return exact.quantize(Decimal(1)) + 0 if exact == exact.to_integral() else exact
