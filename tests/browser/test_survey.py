"""A survey: a customer answers in Vietnamese on a phone without a script, and the manager sees the figure."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.answering.services import answer_survey
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.services import send_survey
from onboarding_phases.surveys.values import Reply
from portal.mail.models import Letter
from portal.people import PORTAL
from tests.browser.conftest import Meet
from tests.browser.serving import Served

pytestmark = pytest.mark.browser

PHONE = 375
LINK = re.compile(r"http://localhost(/survey/\S+)")


def ask_three(portal: Served) -> str:
    """Three customers of one firm are asked, two of whom answer at once: the link of the third."""
    with portal.unit() as session:
        firm = select(Onboarding.partner_id).limit(1).scalar_subquery()
        found = list(session.scalars(select(Onboarding).where(Onboarding.partner_id == firm).limit(3)))
        for number, onboarding in enumerate(found):
            person = {"name": "Lan", "email": f"lan{number}@customer.example", "locale": "vi"}
            survey = send_survey(onboarding, moment=Moment.END, actor=PORTAL, **person)
            if number:
                scores = {"satisfaction": 5, "effort": 2, "recommend": 10}
                answer_survey(survey, Reply(scores, {}, may_share=False), locale="vi")
            else:
                letter = session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
                link = LINK.search(letter.text)
    assert link is not None
    return link[1]


def test_a_customer_answers_in_vietnamese_on_a_phone_and_the_manager_sees_the_figure(
    lived_in_portal: Served, meet: Meet
) -> None:
    guest = meet(lived_in_portal, width=PHONE, script=False)
    guest.open(ask_three(lived_in_portal))
    assert guest.page.locator("html").get_attribute("lang") == "vi"
    assert guest.page.locator("input:checked").count() == 0
    assert guest.page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    sizes = [option.bounding_box() for option in guest.page.locator(".scale label").all()]
    assert min(min(size["width"], size["height"]) for size in sizes if size) >= 32

    guest.page.check("[name=q_satisfaction][value='2']")
    guest.press("Gửi câu trả lời")
    guest.sees("Chưa gửi được.")
    guest.page.focus("[name=q_effort][value='1']")
    guest.page.keyboard.press("ArrowRight")
    guest.page.check("[name=q_recommend][value='7']")
    guest.press("Gửi câu trả lời")
    guest.sees("Cảm ơn quý khách đã trả lời")

    manager = meet(lived_in_portal, "manager@vendor.example")
    manager.open("/surveys?survey=end")
    manager.sees("平均4.0")
    manager.sees("NPS +67")
