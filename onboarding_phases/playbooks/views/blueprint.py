"""The blueprint that all pages of this room hang on, and the words that its templates ask for."""

from __future__ import annotations

from flask import Blueprint

from onboarding_phases.playbooks.enums import PRESCRIPTION_LABELS, STEP_KIND_LABELS, TASK_SIDE_LABELS
from onboarding_phases.playbooks.forms import PHASE_TEXT_LABELS
from onboarding_phases.playbooks.wording import prescriptions
from partners.enums import PRODUCT_LABELS
from portal.i18n import LOCALE_NAMES

bp = Blueprint("playbooks", __name__, url_prefix="/playbooks", template_folder="../templates")
bp.add_app_template_global(prescriptions)
bp.add_app_template_filter(lambda product: PRODUCT_LABELS.get(product, product), "playbook_name")
bp.add_app_template_filter(lambda kind: PRESCRIPTION_LABELS[kind], "prescription_word")
bp.add_app_template_filter(lambda side: TASK_SIDE_LABELS[side], "task_side_word")
bp.add_app_template_filter(lambda kind: STEP_KIND_LABELS[kind], "step_kind_word")
bp.add_app_template_filter(lambda what: PHASE_TEXT_LABELS[what], "phase_text_word")
bp.add_app_template_filter(lambda locale: LOCALE_NAMES.get(locale, locale), "language_name")
