"""The numbers of an allocation as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

HUNDREDTH = Decimal("0.01")

ALLOCATION = Default(
    key="allocation",
    title=_l("Allocation"),
    fields=(
        DefaultField("strengths", _l("Weight of strengths"), 0.40, 0, 1, HUNDREDTH),
        DefaultField("industry", _l("Weight of industry"), 0.15, 0, 1, HUNDREDTH),
        DefaultField("tier", _l("Weight of tier"), 0.10, 0, 1, HUNDREDTH),
        DefaultField("region", _l("Weight of region"), 0.05, 0, 1, HUNDREDTH),
        DefaultField("outcome", _l("Weight of outcome"), 0.25, 0, 1, HUNDREDTH),
        DefaultField("preference", _l("Weight of preference"), 0.05, 0, 1, HUNDREDTH),
        DefaultField(
            "shortfall_penalty", _l("Points lost per slot below the promised volume"), 5.0, 0, 100, HUNDREDTH
        ),
        DefaultField("min_score", _l("Lowest score that may be proposed"), 0, 0, 100, HUNDREDTH),
        DefaultField("seconds", _l("Time limit of the solver"), 60, 1, 600, unit=_l("seconds")),
        DefaultField("reserve", _l("Share of the placed slots kept for firms with few cases"), 0, 0, 0.5, HUNDREDTH),
        DefaultField("few_cases", _l("A firm has few cases of a product with fewer than"), 10, 1, 100),
        DefaultField("quiet_months", _l("A firm is named that got nothing for"), 3, 1, 24, unit=_l("months")),
        DefaultField("min_certificates", _l("Valid skill certificates that a firm needs"), 0, 0, 50),
    ),
)
