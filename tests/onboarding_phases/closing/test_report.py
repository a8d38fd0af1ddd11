"""The report to a customer: a page and a PDF in two languages, with what the customer may read alone."""

from __future__ import annotations

from onboarding_phases.closing.services import complete_after_review
from onboarding_phases.commitments.services import keep_commitment
from portal import clock
from portal.levels import Level
from tests.factories.closings import close_phases
from tests.factories.comments import at_work
from tests.factories.commitments import make_commitment, with_commitment
from tests.factories.people import principal
from tests.portal.reports.pdf import text_of


def test_the_report_says_what_was_reached_and_nothing_that_the_customer_may_not_read(
    onboarding, vendor, firm, browse
):
    actor = principal(vendor)
    for text, level in (("two lectures", Level.CUSTOMER), ("between us", Level.BOTH), ("the price", Level.VENDOR)):
        code = make_commitment(onboarding, actor, text=text, level=level)
        with with_commitment(code, actor) as found:
            keep = {"proof": "hidden proof", "on": clock.today(), "told_on": None}
            keep_commitment(found, onboarding=onboarding, actor=actor, **keep)
    close_phases(onboarding)
    place = f"/onboardings/{onboarding.code}/report"
    assert browse(vendor).get(place).location == f"/onboardings/{onboarding.code}/closing"
    with at_work(onboarding, actor) as found:
        complete_after_review(found, reached="closing in 5 days", lessons="our own lesson", actor=actor)

    for reader in (vendor, firm):
        page = browse(reader).get(place).text
        for said in ("closing in 5 days", "two lectures", "kept on", "In use since", "Vera Vendor"):
            assert said in page
        for kept in ("between us", "the price", "hidden proof", "our own lesson"):
            assert kept not in page
    japanese = browse(vendor).get(f"{place}?locale=ja").text
    assert "導入完了報告書" in japanese and '<html lang="ja"' in japanese
    paper = browse(vendor).get(f"{place}.pdf?locale=ja")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert "導入完了報告書" in text_of(paper.data)
