"""What is kept beside the records, and what is said of it before, while and after it is kept."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from onboarding_phases.kpis import projecting
from onboarding_phases.kpis.comparing import projections_differ
from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.counts import AsOf
from onboarding_phases.kpis.enums import Grouping
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.models import CountsDue, FirmCounts, ProgrammeCounts
from onboarding_phases.kpis.months import rate_figures
from onboarding_phases.kpis.programme import programme
from onboarding_phases.kpis.projecting import COUNT_DUE, TURN_DAY, count_due, keep_counting, turn_day
from onboarding_phases.kpis.projections import Projection, gauge_of, read_projection
from onboarding_phases.kpis.queries import facts, phase_facts
from onboarding_phases.kpis.values import Wanted
from onboarding_phases.onboardings import events
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import record_activation, withdraw
from partners.models import Partner
from portal import clock
from portal.defaults.queries import numbers
from portal.defaults.services import change_default
from portal.errors import RuleViolation
from portal.jobs.models import Job
from portal.people import PORTAL, Principal
from portal.tenancy import Scope
from tests.conftest import NOW
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.onboarding_phases.kpis.histories import make_programme
from tests.onboarding_phases.kpis.walk import Walk
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")
START = date(2026, 9, 1)
WALKS = 40 if os.environ.get("BANSOU_LONG") else 1
STEPS = 90


def keep() -> None:
    with the_app().app_context():
        count_due()


def seen(product: str | None = None, grouping: Grouping | None = None, partner: Partner | None = None) -> Projection:
    at, own = AsOf(gauge_of(product), clock.today()), partner.id if partner else None
    return read_projection(at, product=product, partner_id=own, grouping=grouping)


def told(figures: Any) -> tuple[Any, ...]:
    """Every figure of a group."""
    return (
        figures.estimate,
        figures.trend,
        figures.excluded,
        figures.on_time_by_position,
        figures.past_phases,
        figures.running_count,
        figures.activated_this_month,
    )


def compare(product: str | None = None, partner: Partner | None = None) -> None:
    """The figures out of what is kept are those out of the records."""
    with unit(write=False):
        projection, wanted = seen(product, partner=partner), Wanted(partner.id if partner else None, product)
        anew = Figures(projection.at.gauge, clock.today(), facts(wanted), phase_facts(wanted))
        assert told(CountedFigures(projection.at, projection.total)) == told(anew)


def body(browser: Any, path: str) -> str:
    """A page without the tokens of its forms, which time changes."""
    answer = browser.get(path)
    assert answer.status_code == 200
    return re.sub(r'X-CSRFToken": "[^"]*"|name="csrf_token"[^>]*>', "", answer.text)


def activate(onboarding_id: int, on: date | None) -> None:
    with unit() as session:
        onboarding = session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
        record_activation(onboarding, on, progress=None, actor=PORTAL, why=dict)


def an_old_one(partner: Partner) -> Onboarding:
    return make_onboarding(partner, start_on=date(2026, 7, 1))


def rows(model: type[Any]) -> int:
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("seed", range(WALKS))
def test_figures_are_those_of_the_records_after_whatever_happens(seed: int) -> None:
    walk, happened = Walk(seed), []
    for _ in range(STEPS):
        happened.append(walk.step())
        with clock.at(datetime.combine(walk.day, NOW.time(), clock.zone())):
            compare()
            compare(partner=walk.firms[0])
            if happened[-1] == "count":
                with unit(write=False):
                    assert projections_differ() == []
    assert len({name for name in happened if "refused" not in name}) >= 9


@pytest.mark.parametrize("grouping", [*Grouping])
@pytest.mark.parametrize("product", [None, "accounting"])
def test_groups_are_the_same_kept_due_and_counted_anew(grouping: Grouping, product: str | None) -> None:
    partners = make_programme(firms=3)
    one = make_onboarding(partners[0], start_on=date(2026, 5, 1))
    with unit(write=False):
        anew = seen(product, grouping)
    keep()
    with unit(write=False):
        kept = seen(product, grouping)
    activate(one.id, date(2026, 6, 1))
    with unit(write=False):
        due = seen(product, grouping)
    keep()
    with unit(write=False):
        after = seen(product, grouping)

    def plain(projection: Projection) -> dict[str, Any]:
        return {key: (group.counts, group.km) for key, group in projection.groups.items()}

    assert plain(kept) == plain(anew)
    assert plain(due) == plain(after)
    assert kept.total == anew.total != after.total == due.total
    assert (grouping is Grouping.PARTNER) == (plain(kept) == {})
    kms = [{firm: group.km for firm, group in one.firms.items()} for one in (anew, kept)]
    assert kms[0] == kms[1]


def test_what_changes_shows_in_the_transaction_that_changes_it_and_before_the_job_runs() -> None:
    one = an_old_one(make_partner())
    keep()
    with unit() as session:
        onboarding = session.scalars(select(Onboarding).where(Onboarding.id == one.id)).one()
        assert rate_figures().estimate.activated == 0
        record_activation(onboarding, date(2026, 8, 1), progress=None, actor=PORTAL, why=dict)
        assert rate_figures().estimate.activated == 1
    compare()


def test_what_happens_between_counting_and_keeping_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    one, write = an_old_one(make_partner()), projecting._write

    def late(*args: Any) -> None:
        session = projecting.db.session()
        onboarding = session.scalars(select(Onboarding).where(Onboarding.id == one.id)).one()
        record_activation(onboarding, date(2026, 8, 1), progress=None, actor=PORTAL, why=dict)
        session.flush()
        write(*args)

    monkeypatch.setattr(projecting, "_write", late)
    keep()

    assert rows(CountsDue) == 1
    compare()
    with unit(write=False):
        assert rate_figures().estimate.activated == 1


def test_of_two_who_count_at_once_the_slower_does_not_undo_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    one = an_old_one(make_partner())
    count, entered = projecting._count, []

    def slow(*args: Any) -> Any:
        found = count(*args)
        if not entered:
            entered.append(True)
            projecting.db.session.rollback()
            projecting.db.session.info.clear()
            activate(one.id, date(2026, 8, 1))
            keep()
            projecting.db.session.info["scope"] = Scope(None)
        return found

    monkeypatch.setattr(projecting, "_count", slow)
    keep()

    compare()
    with unit(write=False):
        assert rate_figures().estimate.activated == 1
        assert projections_differ() == []


def test_a_change_that_is_undone_with_its_savepoint_leaves_later_ones_due() -> None:
    one = an_old_one(make_partner())
    keep()
    with unit() as session:
        onboarding = session.scalars(select(Onboarding).where(Onboarding.id == one.id)).one()
        with pytest.raises(RuleViolation), session.begin_nested():
            record_activation(onboarding, date(2026, 8, 1), progress=None, actor=PORTAL, why=dict)
            withdraw(onboarding, reason="", on=clock.today(), actor=PORTAL)
        session.refresh(onboarding)
        record_activation(onboarding, date(2026, 8, 2), progress=None, actor=PORTAL, why=dict)

    assert rows(CountsDue) >= 1
    compare()


def test_a_new_day_counts_anew_and_the_job_carries_on_and_plans_the_next() -> None:
    an_old_one(make_partner())
    keep()
    with clock.at(NOW + timedelta(days=8)):
        compare()
        with the_app().app_context():
            turn_day()
        compare()
        with unit(write=False) as session:
            assert {row.as_of for row in session.scalars(select(FirmCounts))} == {
                date(2026, 12, 2),
                date(2026, 11, 30),
            }
            assert projections_differ() == []
            planned = session.scalars(select(Job.run_at).where(Job.kind == TURN_DAY)).one()
            assert planned == datetime(2026, 12, 2, 15, tzinfo=UTC)


def test_other_numbers_take_what_is_kept_out_of_use_until_it_is_counted_by_them() -> None:
    an_old_one(make_partner())
    keep()
    manager = principal(make_user())
    with unit():
        values = {**numbers("kpis"), "x_days": 30}
        change_default("kpis", values, effective_on=clock.today(), reason="sooner", seen=0, actor=manager)

    compare()
    with unit(write=False):
        assert rate_figures().gauge.x == 30
    keep()
    compare()
    with unit(write=False) as session:
        assert {row.basis.split(":")[1] for row in session.scalars(select(ProgrammeCounts))} >= {"30"}
        assert projections_differ() == []


def test_a_page_asks_for_few_rows_and_no_onboarding_once_counts_are_kept(
    login: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_programme()
    browser = login(make_user())
    anew = body(browser, "/reports")
    keep()
    monkeypatch.setattr("onboarding_phases.kpis.projections.facts", None)

    assert body(browser, "/reports") == anew
    for by in Grouping:
        assert browser.get(f"/reports?by={by.value}").status_code == 200
    assert browser.get("/reports?month=2026-10").status_code == 200
    assert browser.get("/").status_code == 200


def test_a_firms_page_is_the_same_kept_and_counted_anew_and_reads_only_its_own(login: Callable[..., Any]) -> None:
    partners = make_programme()
    browser = login(make_partner_manager(partners[0]))
    anew = [body(browser, path) for path in ("/", "/reports", "/reports?by=month&product=accounting")]
    keep()

    kept = [body(browser, path) for path in ("/", "/reports", "/reports?by=month&product=accounting")]

    assert kept == anew
    with unit(Scope(partners[0].id), write=False) as session:
        assert {row.partner_id for row in session.scalars(select(FirmCounts))} == {partners[0].id}
        assert session.scalars(select(ProgrammeCounts)).first() is None


def test_the_programmes_medians_are_the_same_kept_and_counted_anew() -> None:
    make_programme()
    with unit(write=False):
        anew = programme(gauge_of(None), clock.today())
    keep()
    with unit(write=False):
        assert programme(gauge_of(None), clock.today()) == anew
        assert anew.rate is not None


def test_the_comparison_finds_a_count_that_is_wrong() -> None:
    an_old_one(make_partner())
    keep()
    with unit() as session:
        session.execute(update(ProgrammeCounts).values(km="1/2"))
        session.execute(update(FirmCounts).values(summary={"all": 2}))
        assert len(projections_differ()) > 3
        session.execute(update(FirmCounts).values(summary={}))
        session.rollback()


def test_every_event_of_an_onboarding_is_counted_or_moves_no_figure() -> None:
    told_of = {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, events.OnboardingEvent) and kind.title
    }
    others = {events.ConsultantsNamed, events.ExclusionAsked, events.LiftingAsked, events.OwnerChanged}
    assert told_of - set(projecting.MOVES_COUNTS) == others


def test_an_upgrade_has_counts_taken_and_plans_the_next_day_once(manager: Principal) -> None:
    with unit() as session:
        keep_counting(PORTAL)
        keep_counting(PORTAL)
        assert sorted(session.scalars(select(Job.kind))) == [COUNT_DUE, TURN_DAY]


@pytest.fixture
def manager() -> Principal:
    return principal(make_user())
