"""The letters that ask, in the customer's language. The link in them stands in no database."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from onboarding_phases.surveys.answering.queries import firm_of
from onboarding_phases.surveys.events import SurveyReminded, SurveySent
from onboarding_phases.surveys.models import Survey
from onboarding_phases.surveys.queries import onboarding_of_survey, survey_by_code
from onboarding_phases.surveys.rules import LINK
from portal import clock
from portal.events import Subscription
from portal.i18n import localized
from portal.mail.sealing import place_for_secret, sealed_token
from portal.mail.services import link_to, post_letter
from portal.ui.formatting import format_day


def mail_survey(event: SurveySent) -> None:
    """Ask somebody of a customer, with the link to the questions."""
    survey = survey_by_code(event.survey)
    with force_locale(survey.locale):
        customer = onboarding_of_survey(survey).customer_name
        told = {"customer": customer, "firm": firm_of(survey)}
        opening = _("How has the onboarding of %(customer)s with %(firm)s been for you so far?", **told)
        _post(survey, opening, localized(survey.version.title))


def mail_reminder(event: SurveyReminded) -> None:
    """Ask once more; the link in the first letter is good as well."""
    survey = survey_by_code(event.survey)
    with force_locale(survey.locale):
        day = format_day(clock.day_of(survey.sent_at), survey.locale)
        opening = _("On %(day)s we asked you a few questions. Your answer would still help us.", day=day)
        _post(survey, opening, _("Reminder: %(title)s", title=localized(survey.version.title)))


def _post(survey: Survey, opening: str, subject: str) -> None:
    place = place_for_secret()
    until = format_day(clock.day_of(survey.expires_at), survey.locale)
    parts = [
        _("Dear %(name)s,", name=survey.name),
        opening,
        _("Answer in about two minutes:") + "\n" + link_to("survey.show", token=place),
        _(
            "You need neither an account nor a password. The link is for you alone, counts once and works until"
            " %(day)s.",
            day=until,
        ),
        _(
            "%(firm)s does not see your single answers: it gets figures of at least three customers together, and"
            " your words only if you agree.",
            firm=firm_of(survey),
        ),
        "Bansou",
    ]
    sealed = {place: sealed_token(LINK, survey.word or "")}
    post_letter(survey.email, subject, "\n\n".join(parts) + "\n", survey.locale, sealed=sealed)


SUBSCRIPTIONS = [Subscription(SurveySent, mail_survey), Subscription(SurveyReminded, mail_reminder)]
