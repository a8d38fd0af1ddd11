"""The numbers of offers as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

HUNDREDTH = Decimal("0.01")
OFFERS = Default(
    key="offers",
    title=_l("Offers"),
    fields=(
        DefaultField("reply_days", _l("Business days to answer an offer"), 2, 1, 20, unit=_l("business days")),
        DefaultField("reply_hour", _l("Hour of the day by which an answer is due"), 17, 1, 23),
        DefaultField(
            "remind_days",
            _l("A reminder of the answer comes before it is due by (0: none)"),
            1,
            0,
            19,
            unit=_l("business days"),
        ),
        DefaultField(
            "counter_days", _l("A counter-proposal is answered within"), 2, 1, 20, unit=_l("business days")
        ),
        DefaultField("fee_per_slot", _l("Fee for each slot, without tax"), 180_000, 0, 100_000_000, unit=_l("yen")),
        DefaultField("fee_tier_1", _l("Factor of the fee at tier 1"), 1.0, 0, 10, step=HUNDREDTH),
        DefaultField("fee_tier_2", _l("Factor of the fee at tier 2"), 1.0, 0, 10, step=HUNDREDTH),
        DefaultField("fee_tier_3", _l("Factor of the fee at tier 3"), 1.1, 0, 10, step=HUNDREDTH),
        DefaultField("fee_tier_4", _l("Factor of the fee at tier 4"), 1.2, 0, 10, step=HUNDREDTH),
        DefaultField("fee_tier_5", _l("Factor of the fee at tier 5"), 1.35, 0, 10, step=HUNDREDTH),
    ),
)
TOP_TIER = 5
