"""The numbers of written orders as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

MOST_PAYMENT_DAYS = 60
ORDERS = Default(
    key="orders",
    title=_l("Written orders"),
    fields=(
        DefaultField(
            "inspection_days", _l("Inspection ends after the last due day by"), 2, 1, 20, unit=_l("business days")
        ),
        DefaultField(
            "payment_days",
            _l("Payment within, from the day of the service, that day included"),
            60,
            1,
            MOST_PAYMENT_DAYS,
            unit=_l("days"),
        ),
        DefaultField("tax_percent", _l("Consumption tax"), 10, 0, 100, unit=_l("%")),
    ),
)
