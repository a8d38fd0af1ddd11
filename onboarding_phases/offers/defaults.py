"""The numbers of offers as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

OFFERS = Default(
    key="offers",
    title=_l("Offers"),
    fields=(
        DefaultField("reply_days", _l("Business days to answer an offer"), 2, 1, 20, unit=_l("business days")),
        DefaultField("reply_hour", _l("Hour of the day by which an answer is due"), 17, 1, 23),
    ),
)
