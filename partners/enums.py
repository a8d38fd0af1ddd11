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
# Files and the database hold the Japanese names.
PREFECTURE_LABELS: Mapping[str, LazyString] = {
    "北海道": _l("Hokkaido"),
    "青森県": _l("Aomori"),
    "岩手県": _l("Iwate"),
    "宮城県": _l("Miyagi"),
    "秋田県": _l("Akita"),
    "山形県": _l("Yamagata"),
    "福島県": _l("Fukushima"),
    "茨城県": _l("Ibaraki"),
    "栃木県": _l("Tochigi"),
    "群馬県": _l("Gunma"),
    "埼玉県": _l("Saitama"),
    "千葉県": _l("Chiba"),
    "東京都": _l("Tokyo"),
    "神奈川県": _l("Kanagawa"),
    "新潟県": _l("Niigata"),
    "富山県": _l("Toyama"),
    "石川県": _l("Ishikawa"),
    "福井県": _l("Fukui"),
    "山梨県": _l("Yamanashi"),
    "長野県": _l("Nagano"),
    "岐阜県": _l("Gifu"),
    "静岡県": _l("Shizuoka"),
    "愛知県": _l("Aichi"),
    "三重県": _l("Mie"),
    "滋賀県": _l("Shiga"),
    "京都府": _l("Kyoto"),
    "大阪府": _l("Osaka"),
    "兵庫県": _l("Hyogo"),
    "奈良県": _l("Nara"),
    "和歌山県": _l("Wakayama"),
    "鳥取県": _l("Tottori"),
    "島根県": _l("Shimane"),
    "岡山県": _l("Okayama"),
    "広島県": _l("Hiroshima"),
    "山口県": _l("Yamaguchi"),
    "徳島県": _l("Tokushima"),
    "香川県": _l("Kagawa"),
    "愛媛県": _l("Ehime"),
    "高知県": _l("Kochi"),
    "福岡県": _l("Fukuoka"),
    "佐賀県": _l("Saga"),
    "長崎県": _l("Nagasaki"),
    "熊本県": _l("Kumamoto"),
    "大分県": _l("Oita"),
    "宮崎県": _l("Miyazaki"),
    "鹿児島県": _l("Kagoshima"),
    "沖縄県": _l("Okinawa"),
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
