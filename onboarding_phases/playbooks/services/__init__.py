"""What people do with playbooks: each verb publishes what happened; none commits."""

from onboarding_phases.playbooks.services.drafts import (
    NAME,
    RULE,
    SCHEDULE,
    begin_draft,
    change_draft,
    discard_draft,
)
from onboarding_phases.playbooks.services.products import begin_product
from onboarding_phases.playbooks.services.publishing import publish_draft
from onboarding_phases.playbooks.services.shipping import load_default_playbooks

__all__ = [
    "NAME",
    "RULE",
    "SCHEDULE",
    "begin_draft",
    "begin_product",
    "change_draft",
    "discard_draft",
    "load_default_playbooks",
    "publish_draft",
]
