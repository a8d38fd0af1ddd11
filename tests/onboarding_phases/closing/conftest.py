"""An onboarding with people on both sides."""

from tests.factories.talks import browse, firm, onboarding, partner, vendor

__all__ = ["browse", "firm", "onboarding", "partner", "vendor"]
