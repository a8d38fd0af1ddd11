"""Who comes next: the alternates of the plan in their order, then everybody by score. Pure, by today's facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from onboarding_phases.allocation.matching.checks import plain_score, violations
from onboarding_phases.allocation.matching.values import NO_CAPACITY, Customer, Partner, Policy
from onboarding_phases.candidates.enums import Passed
from onboarding_phases.candidates.values import Ranked

SIX_PLACES = Decimal("0.000001")


def rank(
    customer: Customer,
    firms: Iterable[Partner],
    policy: Policy,
    alternates: Sequence[str],
    banned: Sequence[str] = (),
) -> tuple[Ranked | None, list[Ranked]]:
    """The first firm that breaks no hard rule, and those who stand before it or score better, the best score first.

    The hard rules are tested for each firm by the code that tests a plan before it is sent.
    """
    places = {code: place for place, code in enumerate(alternates, 1)}
    bans = {customer.code: frozenset(banned)}
    ranked = [_ranked(firm, customer, policy, places.get(firm.code), bans) for firm in firms]
    order = sorted(ranked, key=lambda one: (one.place or len(places) + 1, -one.score, one.code))
    chosen = next((one for one in order if one.passed is None), None)
    before = [one for one in order if chosen is None or _comes_before(one, chosen)]
    named = [one if one.passed else _behind(one) for one in before]
    return chosen, sorted(named, key=lambda one: (-one.score, one.code))


def _comes_before(one: Ranked, chosen: Ranked) -> bool:
    if one is chosen:
        return False
    if one.place is not None and chosen.place is not None:
        return one.place < chosen.place or one.score > chosen.score
    return one.score > chosen.score or one.place is not None


def _ranked(
    firm: Partner, customer: Customer, policy: Policy, place: int | None, bans: Mapping[str, frozenset[str]]
) -> Ranked:
    placed = {customer.code: firm.code}
    broken = [one.rule for one in violations([firm], [customer], placed, policy, bans)]
    passed = broken[0] if broken else None
    if firm.code in customer.declined_by:
        passed = Passed.DECLINED
    elif firm.code in bans[customer.code]:
        passed = Passed.BANNED
    elif passed == NO_CAPACITY:
        passed = Passed.FULL
    score = plain_score(firm, customer, policy).quantize(SIX_PLACES)
    return Ranked(firm.code, score, firm.capacity, place, passed)


def _behind(one: Ranked) -> Ranked:
    return Ranked(one.code, one.score, one.free, one.place, Passed.BEHIND_ALTERNATES)
