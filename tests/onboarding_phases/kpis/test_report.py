"""A firm's monthly report: the same on screen, on paper and from the command line, and the page's own figures."""

from __future__ import annotations

import re
import sys
from datetime import date
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from onboarding_phases.kpis.cli import kpi
from onboarding_phases.onboardings.enums import HoldCause, PhaseState
from onboarding_phases.onboardings.models import Onboarding, PhaseChange
from portal import clock
from portal.commands import run
from portal.people import Role
from portal.reports import printing
from portal.reports.cli import report
from tests.factories.partners import make_capacity, make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.onboarding_phases.kpis.histories import make_histories, make_history, make_programme
from tests.onboarding_phases.kpis.test_pages import rows_of
from tests.portal.reports.pdf import ask, fonts_of, text_of
from tests.world import the_app, unit

START = date(2026, 6, 1)


def bansou(*words: str) -> Result:
    """`bansou report …` as the shell runs it."""
    app = the_app()

    @click.command()
    def main() -> None:
        run(click.Group("bansou", {"report": report}), lambda: app)

    with patch.object(sys, "argv", ["bansou", "report", *words]):
        return CliRunner().invoke(main, [], env={"LANG": "en_GB.UTF-8", "LC_ALL": ""})


def code_of(text: str) -> str:
    found = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", text)
    assert found
    return found.group()


@pytest.fixture
def firm(app):
    return make_programme()[0]


def test_page_and_paper_say_the_same_under_one_code(firm, login):
    browser = login(make_user())

    page = browser.get(f"/reports/partners/{firm.code}/2026-10").text
    paper = browser.get(f"/reports/partners/{firm.code}/2026-10.pdf")

    assert paper.mimetype == "application/pdf"
    text = text_of(paper.data)
    assert code_of(page) == code_of(text)
    for figure in re.findall(r"\d+\.\d%", re.sub(r"<svg.*?</svg>", "", page, flags=re.S)):
        assert figure in text, figure


def test_the_reports_figures_are_those_of_the_page_and_of_the_export(firm, login):
    browser = login(make_user())
    exported = rows_of(browser.get(f"/reports/kpi.csv?month=2026-10&by=partner&partner={firm.code}").data)[0]
    page = browser.get(f"/reports?month=2026-10&partner={firm.code}").text
    printed = browser.get(f"/reports/partners/{firm.code}/2026-10").text

    shown = f"{float(exported['rate']):.1%} ({exported['activated']}/{exported['n']})"
    assert f"The 90-day activation rate is {shown}" in printed
    for figure in (f"{float(exported['rate']):.1%}", f"{exported['activated']}/{exported['n']}"):
        assert figure in page
        assert figure in printed
    assert f"{float(exported['km']):.1%}" in page
    assert f"{float(exported['km']):.1%}" in printed
    recent = re.search(r"data-l=\"Last 6 months\">([\d.]+%).*?>(\d+/\d+)<", page)
    assert recent
    assert f'<b>{recent[1]}</b></td><td class="soft">{recent[2]}</td>' in printed


def test_the_reports_rates_are_those_of_the_command_on_the_exported_file(firm, login, tmp_path):
    """What is printed is worked out again from the exported rows by the command, which knows no database."""
    browser = login(make_user())
    exported, out = tmp_path / "onboardings.csv", tmp_path / "kpi.csv"
    with clock.at(clock.now().replace(year=2026, month=10, day=31)):
        exported.write_bytes(browser.get("/onboardings/export.csv").data)
    words = ["--onboardings", str(exported), "--x", "90", "--as-of", "2026-10-31", "--by", "partner_code"]

    ran = CliRunner().invoke(kpi, [*words, "--out", str(out)])

    assert ran.exit_code == 0, ran.output
    own = next(row for row in rows_of(out.read_bytes()) if row["group"] == firm.code)
    printed = text_of(browser.get(f"/reports/partners/{firm.code}/2026-10.pdf").data)
    assert f"{float(own['rate']):.1%} ({own['activated']}/{own['n']})" in " ".join(printed.split())
    assert f"{float(own['km']):.1%}" in printed
    assert f"n = {own['n_all']}" in " ".join(printed.split())


