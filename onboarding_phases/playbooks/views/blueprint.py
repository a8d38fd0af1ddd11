"""The blueprint that all pages of this room hang on, and the words that its templates ask for."""

from __future__ import annotations

from flask import Blueprint, url_for

from onboarding_phases.playbooks.enums import PRESCRIPTION_LABELS, STEP_KIND_LABELS, TASK_SIDE_LABELS
from onboarding_phases.playbooks.forms import PHASE_TEXT_LABELS
from onboarding_phases.playbooks.models import PlaybookDraft
from onboarding_phases.playbooks.wording import prescriptions
from partners.products.queries import product_name
from portal.i18n import LOCALE_NAMES, localized

bp = Blueprint("playbooks", __name__, url_prefix="/playbooks", template_folder="../templates")
bp.add_app_template_global(prescriptions)
bp.add_app_template_filter(product_name, "playbook_name")
bp.add_app_template_filter(lambda kind: PRESCRIPTION_LABELS[kind], "prescription_word")
bp.add_app_template_filter(lambda side: TASK_SIDE_LABELS[side], "task_side_word")
bp.add_app_template_filter(lambda kind: STEP_KIND_LABELS[kind], "step_kind_word")
bp.add_app_template_filter(lambda what: PHASE_TEXT_LABELS[what], "phase_text_word")
bp.add_app_template_filter(lambda locale: LOCALE_NAMES.get(locale, locale), "language_name")


@bp.app_template_filter("draft_name")
def draft_name(draft: PlaybookDraft) -> str:
    """What the product of a draft is called, as the draft itself says where it does."""
    return localized(draft.text.name) or product_name(draft.product)


@bp.app_template_filter("draft_playbook")
def draft_playbook(draft: PlaybookDraft) -> str | None:
    """Where the playbook stands that a draft is the next version of; None before there is one."""
    return None if draft.is_first else url_for("playbooks.show", product=draft.product)
