"""Reading what products are called."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from sqlalchemy import select

from partners.enums import PRODUCT_LABELS
from partners.models import Product
from portal.database import db
from portal.i18n import localized

KEPT = "partners.products"


def own_products() -> Mapping[str, Mapping[str, str]]:
    """The products that the vendor added, by their words, each with its name; read once in a unit of work."""
    if KEPT not in db.session.info:
        found = db.session.execute(select(Product.word, Product.name).order_by(Product.word))
        db.session.info[KEPT] = dict(found.all())
    known: Mapping[str, Mapping[str, str]] = db.session.info[KEPT]
    return known


def keep_products(found: Mapping[str, Mapping[str, str]]) -> None:
    """Take what another statement of this unit of work has read of products, so that it is not read again."""
    db.session.info[KEPT] = dict(sorted(found.items()))


def product_labels() -> dict[str, str | LazyString]:
    """Every product that customers can be onboarded to, by its word, with its name in the reader's language."""
    return {**PRODUCT_LABELS, **{word: localized(name) for word, name in own_products().items()}}


def product_name(word: str) -> str:
    """What a product is called; a word that nobody named is shown as it is written."""
    shipped = PRODUCT_LABELS.get(word)
    return str(shipped) if shipped is not None else localized(own_products().get(word)) or word
