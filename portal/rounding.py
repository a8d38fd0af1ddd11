"""Rounding half up, as people do it on paper: exact, never through binary floats."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """The value with that many decimals; a half goes away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)
