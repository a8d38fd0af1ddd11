"""The playbooks that the product ships with: where a programme begins, until it writes versions of its own."""

from onboarding_phases.playbooks.shipped.accounting import ACCOUNTING
from onboarding_phases.playbooks.shipped.expenses import EXPENSES
from onboarding_phases.playbooks.shipped.hr_payroll import HR_PAYROLL
from onboarding_phases.playbooks.shipped.invoicing import INVOICING
from onboarding_phases.playbooks.shipped.ko import KO
from onboarding_phases.playbooks.shipped.values import spoken
from onboarding_phases.playbooks.shipped.vi import VI
from onboarding_phases.playbooks.shipped.zh_hans import ZH_HANS
from onboarding_phases.playbooks.values import PlaybookText

__all__ = ["SHIPPED", "PlaybookText"]

WRITTEN = {
    "accounting": ACCOUNTING,
    "hr_payroll": HR_PAYROLL,
    "invoicing": INVOICING,
    "expenses": EXPENSES,
}
SHIPPED = {
    product: spoken(text, {"zh_Hans": ZH_HANS[product], "ko": KO[product], "vi": VI[product]})
    for product, text in WRITTEN.items()
}
