"""The items of a written order."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Item(StrEnum):
    """What the law asks of a written order, and what is printed on it; an order that lacks one is not made."""

    ISSUER = "issuer"
    FIRM = "firm"
    ORDERED_ON = "ordered_on"
    WORK = "work"
    PERIOD = "period"
    PLACE = "place"
    INSPECTED_BY = "inspected_by"
    FEE = "fee"
    TAX = "tax"
    PAYMENT_ON = "payment_on"
    PAYMENT_METHOD = "payment_method"


ITEM_LABELS: dict[Item, LazyString] = {
    Item.ISSUER: _l("Ordering company"),
    Item.FIRM: _l("Firm that is commissioned"),
    Item.ORDERED_ON: _l("Day of the order"),
    Item.WORK: _l("Content of the work"),
    Item.PERIOD: _l("Period of the service"),
    Item.PLACE: _l("Place and way of delivery"),
    Item.INSPECTED_BY: _l("Inspection completed by"),
    Item.FEE: _l("Fee"),
    Item.TAX: _l("Consumption tax"),
    Item.PAYMENT_ON: _l("Day of payment"),
    Item.PAYMENT_METHOD: _l("Way of payment"),
}
