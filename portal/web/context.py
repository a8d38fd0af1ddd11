"""What every template finds at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.access import Permission
from portal.accounts.permissions import OWN_ACCOUNT, VIEW_USERS
from portal.accounts.queries import names_of
from portal.api.permissions import MANAGE_ACCESS
from portal.audit.permissions import VIEW_AUDIT
from portal.database import db
from portal.defaults.permissions import VIEW_SETTINGS
from portal.feature import Feature, NavItem, Panel
from portal.files.defaults import MEGABYTE
from portal.i18n import LOCALE_NAMES, current_locale, localized
from portal.inbox.queries import unread_count
from portal.levels import Level, words_for
from portal.mail.permissions import VIEW_LETTERS
from portal.paging import in_address
from portal.people import ROLE_LABELS, Guest, Principal
from portal.ui.jinja import install_filters
from portal.upkeep.permissions import LOOK_AFTER_JOBS


@dataclass(frozen=True)
class NavEntry:
    """An entry of the top bar as the reader sees it."""

    label: Any
    href: str
    current: bool
    parts: tuple[NavEntry, ...] = ()


@dataclass(frozen=True)
class AccountLink:
    """An entry of the account menu."""

    label: Any
    href: str


@dataclass(frozen=True)
class InboxLink:
    """The way to the inbox, with the number of unread notices, which paper does not show and so does not ask for."""

    href: str
    reader: Principal

    @property
    def count(self) -> int:
        """How many notices are unread; an error page is rendered after its transaction and has none to show."""
        if "unread" not in g:
            g.unread = unread_count(self.reader) if "scope" in db.session.info else 0
        return int(g.unread)


ACCOUNT_MENU = (
    (_l("Your account"), "own.show", OWN_ACCOUNT),
    (_l("Users"), "users.index", VIEW_USERS),
    (_l("Settings"), "settings.index", VIEW_SETTINGS),
    (_l("API and webhooks"), "tokens.index", MANAGE_ACCESS),
    (_l("Audit trail"), "audit.index", VIEW_AUDIT),
    (_l("Letters"), "letters.index", VIEW_LETTERS),
    (_l("Work in the background"), "upkeep.index", LOOK_AFTER_JOBS),
)


def init_templates(app: Flask) -> None:
    """Give templates the reader, the navigation and the words of dates and numbers."""
    app.context_processor(_at_hand)
    install_filters(app.jinja_env, locale=current_locale, zone=clock.zone)
    app.jinja_env.filters.update(localized=localized, role_label=ROLE_LABELS.__getitem__)
    app.jinja_env.globals["names_of"] = names_of
    app.jinja_env.globals["vendor_word"] = vendor_word
    app.jinja_env.globals["level_word"] = level_word
    app.jinja_env.filters["file_size"] = file_size
    app.jinja_env.tests["allowed"] = lambda permission: (
        isinstance(permission, Permission) and permission.allows(g.get("reader"))
    )
    app.jinja_env.globals["in_address"] = in_address
    app.jinja_env.globals["permission"] = _permissions(app.extensions["bansou_rooms"])


def vendor_word() -> str:
    """The vendor as this reader calls it: "us" inside its own house, "the client" to a firm."""
    reader = g.get("reader")
    at_home = not isinstance(reader, Principal) or reader.is_vendor
    text: str = gettext("Vendor") if at_home else gettext("Client")
    return text


def level_word(level: Level) -> str:
    """Who may read something, as this reader's side calls it."""
    reader = g.get("reader")
    at_home = not isinstance(reader, Principal) or reader.is_vendor
    return str(words_for(is_vendor=at_home)[level])


def file_size(size: int) -> str:
    """A number of bytes as people say it."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB"


def _at_hand() -> dict[str, Any]:
    reader = g.get("reader")
    signed_in = isinstance(reader, Principal)
    return {
        "reader": reader,
        "locale": current_locale(),
        "locales": LOCALE_NAMES,
        "today": clock.today(),
        "navigation": _navigation(reader) if signed_in else [],
        "inbox": InboxLink(url_for("inbox.index"), reader) if signed_in else None,
        "account_links": _account_links(reader) if signed_in else [],
        "open_panels": open_panels,
    }


def _navigation(reader: Principal) -> list[NavEntry]:
    """The top bar of a reader: entries of one group, where there are several, folded into one."""
    rooms: list[Feature] = current_app.extensions["bansou_rooms"]
    items = [item for room in rooms for item in room.navigation if item.permission.allows(reader)]
    groups: dict[str, list[NavItem]] = {}
    for item in sorted(items, key=lambda item: item.order):
        group = None if reader.role in item.apart_for else item.group
        groups.setdefault(str(group or item.endpoint), []).append(item)
    return [_folded(members) for members in groups.values()]


def _folded(items: list[NavItem]) -> NavEntry:
    entries = [_entry(item, request.path if request else "/") for item in items]
    if len(entries) == 1:
        return entries[0]
    # Where one address lies below another, the page is that of the longest.
    here = max((entry.href for entry in entries if entry.current), key=len, default=None)
    parts = tuple(NavEntry(entry.label, entry.href, entry.href == here) for entry in entries)
    return NavEntry(items[0].group, entries[0].href, here is not None, parts)


def _entry(item: NavItem, here: str) -> NavEntry:
    href = url_for(item.endpoint)
    current = here == href or (href != "/" and here.startswith(href + "/"))
    return NavEntry(item.label, href, current)


def _account_links(reader: Principal) -> list[AccountLink]:
    return [
        AccountLink(label, url_for(endpoint)) for label, endpoint, needed in ACCOUNT_MENU if needed.allows(reader)
    ]


def open_panels(page: str, subject: Any) -> list[dict[str, Any]]:
    """The panels that rooms bring to a page and that this reader, or this guest, may see, ready to be included."""
    rooms: list[Feature] = current_app.extensions["bansou_rooms"]
    found = [panel for room in rooms for panel in room.panels if panel.page == page]
    opened = []
    for panel in sorted(found, key=lambda panel: panel.order):
        values = panel.collect(subject) if _is_for_reader(panel) else None
        if values is not None:
            opened.append({"template": panel.template, "wide": panel.wide, "values": values})
    return opened


def _is_for_reader(panel: Panel) -> bool:
    if panel.permission is None:
        return isinstance(g.get("guest"), Guest)
    return panel.permission.allows(g.get("reader"))


def _permissions(rooms: list[Feature]) -> Callable[[str], Permission]:
    by_name = {item.name: item for room in rooms for item in room.permissions}
    return by_name.__getitem__
