"""How a room plugs in: one `Feature` value holds everything that the ground floor asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeAlias

import click
from flask import Blueprint
from flask_babel import LazyString

from portal.access import Permission, TokenScope
from portal.api.values import Operation
from portal.defaults.values import Default
from portal.events import Subscription
from portal.exchange.values import Exchange
from portal.inbox.values import NoticeKind
from portal.jobs.values import JobKind
from portal.needs import Need, NeedQuery, NeedSource
from portal.news import NewsSource
from portal.people import Principal, Role
from portal.reports.values import ReportKind, ReportSection
from portal.webhooks.values import WebhookKind

Text: TypeAlias = str | LazyString
__all__ = [
    "Card",
    "Feature",
    "NavItem",
    "Need",
    "NeedQuery",
    "NeedSource",
    "NewsSource",
    "Panel",
    "ReportKind",
    "ReportSection",
]


@dataclass(frozen=True)
class NavItem:
    """An entry of the top bar: shown to whoever holds the permission, in `order`.

    Entries with the same `group` stand as one under that name, where a reader may use more than one of them, and
    as tabs on their pages: seven entries are what a reader takes in at a glance. For the roles in `apart_for` an
    entry is a main object of their day and stands by itself.
    """

    label: Text
    endpoint: str
    permission: Permission
    order: int
    group: Text | None = None
    apart_for: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Panel:
    """A part that a room brings to a page of a lower room, such as `partner` or `customer`.

    `collect` takes the page's object and gives the template's values, or None where there is nothing to show. Only
    panels of guests' pages have no permission: there the guard and the scope of the case say what is seen.
    """

    page: str
    template: str
    permission: Permission | None
    collect: Callable[[Any], Mapping[str, Any] | None]
    order: int
    wide: bool = False


@dataclass(frozen=True)
class Card:
    """A part of the start page. `collect` gives the template's values, or None where nothing needs the reader.

    The template sets one panel and finds what was collected in `values`. A `first` card stands above the list of
    what needs the reader; a `wide` one takes the whole width; figures stand `aside` of what is to be done.
    """

    template: str
    permission: Permission
    collect: Callable[[], Mapping[str, Any] | None]
    order: int
    wide: bool = False
    first: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Feature:
    """Everything that one room brings. `models` is its module of tables, if it has any.

    `scopes` are what tokens may be made for, `operations` say in the description of the interface what a route for
    other systems takes and gives, and `webhooks` are what others may report of themselves.
    `news` are where letters to guests find what is new for them.
    `shipped` enters what the product comes with, such as playbooks; it is called at every upgrade.
    """

    name: str
    models: ModuleType | None = None
    blueprints: list[Blueprint] = field(default_factory=list)
    navigation: list[NavItem] = field(default_factory=list)
    permissions: list[Permission] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    jobs: list[JobKind] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    needs: Sequence[NeedSource | NeedQuery] = field(default_factory=list)
    report_kinds: list[ReportKind] = field(default_factory=list)
    report_sections: list[ReportSection] = field(default_factory=list)
    commands: list[click.Command] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    notices: list[NoticeKind] = field(default_factory=list)
    news: list[NewsSource] = field(default_factory=list)
    defaults: list[Default] = field(default_factory=list)
    scopes: list[TokenScope] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    webhooks: list[WebhookKind] = field(default_factory=list)
    shipped: list[Callable[[Principal], object]] = field(default_factory=list)
