"""Who asks customers, who reads what they said, and who acts on it, beyond whose onboardings a person sees."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS
from portal.access import permission
from portal.people import Role

VIEW_SURVEYS = permission("surveys.survey.view", *CUSTOMER_SUCCESS, Role.AUDITOR)
SEND_SURVEY = permission("surveys.survey.send", *CUSTOMER_SUCCESS)
VIEW_FIGURES = permission("surveys.figures.view", *CUSTOMER_SUCCESS, Role.ADMIN, Role.AUDITOR, Role.PARTNER_MANAGER)
VIEW_ANSWERS = permission("surveys.answer.view", *CUSTOMER_SUCCESS, Role.AUDITOR)
REPLY_TO_FIGURES = permission("surveys.figures.reply", Role.PARTNER_MANAGER)
VIEW_QUESTIONS = permission("surveys.questions.view", Role.ADMIN, *CUSTOMER_SUCCESS, Role.AUDITOR)
EDIT_QUESTIONS = permission("surveys.questions.edit", Role.ADMIN, Role.CS_MANAGER)
VIEW_RECOVERIES = permission("surveys.recovery.view", *CUSTOMER_SUCCESS, Role.AUDITOR)
CLOSE_RECOVERY = permission("surveys.recovery.close", *CUSTOMER_SUCCESS)

PERMISSIONS = [
    VIEW_SURVEYS,
    SEND_SURVEY,
    VIEW_FIGURES,
    VIEW_ANSWERS,
    REPLY_TO_FIGURES,
    VIEW_QUESTIONS,
    EDIT_QUESTIONS,
    VIEW_RECOVERIES,
    CLOSE_RECOVERY,
]
