"""Check digits of the numbers under which the tax agency knows a firm."""

CORPORATE_DIGITS = 13


def check_digit(body: str) -> int:
    """The first digit of a corporate number, from the twelve that follow it.

    9 minus the remainder by 9 of the sum of the digits, where every second digit from the right counts
    twice (Ordinance on the Designation of Corporate Numbers, article 2).
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return 9 - total % 9


def is_corporate_number(text: str) -> bool:
    """Whether the text is thirteen ASCII digits of which the first checks the others."""
    well_formed = len(text) == CORPORATE_DIGITS and text.isascii() and text.isdigit()
    return well_formed and int(text[0]) == check_digit(text[1:])


def is_invoice_number(text: str) -> bool:
    """Whether the text is T and a corporate number, as the qualified-invoice register writes it."""
    return text[:1] == "T" and is_corporate_number(text[1:])
