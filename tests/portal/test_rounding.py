from decimal import Decimal
from fractions import Fraction

import pytest

from portal.rounding import half_up


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("-0.5"), 0, "-1"),
        (Fraction(2, 3), 6, "0.666667"),
        (0, 6, "0.000000"),
        (Decimal("1E+2"), 2, "100.00"),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction | Decimal | int, places: int, text: str) -> None:
    assert f"{half_up(value, places):f}" == text
