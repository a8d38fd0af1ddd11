"""What happens on the what-if board."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class WhatIfAsked(Event):
    """A scenario was kept; the solver is to begin."""

    title = _l("What-if scenario kept")

    scenario: str
    name: str
    run: str


@dataclass(frozen=True, kw_only=True)
class WhatIfSolved(Event):
    """A scenario has its plan."""

    title = _l("What-if scenario computed")

    scenario: str
    placed: int
    optimal: bool


@dataclass(frozen=True, kw_only=True)
class WhatIfFailed(Event):
    """A scenario could not be computed."""

    title = _l("What-if scenario failed")

    scenario: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WhatIfRenamed(Event):
    """A scenario has another name."""

    title = _l("What-if scenario renamed")

    scenario: str
    name: str


@dataclass(frozen=True, kw_only=True)
class WhatIfDeleted(Event):
    """A scenario was forgotten."""

    title = _l("What-if scenario deleted")

    scenario: str
    name: str
