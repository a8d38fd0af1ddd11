"""The words of partners, and how people read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class PartnerKind(StrEnum):
    """What kind of firm a partner is."""

    TAX_ACCOUNTANT = "tax_accountant"
    CPA = "cpa_firm"
    LABOR_CONSULTANT = "labor_consultant"
    SYSTEM_CONSULTING = "system_consulting"
    BPO = "bpo"
    OTHER = "other"


class PartnerStatus(StrEnum):
    """The life of a partner, from candidate to ended."""

    CANDIDATE = "candidate"
    SCREENING = "screening"
    CONTRACTED = "contracted"
    PREPARING = "preparing"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


KIND_LABELS: Mapping[PartnerKind, LazyString] = {
    PartnerKind.TAX_ACCOUNTANT: _l("Tax accountants"),
    PartnerKind.CPA: _l("Certified public accountants"),
    PartnerKind.LABOR_CONSULTANT: _l("Labour and social-security consultants"),
    PartnerKind.SYSTEM_CONSULTING: _l("System consulting"),
    PartnerKind.BPO: _l("Business process outsourcing"),
    PartnerKind.OTHER: _l("Other firm"),
}
STATUS_LABELS: Mapping[PartnerStatus, LazyString] = {
    PartnerStatus.CANDIDATE: _l("Candidate"),
    PartnerStatus.SCREENING: _l("In screening"),
    PartnerStatus.CONTRACTED: _l("Contracted"),
    PartnerStatus.PREPARING: _l("Preparing"),
    PartnerStatus.ACTIVE: _l("Active"),
    PartnerStatus.PAUSED: _l("Paused"),
    PartnerStatus.ENDED: _l("Ended"),
}
# Products and strengths are open vocabularies: files may bring words of their own, shown as they are written.
PRODUCT_LABELS: Mapping[str, LazyString] = {
    "accounting": _l("Accounting"),
    "invoicing": _l("Invoicing"),
    "expenses": _l("Expenses"),
    "hr_payroll": _l("HR and payroll"),
}
STRENGTH_LABELS: Mapping[str, LazyString] = {
    "api_integration": _l("API integration"),
    "change_management": _l("Change management"),
    "closing_acceleration": _l("Faster closing"),
    "consolidation": _l("Consolidated accounts"),
    "data_migration": _l("Data migration"),
    "english_support": _l("Support in English"),
    "expense_workflow": _l("Expense workflow"),
    "internal_control_ipo": _l("Internal control and IPO"),
    "inventory_costing": _l("Inventory and costing"),
    "medical_accounting": _l("Medical accounting"),
    "multi_entity": _l("Several entities"),
    "nonprofit_accounting": _l("Nonprofit accounting"),
    "payroll_setup": _l("Payroll set-up"),
    "process_design": _l("Process design"),
    "project_accounting": _l("Project accounting"),
    "training_delivery": _l("Lectures and training"),
}
LANGUAGE_LABELS: Mapping[str, LazyString] = {
    "ja": _l("Japanese"),
    "en": _l("English"),
    "zh": _l("Chinese"),
    "ko": _l("Korean"),
    "vi": _l("Vietnamese"),
}
TIER_LABELS: Mapping[int, LazyString] = {
    1: _l("Registered"),
    2: _l("Certified"),
    3: _l("Advanced"),
    4: _l("Expert"),
    5: _l("Principal"),
}
