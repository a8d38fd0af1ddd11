"""The blueprint that all pages of this room hang on."""

from __future__ import annotations

from flask import Blueprint

from onboarding_phases.onboardings.enums import EXCLUDED_REASON_LABELS
from onboarding_phases.onboardings.reports.words import risk_words

bp = Blueprint("onboardings", __name__, url_prefix="/onboardings", template_folder="../templates")
bp.add_app_template_global(risk_words)
bp.add_app_template_filter(lambda reason: EXCLUDED_REASON_LABELS[reason], "excluded_word")
