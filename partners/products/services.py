"""Naming a product that the vendor added."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from partners.events import ProductNamed
from partners.models import Product
from partners.products.queries import KEPT
from portal import clock
from portal.database import db
from portal.events import publish
from portal.people import Principal


def name_product(word: str, name: Mapping[str, str], *, actor: Principal) -> None:
    """Give a product its name, or another one; from then on forms offer it. The same name again changes nothing."""
    product = db.session.scalars(select(Product).where(Product.word == word)).one_or_none()
    if product is not None and product.name == name:
        return
    if product is None:
        product = Product(word=word)
        db.session.add(product)
    product.name, product.named_at = dict(name), clock.now()
    db.session.flush()
    db.session.info.pop(KEPT, None)
    publish(ProductNamed(actor_id=actor.id, word=word, name=dict(name)))
