"""What a start page is made of: what waits for the reader, and the cards of every room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.feature import Card, Feature, Need
from portal.needs import NeedQuery, NeedSource, asked_at_once
from portal.people import Principal

FIRST = 10
MOST = 200


@dataclass(frozen=True)
class OpenCard:
    """A card with its values, ready to be set on the page."""

    card: Card
    values: Mapping[str, Any]


def needs_of(reader: Principal) -> list[Need]:
    """What waits for this reader, the dearest wait first; of equals, what is due first."""
    sources = [source for room in _rooms() for source in room.needs if source.permission.allows(reader)]
    asked = asked_at_once([source for source in sources if isinstance(source, NeedQuery)])
    read = [need for source in sources if isinstance(source, NeedSource) for need in source.collect()]
    found = [*asked, *read]
    return sorted(found, key=lambda need: (-need.cost, need.due_on or date.max))


def cards_of(reader: Principal) -> list[OpenCard]:
    """The cards that rooms bring and that have something to say to this reader."""
    cards = sorted((card for room in _rooms() for card in room.cards), key=lambda card: card.order)
    opened = []
    for card in cards:
        values = card.collect() if card.permission.allows(reader) else None
        if values is not None:
            opened.append(OpenCard(card, values))
    return opened


def laid_out(opened: Sequence[OpenCard]) -> dict[str, list[OpenCard]]:
    """Cards by their place: `first`, `wide`, and `main` with `aside` where there are both, else `pairs`."""
    narrow = [one for one in opened if not one.card.first and not one.card.wide]
    aside = [one for one in narrow if one.card.aside]
    main = [one for one in narrow if not one.card.aside]
    places = {"main": main, "aside": aside} if main and aside else {"pairs": narrow}
    return {
        "first": [one for one in opened if one.card.first],
        "wide": [one for one in opened if one.card.wide and not one.card.first],
        **places,
    }


def sentence(needs: Sequence[Need], *, today: date) -> str:
    """The heading: how many decisions there are, and how many of them cannot wait."""
    late = sum(1 for need in needs if need.due_on is not None and need.due_on < today)
    due = sum(1 for need in needs if need.due_on == today)
    return str(_sentence(sum(need.count for need in needs), late=late, due=due))


def _sentence(count: int, *, late: int, due: int) -> object:
    if count == 0:
        return _("Nothing needs your decision today")
    if late and due:
        return ngettext(
            "%(num)s decision today: %(late)s overdue, %(due)s due today",
            "%(num)s decisions today: %(late)s overdue, %(due)s due today",
            count,
            late=late,
            due=due,
        )
    if late:
        return ngettext(
            "%(num)s decision today, %(late)s overdue", "%(num)s decisions today, %(late)s overdue", count, late=late
        )
    if due:
        return ngettext(
            "%(num)s decision today, %(due)s due today", "%(num)s decisions today, %(due)s due today", count, due=due
        )
    return ngettext("%(num)s decision today", "%(num)s decisions today", count)


def _rooms() -> Sequence[Feature]:
    rooms: Sequence[Feature] = current_app.extensions["bansou_rooms"]
    return rooms
