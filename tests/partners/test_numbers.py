import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.numbers import check_digit, is_corporate_number, is_invoice_number

BODIES = st.text("0123456789", min_size=12, max_size=12)


def test_the_digit_is_that_of_the_tax_agency_s_own_example() -> None:
    assert check_digit("700110005901") == 8


@given(BODIES, st.integers(0, 9))
def test_exactly_one_first_digit_is_right(body: str, digit: int) -> None:
    assert is_corporate_number(f"{digit}{body}") is (digit == check_digit(body))
    assert is_invoice_number(f"T{digit}{body}") is (digit == check_digit(body))


@given(BODIES, st.integers(0, 11), st.integers(0, 9))
def test_no_single_wrong_digit_passes_but_a_9_for_a_0(body: str, place: int, digit: int) -> None:
    changed = body[:place] + str(digit) + body[place + 1 :]
    same = (int(body[place]) - digit) % 9 == 0
    assert (check_digit(changed) == check_digit(body)) is same


@pytest.mark.parametrize("text", ["", "870011000590", "87001100059011", "８700110005901", "870011000590x"])
def test_anything_but_thirteen_plain_digits_is_no_corporate_number(text: str) -> None:
    assert not is_corporate_number(text)


def test_an_invoice_number_begins_with_a_capital_t() -> None:
    assert is_invoice_number("T8700110005901")
    assert not is_invoice_number("8700110005901")
    assert not is_invoice_number("t8700110005901")
