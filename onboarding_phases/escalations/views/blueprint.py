"""The one blueprint of this room, and the words that its templates need."""

from __future__ import annotations

from flask import Blueprint

from onboarding_phases.escalations.enums import KIND_LABELS, SEVERITY_WORDS, STATE_LABELS

bp = Blueprint("escalations", __name__, template_folder="../templates")
bp.add_app_template_filter(lambda kind: str(KIND_LABELS[kind]), "escalation_kind")
bp.add_app_template_filter(lambda severity: str(SEVERITY_WORDS[severity]), "severity_word")
bp.add_app_template_filter(lambda state: str(STATE_LABELS[state]), "escalation_state")