def test_vendor_and_firm_get_the_same_bytes_and_nothing_of_another_firm(firm, login):
    path = f"/reports/partners/{firm.code}/2026-10.pdf"
    vendor, own = login(make_user()), login(make_partner_manager(firm))

    theirs, ours = vendor.get(path).data, own.get(path).data

    assert theirs == ours
    assert "第2会計事務所" not in text_of(ours)


def test_a_firm_opens_no_report_but_its_own(firm, login):
    stranger = login(make_partner_manager(make_partner()))

    assert stranger.get(f"/reports/partners/{firm.code}/2026-10").status_code == 404
    assert stranger.get(f"/reports/partners/{firm.code}/2026-10.pdf").status_code == 404


@pytest.mark.parametrize("role", [Role.SALES, Role.CS_MEMBER, Role.SUPPORT, Role.ADMIN])
def test_other_roles_read_no_report(firm, login, role):
    assert login(make_user(role)).get(f"/reports/partners/{firm.code}/2026-10").status_code == 403


def test_a_consultant_reads_no_report(firm, login):
    user, _ = make_consultant_user(firm)
    assert login(user).get(f"/reports/partners/{firm.code}/2026-10").status_code == 403


@pytest.mark.parametrize("month", ["2026-12", "2026-13", "2026-1", "x"])
def test_there_is_no_report_of_a_month_that_has_not_begun_or_is_none(firm, login, month):
    assert login(make_user()).get(f"/reports/partners/{firm.code}/{month}").status_code == 404


def test_the_paper_is_tagged_in_its_language_with_embedded_fonts_and_page_numbers(firm, login):
    pdf = login(make_user(), locale="ja").get(f"/reports/partners/{firm.code}/2026-10.pdf").data

    text = text_of(pdf)
    assert "第1会計事務所の2026年10月報告" in text
    assert "90日稼働率は" in text
    assert re.search(r"1 ?/ ?2\b", text)
    assert re.search(r"2 ?/ ?2\b", text)
    assert re.search(r"Tagged:\s+yes", ask("pdfinfo", pdf))
    assert all(font["emb"] == "yes" and font["sub"] == "yes" for font in fonts_of(pdf))


def test_the_code_changes_with_the_data_and_with_nothing_else(firm, login):
    browser = login(make_user())
    path = f"/reports/partners/{firm.code}/2026-10"

    before = code_of(browser.get(path).text)
    with clock.at(clock.now().replace(day=27)):
        the_next_day = code_of(browser.get(path).text)
    make_history(firm, date(2026, 7, 1))

    assert the_next_day == before
    assert code_of(browser.get(path).text) != before


def test_a_name_that_would_fetch_a_file_is_a_name(app, login):
    partner = make_partner(name="<img src='file:///etc/passwd'> & <script>alert(1)</script>事務所")
    make_history(partner, date(2026, 10, 1), customer_name="<img src=file:///etc/hostname>株式会社")

    pdf = login(make_user()).get(f"/reports/partners/{partner.code}/2026-10.pdf").data

    text = text_of(pdf)
    assert "file:///etc/hostname" in "".join(text.split())
    assert "root:" not in text


def test_a_firm_without_a_case_has_a_sensible_report(app, login):
    partner = make_partner()

    page = login(make_user()).get(f"/reports/partners/{partner.code}/2026-10").text

    assert "No onboarding had begun by the end of this month." in page
    assert '<svg class="chart' not in page
    assert "nan" not in page.lower().split()


def test_a_firm_with_one_young_case_has_a_sensible_report(app, login):
    partner = make_partner()
    make_history(partner, date(2026, 10, 1), customer_name="株式会社ひとつ", submitted=[6])

    page = login(make_user()).get(f"/reports/partners/{partner.code}/2026-10").text

    assert "No onboarding has reached 90 net days yet, so there is no rate." in page
    assert "株式会社ひとつ" in page
    assert "Nobody has been seen for 90 net days yet" in page


