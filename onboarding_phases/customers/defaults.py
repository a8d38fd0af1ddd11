"""The numbers by which the effort of a customer is suggested; each can be changed in the settings."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from partners.enums import PRODUCT_LABELS
from partners.industries import INDUSTRIES
from portal.defaults.values import Default, DefaultField
from portal.i18n import localized

NUMBERS = "effort"
HEAVY_PRODUCTS = ("hr_payroll",)
HEAVY_INDUSTRIES = ("J", "P", "S")
PLANS = ("starter", "standard", "advance", "enterprise")
MOST_POINTS = 4


def _points(key: str, label: LazyString, value: int) -> DefaultField:
    return DefaultField(key, label, value, 0, MOST_POINTS, unit=_l("points"))


EFFORT = Default(
    key=NUMBERS,
    title=_l("Suggested effort"),
    fields=(
        DefaultField("employees_1", _l("One point from so many employees"), 50, 1, 1_000_000),
        DefaultField("employees_2", _l("Two points from so many employees"), 300, 1, 1_000_000),
        DefaultField("needs_1", _l("One point from so many needs"), 3, 1, 100),
        DefaultField("needs_2", _l("Two points from so many needs"), 6, 1, 100),
        *(
            _points(f"product_{word}", _l("Points for the product %(name)s", name=name), int(word in HEAVY_PRODUCTS))
            for word, name in PRODUCT_LABELS.items()
        ),
        *(
            _points(f"plan_{plan}", _l("Points for the plan %(name)s", name=plan), int(plan == "enterprise"))
            for plan in PLANS
        ),
        *(
            _points(
                f"industry_{division}",
                _l("Points for the industry %(name)s", name=LazyString(localized, names)),
                int(division in HEAVY_INDUSTRIES),
            )
            for division, names in INDUSTRIES.items()
        ),
        DefaultField("points_2", _l("Effort 2 from so many points"), 2, 1, 20),
        DefaultField("points_3", _l("Effort 3 from so many points"), 4, 1, 20),
        DefaultField("similar_least", _l("Finished onboardings count from so many similar ones"), 10, 1, 1_000),
        DefaultField("days_2", _l("Effort 2 from a median of so many working days"), 45, 1, 500),
        DefaultField("days_3", _l("Effort 3 from a median of so many working days"), 65, 1, 500),
        DefaultField("history_days", _l("Onboardings that ended in the last"), 730, 30, 3_650, unit=_l("days")),
    ),
)
