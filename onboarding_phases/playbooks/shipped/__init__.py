"""The playbooks that the product ships with: where a programme begins, until it writes versions of its own."""

from onboarding_phases.playbooks.shipped.accounting import ACCOUNTING
from onboarding_phases.playbooks.shipped.expenses import EXPENSES
from onboarding_phases.playbooks.shipped.hr_payroll import HR_PAYROLL
from onboarding_phases.playbooks.shipped.invoicing import INVOICING
from onboarding_phases.playbooks.values import PlaybookText

__all__ = ["SHIPPED", "PlaybookText"]

SHIPPED = {
    "accounting": ACCOUNTING,
    "hr_payroll": HR_PAYROLL,
    "invoicing": INVOICING,
    "expenses": EXPENSES,
}
