"""What this room brings to the page of an onboarding and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.escalations.permissions import RAISE_ESCALATION
from onboarding_phases.onboardings.enums import OnboardingState, RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import risk, risks
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.risks.enums import CAUSE_LABELS, SILENT
from onboarding_phases.risks.permissions import FINISH_PLAY, OVERRIDE_RISK, VIEW_RISKS
from onboarding_phases.risks.queries import plays_waiting
from onboarding_phases.risks.values import outlook_of
from onboarding_phases.tasks.rules import may_close
from portal import clock
from portal.access import person
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_A_LATE_PLAY = 43.0
COST_OF_A_PLAY = 33.0


def risks_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """What may make an onboarding late, when it is likely to end, and what is proposed, without a statement."""
    if onboarding.state is not OnboardingState.RUNNING:
        return None
    return {
        **outlook_values(onboarding),
        "plays": [_play(row) for row in onboarding.open_plays or [] if person().is_vendor or _is_firms(row)],
        "may_escalate": RAISE_ESCALATION.allows(person()),
    }


def outlook_values(onboarding: Onboarding) -> dict[str, Any]:
    """An onboarding's risks with reasons and days of their data, and its outlook as this reader may read it."""
    today, bounds = clock.today(), bounds_in_force()
    outlook = outlook_of(onboarding.outlook)
    is_vendor = person().is_vendor
    ahead = outlook if outlook and outlook.position == onboarding.current_position else None
    return {
        "onboarding": onboarding,
        "risk": risk(onboarding.run, today, bounds),
        "risks": risks(onboarding.run, today, bounds),
        "outlook": outlook,
        "foreseen": ahead if ahead and ahead.median_on and (is_vendor or ahead.is_open) else None,
        "too_few": ahead is not None and ahead.median_on is None,
        "override": onboarding.risk_override if risk(onboarding.run, today, bounds).override else None,
        "may_set": OVERRIDE_RISK.allows(person()) and onboarding.state is OnboardingState.RUNNING,
        "today": today,
    }


def _is_firms(row: Mapping[str, Any]) -> bool:
    """A firm's page shows what is asked of the firm; what the vendor does against a risk stands on the details."""
    return bool(row["side"] == TaskSide.PARTNER)


def _play(row: Mapping[str, Any]) -> dict[str, Any]:
    cause = RiskReason(row["cause"])
    return {
        **row,
        "due_on": date.fromisoformat(row["due_on"]),
        "why": CAUSE_LABELS[cause],
        "escalates": cause in SILENT,
        "mine": may_finish(TaskSide(row["side"])),
    }


def may_finish(side: TaskSide) -> bool:
    """Whether the reader may say that a play of a side is done."""
    return FINISH_PLAY.allows(person()) and may_close(side, by_vendor=person().is_vendor)


def _need(row: NeedRow) -> Need:
    is_late = row.on is not None and row.on < clock.today()
    why = CAUSE_LABELS[RiskReason(row.text or RiskReason.LATE)]
    return Need(
        text=_("Play for %(customer)s: %(why)s", customer=row.name, why=why),
        href=url_for("onboardings.show", code=row.code, _anchor="h-risks"),
        due_on=row.on,
        cost=COST_OF_A_LATE_PLAY if is_late else COST_OF_A_PLAY,
    )


PANELS = [Panel("onboarding", "risks/panel.html", VIEW_RISKS, risks_panel, order=4)]
NEEDS = [NeedQuery(FINISH_PLAY, plays_waiting, _need)]
