"""How long a pass counts, and when it may be renewed."""

from datetime import date

import pytest

from training.courses.rules import CERTIFICATE_DEFAULTS, CertificateSettings, renewal_opens_on, valid_until

SETTINGS = CertificateSettings.from_numbers(CERTIFICATE_DEFAULTS.values())


@pytest.mark.parametrize(
    ("passed_on", "held_until", "last_day"),
    [
        (date(2026, 11, 24), None, date(2027, 11, 23)),
        (date(2026, 11, 24), date(2026, 12, 31), date(2027, 12, 31)),  # renewed in time: nothing is lost
        (date(2026, 11, 24), date(2026, 11, 24), date(2027, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 23), date(2027, 11, 23)),  # lapsed
        (date(2028, 2, 29), None, date(2029, 2, 28)),  # that February has no 29th
    ],
)
def test_a_pass_is_valid_for_twelve_months_from_its_day_or_from_the_end_of_the_old_one(
    passed_on: date, held_until: date | None, last_day: date
) -> None:
    assert valid_until(passed_on, held_until, SETTINGS) == last_day


def test_renewal_opens_sixty_days_before_the_end() -> None:
    assert renewal_opens_on(date(2027, 1, 23), SETTINGS) == date(2026, 11, 24)