def test_a_firm_with_sixty_cases_fits_on_few_pages(app, login):
    partner = make_partner()
    make_capacity(partner, stated=7, accepted=2)
    make_histories(partner, [{"start_on": date(2026, 8, 1 + n % 28), "submitted": [5]} for n in range(60)])

    pdf = login(make_user()).get(f"/reports/partners/{partner.code}/2026-10.pdf").data

    pages = int(re.search(r"Pages:\s+(\d+)", ask("pdfinfo", pdf))[1])
    assert pages <= 4
    assert "60 running" in text_of(pdf)


def test_the_report_of_a_past_month_shows_how_it_stood_then(app, login):
    partner = make_partner()
    make_history(partner, date(2026, 10, 1), submitted=[6])
    with unit() as session:
        first = session.scalars(select(Onboarding)).one().phases[0]
        for on, before, after in (
            (date(2026, 10, 2), PhaseState.NOT_STARTED, PhaseState.IN_PROGRESS),
            (date(2026, 10, 30), PhaseState.IN_PROGRESS, PhaseState.SUBMITTED),
            (date(2026, 11, 4), PhaseState.SUBMITTED, PhaseState.COMPLETED),
        ):
            change = PhaseChange(from_state=before, to_state=after, on=on, at=clock.now(), actor_name="x", reason="")
            change.partner_id, change.phase_id, change.version = partner.id, first.id, 1
            session.add(change)
    browser = login(make_user())

    october = browser.get(f"/reports/partners/{partner.code}/2026-10").text
    november = browser.get(f"/reports/partners/{partner.code}/2026-11").text

    assert "1 Kickoff: Awaiting review" in october
    assert "<b>30</b> / 90" in october
    assert "1 Kickoff: Done" in november


def test_a_hold_shows_and_the_gross_days_stand_beside_the_net_ones(app, login):
    partner = make_partner()
    hold = (HoldCause.CUSTOMER, date(2026, 10, 20), date(2026, 11, 5))
    make_history(partner, date(2026, 10, 1), submitted=[6], holds=[hold])

    page = login(make_user()).get(f"/reports/partners/{partner.code}/2026-10").text

    assert "2 Requirements: On hold" in page
    assert "<b>19</b> / 90" in page
    assert "gross 30" in page
    assert "The hold ends on 5 Nov" in page


def test_the_command_prints_the_bytes_of_the_page_in_japanese_unless_told(firm, login, tmp_path):
    out = tmp_path / "report.pdf"
    expected = login(make_user(), locale="ja").get(f"/reports/partners/{firm.code}/2026-10.pdf").data

    result = bansou("partner", firm.code, "--month", "2026-10", "--out", str(out))

    assert (result.exit_code, result.output) == (0, "")
    assert out.read_bytes() == expected
    bansou("partner", firm.code, "--month", "2026-10", "--locale", "en", "--out", str(out))
    assert "report for October 2026" in text_of(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["partner", "P9999", "--month", "2026-10"], "report partner P9999: Nothing is known under this code."),
        (["nothing", "P9999", "--month", "2026-10"], "report nothing: There is no report of this kind."),
        (["partner", "P9999", "--month", "2026-12"], "--month: This month has not begun."),
        (["partner", "P9999", "--month", "soon"], "--month: soon is no month."),
        (["partner", "P9999", "--month", "2026-10", "--locale", "xx"], "'xx'"),
    ],
)
def test_wrong_input_is_told_on_one_line_with_exit_code_two_and_nothing_is_written(app, tmp_path, words, said):
    out = tmp_path / "report.pdf"

    result = bansou(*words, "--out", str(out))

    assert result.exit_code == 2
    assert said in result.stderr
    assert not out.exists()


def test_a_missing_font_is_one_clear_line_and_exit_code_one(app, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "FONT", "A Font That Nobody Has")
    partner, out = make_partner(), tmp_path / "report.pdf"

    result = bansou("partner", partner.code, "--month", "2026-10", "--out", str(out))

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "A Font That Nobody Has is not installed" in result.stderr
    assert not out.exists()


def test_a_missing_font_is_told_on_the_web_too(app, login, monkeypatch):
    monkeypatch.setattr(printing, "FONT", "A Font That Nobody Has")

    page = login(make_user()).get(f"/reports/partners/{make_partner().code}/2026-10.pdf")

    assert page.status_code == 409
    assert "is not installed" in page.text
