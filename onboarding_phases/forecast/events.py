"""What happens to scenarios of the capacity plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class ScenarioKept(Event):
    """Assumptions about the months ahead were kept under a name."""

    title = _l("Scenario of the capacity plan kept")

    scenario_id: int
    name: str
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ScenarioChanged(Event):
    """The assumptions of a scenario were changed."""

    title = _l("Scenario of the capacity plan changed")

    scenario_id: int
    name: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ScenarioDeleted(Event):
    """A scenario was deleted."""

    title = _l("Scenario of the capacity plan deleted")

    scenario_id: int
    name: str
