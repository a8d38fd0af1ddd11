"""The pages of the KPIs: their figures, their rows, and whose they show."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pytest
from sqlalchemy import event

from onboarding_phases.kpis.cli import kpi
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause
from portal.database import db
from portal.people import Role
from tests.browsing import statements
from tests.command_line import bansou
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.onboarding_phases.kpis.histories import make_histories, make_history, make_programme
from tests.world import the_app

START = date(2026, 6, 1)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def a_mixed_firm():
    partner = make_partner(code="P0001", name="ひのき台会計事務所")
    held = (HoldCause.CUSTOMER, date(2026, 7, 1), date(2026, 7, 11))
    make_histories(
        partner,
        [
            {"start_on": START, "activated_on": date(2026, 8, 30), "completed_on": date(2026, 9, 1)},
            {"start_on": START, "activated_on": date(2026, 9, 9), "holds": [held]},
            {"start_on": START, "activated_on": date(2026, 9, 9)},
            {"start_on": START, "withdrawn_on": date(2026, 7, 1)},
            {"start_on": START, "excluded_reason": ExcludedReason.TEST},
            {"start_on": date(2026, 10, 1), "product": "expenses"},
        ],
    )
    return partner


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CS_MANAGER, 200), (Role.AUDITOR, 200), (Role.CS_MEMBER, 403), (Role.SALES, 403), (Role.ADMIN, 403)],
)
def test_the_vendors_managers_and_auditors_read_the_kpis(app, login, role, status):
    browser = login(make_user(role))

    for path in ("/reports", "/reports/kpi.csv", "/reports/kpi/cases", "/reports/kpi/cases.csv"):
        assert browser.get(path).status_code == status


def test_a_consultant_does_not_read_the_kpis(app, login):
    user, _ = make_consultant_user(make_partner())
    assert login(user).get("/reports").status_code == 403


def test_nobody_reads_them_without_signing_in(app):
    assert app.test_client().get("/reports").status_code == 302


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2026-08"])
def test_the_exported_file_gives_the_figures_of_the_page_by_bansou_kpi(app, login, tmp_path, month):
    a_mixed_firm()
    make_history(make_partner(), START, activated_on=date(2026, 6, 20))
    browser = login(make_user())
    as_of = {"2026-11": "2026-11-24", "2026-10": "2026-10-31", "2026-08": "2026-08-31"}[month]
    (tmp_path / "onboardings.csv").write_bytes(browser.get(f"/reports/kpi/cases.csv?month={month}").data)

    given = ["--onboardings", f"{tmp_path}/onboardings.csv", "--x", "90", "--as-of", as_of]
    result = bansou(kpi, *given, "--by", "partner_code", "--out", f"{tmp_path}/out.csv")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "out.csv").read_bytes() == browser.get(f"/reports/kpi.csv?month={month}&by=partner").data


def test_the_big_figure_stands_with_n_interval_and_estimate(app, login):
    a_mixed_firm()

    page = login(make_user()).get("/reports?month=2026-10").text

    assert "The 90-day activation rate is 50.0%" in page
    assert "2/4 active, 95% interval 15.0–85.0%" in page
    assert "5 onboardings, running ones included" in page
    assert re.search(r'href="[^"]*counts=old_enough[^"]*"', page)


def test_every_figure_leads_to_rows_that_say_why_they_count(app, login):
    a_mixed_firm()
    browser = login(make_user())

    behind = browser.get("/reports/kpi/cases?month=2026-10&counts=old_enough").text
    everything = browser.get("/reports/kpi/cases?month=2026-10").text

    assert behind.count('<tr><th scope="row">') == 4
    assert everything.count('<tr><th scope="row">') == 6
    for sentence in (
        "Active after 90 net days, within 90",
        "Active after 100 net days, later than 90",
        "Withdrawn on 1 Jul 2026 before activation",
        "Left out of every rate: Test",
        "Old enough on 30 Dec 2026",
    ):
        assert sentence in everything


def test_a_product_is_taken_by_its_own_x(app, login):
    make_history(make_partner(), START, product="expenses", activated_on=date(2026, 7, 31))

    page = login(make_user()).get("/reports?product=expenses").text

    assert "The 60-day activation rate is 100.0%" in page


def test_filters_that_do_not_exist_are_left_out(app, login):
    a_mixed_firm()
    browser = login(make_user())

    for odd in ("month=2031-01", "month=x", "product=none", "partner=P9999", "by=x&sort=x&dir=x", "page=0&counts=x"):
        assert browser.get(f"/reports?{odd}").status_code == 200
        assert browser.get(f"/reports/kpi/cases?{odd}&endpoint=x&_external=1&tier=2").status_code == 200


@pytest.mark.parametrize("by", ["partner", "product", "tier", "industry", "effort", "month"])
def test_groups_add_up_to_the_whole_and_can_be_sorted(app, login, by):
    make_programme(firms=3)
    browser = login(make_user())

    rows = rows_of(browser.get(f"/reports/kpi.csv?by={by}").data)

    assert sum(int(row["n"]) for row in rows) == 27
    assert browser.get(f"/reports?by={by}&sort=rate&dir=down").status_code == 200


def test_sorting_by_rate_puts_the_best_firm_first(app, login):
    make_programme(firms=3)

    page = login(make_user()).get("/reports?sort=rate&dir=down").text

    names = re.findall(r'class="key" href="/reports[^"]*">([^<]+)<', page)
    assert names == ["第1会計事務所", "第2会計事務所", "第3会計事務所"]


def test_a_firm_reads_its_own_figures_with_the_programmes_median_and_nobody_elses(app, login):
    partners = make_programme()
    browser = login(make_partner_manager(partners[0]))

    pages = [
        browser.get(path) for path in ("/reports", "/reports?partner=" + partners[1].code, "/reports/kpi/cases")
    ]

    assert "Programme median" in pages[0].text
    assert "Over firms with 8 cases or more" in pages[0].text
    for page in pages:
        assert page.status_code == 200
        assert not any(other.name in page.text or other.code in page.text for other in partners[1:])
    rows = rows_of(browser.get("/reports/kpi/cases.csv").data)
    assert {row["partner_code"] for row in rows} == {partners[0].code}
    assert not any(row["customer_code"].startswith("C0") for row in rows)


def test_a_firm_no_longer_reads_the_customer_of_an_onboarding_that_ended_long_ago(app, login):
    partner = make_partner()
    make_history(partner, START, completed_on=date(2026, 9, 1), customer_name="株式会社むかし")
    make_history(partner, START, completed_on=date(2026, 11, 1), customer_name="株式会社さいきん")

    firm = login(make_partner_manager(partner)).get("/reports/kpi/cases").text
    vendor = login(make_user()).get("/reports/kpi/cases").text

    assert "株式会社さいきん" in firm
    assert "株式会社むかし" not in firm
    assert "株式会社むかし" in vendor


def test_an_empty_portal_says_what_will_fill_the_page(app, login):
    assert "There is no onboarding here yet" in login(make_user()).get("/reports").text
    assert "There is no onboarding here yet" in login(make_partner_manager(make_partner())).get("/reports").text


@pytest.mark.parametrize("path", ["/reports", "/reports/kpi/cases"])
def test_pages_take_twelve_statements_at_most_however_many_onboardings_there_are(app, login, path):
    partner = make_programme(firms=5)[0]
    seen: list[str] = []

    def note(*told):
        seen.append(told[2])

    with the_app().app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    browsers = [login(make_user()), login(make_partner_manager(partner))]
    counts = []
    for _round in range(2):
        for browser in browsers:
            seen.clear()
            assert browser.get(path).status_code == 200
            counts.append(
                sum(not statement.startswith(("BEGIN", "PRAGMA", "SET ", "SELECT set_config")) for statement in seen)
            )
        make_histories(partner, [{"start_on": START}] * 40)
    event.remove(engine, "before_cursor_execute", note)

    assert counts[:2] == counts[2:]
    assert max(counts) <= 12, counts


def test_the_rate_stands_on_start_pages_and_on_the_page_of_the_firm(app, login):
    partner = make_programme(firms=1)[0]
    manager, own = login(make_user()), login(make_partner_manager(partner))

    for page in (manager.get("/"), own.get("/"), manager.get(f"/partners/{partner.code}")):
        assert page.status_code == 200
        assert "90-day activation rate" in page.text
        assert "8/9 active" in page.text


def test_the_page_speaks_japanese(app, login):
    a_mixed_firm()

    page = login(make_user(), locale="ja").get("/reports?month=2026-10").text

    assert "90日稼働率は50.0%です" in page
    assert "稼働2／4件、95%区間15.0〜85.0%" in page


def a_firm_with_phases():
    partner = make_partner(code="P0001", name="ひのき台会計事務所")
    make_histories(
        partner,
        [
            {"start_on": date(2026, 7, 1), "submitted": [5, 30, 45]},
            {"start_on": date(2026, 7, 1), "submitted": [7, 20], "returns": 2},
            {"start_on": date(2026, 7, 1), "submitted": [9], "excluded_reason": ExcludedReason.TEST},
            {"start_on": date(2026, 7, 1), "excluded_reason": ExcludedReason.DUPLICATE},
        ],
    )


def test_every_phase_stands_with_its_median_and_leads_to_the_phases_behind_it(app, login):
    a_firm_with_phases()
    browser = login(make_user())

    page = browser.get("/reports").text

    row = page[page.rindex('<th scope="row">2 Requirements') :].split("</tr>")[0]
    assert [re.sub(r"\s+", " ", cell).strip() for cell in re.findall(r">([^<>]+)</(?:a|td)>", row)] == [
        "2",
        "1/2",
        "1/2",
        "25 days",
    ]
    assert "the review is not counted" in page
    links = [html.unescape(link) for link in re.findall(r'href="(/reports/kpi/phases[^"]+)"', row)]
    assert len(links) == 3
    for link, found in zip(links, (2, 1, 1), strict=True):
        assert browser.get(link).text.count('<tr><th scope="row">') == found
    assert '<td class="num" data-l="Net days taken">30</td>' in browser.get(links[1]).text
    assert browser.get("/reports/kpi/phases?phase=9&only=x").status_code == 200


def test_a_reason_for_leaving_out_leads_to_those_left_out_for_it(app, login):
    a_firm_with_phases()
    browser = login(make_user())

    page = browser.get("/reports").text
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*reason=[^"]*)"', page)]

    assert len(links) == 2
    behind = browser.get(next(link for link in links if "reason=test" in link)).text
    assert behind.count('<tr><th scope="row">') == 1
    assert "Left out of every rate: Test" in behind
    assert "Left out of every rate: Duplicate" not in behind


def test_half_are_active_by_the_day_on_which_the_curve_passes_the_middle(app, login):
    partner = make_partner()
    ended = [{"start_on": START, "activated_on": date(2026, 6, 1 + day)} for day in (10, 20, 25)]
    make_histories(partner, [*ended, {"start_on": START}])

    page = login(make_user()).get("/reports").text

    assert re.search(r"Half are active by</dt><dd>.*?>20 days<", page, re.S)


def test_a_firm_reads_the_accepted_phases_of_its_own_alone(app, login):
    a_firm_with_phases()
    other = make_partner()

    assert "No phase is counted so" in login(make_partner_manager(other)).get("/reports/kpi/phases?phase=2").text


def groups_in(page: str) -> list[str]:
    return re.findall(r'class="key" href="/reports[^"]*">([^<]+)<', page)


def test_firms_side_by_side_stand_on_pages_that_keep_order_and_filters(app, login):
    for n in range(1, 28):
        make_history(make_partner(name=f"第{n:02}会計事務所"), START, activated_on=date(2026, 7, 1))
    browser = login(make_user())
    address = "/reports?product=accounting&sort=name&dir=down"

    with statements(app) as asked:
        first = browser.get(address).text
    second = browser.get(f"{address}&page=2").text

    assert len(asked) <= 12
    assert groups_in(first) == [f"第{n:02}会計事務所" for n in range(27, 2, -1)]
    assert groups_in(second) == ["第02会計事務所", "第01会計事務所"]
    onward = html.unescape(re.findall(r'<a href="([^"]+)" rel="next">', first)[0])
    assert groups_in(browser.get(onward.partition("#")[0]).text) == groups_in(second)
    assert onward.endswith("#groups")
    assert len(rows_of(browser.get("/reports/kpi.csv?by=partner").data)) == 27


def test_a_firm_is_found_by_name_or_code_whatever_the_width_of_its_letters(app, login):
    for code, name in (("P0001", "ひのき台ABC事務所"), ("P0002", "みなと会計事務所")):
        make_history(make_partner(code=code, name=name), START)
    browser = login(make_user())

    assert groups_in(browser.get("/reports?q=ａｂｃ").text) == ["ひのき台ABC事務所"]
    assert groups_in(browser.get("/reports?q=p0002").text) == ["みなと会計事務所"]
    nobody = browser.get("/reports?q=nobody").text
    assert "Nothing fits this search" in nobody
    assert 'value="nobody"' in nobody
