"""What happens to customers. All of it is the vendor's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered(Event):
    """A customer was entered; whoever entered it chose the effort, knowing what was suggested."""

    title = _l("Customer registered")

    customer_id: int
    code: str
    name: str
    effort: int
    suggested_effort: int | None


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    """Facts about a customer were changed: `changes` holds before and after by field.

    Where the effort is among them, `suggested_effort` is what was suggested to whoever chose it.
    """

    title = _l("Customer changed")

    customer_id: int
    changes: dict[str, list[Any]]
    suggested_effort: int | None = None


@dataclass(frozen=True, kw_only=True)
class OwnersAssigned(Event):
    """Somebody of sales and of CS now owns a customer, or nobody does."""

    title = _l("Customer owners assigned")

    customer_id: int
    sales_owner_id: int | None
    cs_owner_id: int | None
