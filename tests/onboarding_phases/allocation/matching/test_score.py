import pytest

from onboarding_phases.allocation.matching.explanations import explain
from onboarding_phases.allocation.matching.plans import match
from onboarding_phases.allocation.matching.values import DEFAULT_WEIGHTS, Policy
from tests.onboarding_phases.allocation.matching.factories import make_customer, make_partner


def value_of(name: str, partner: dict[str, object], customer: dict[str, object]) -> float:
    plan = match([make_partner(**partner)], [make_customer(**customer)], Policy())
    return {each.name: each.value for each in explain(plan, "C1").components}[name]


@pytest.mark.parametrize(
    ("name", "expected", "partner", "customer"),
    [
        ("strengths", 1, {}, {}),
        ("strengths", 0, {}, {"needs": {"tax": 3}}),
        ("strengths", 0.52, {"strengths": {"tax": 4, "payroll": 1}}, {"needs": {"tax": 3, "payroll": 1, "x": 1}}),
        ("industry", 0.6, {"industries": {"G": 3}}, {}),
        ("industry", 0, {"industries": {"I": 3}}, {}),
        ("tier", 0, {"tier": 1}, {}),
        ("tier", 1, {"tier": 5}, {}),
        ("region", 1, {"remote": True}, {}),
        ("region", 0.5, {"remote": True}, {"prefecture": "千葉県"}),
        ("region", 0, {"remote": True}, {"prefecture": "山梨県"}),
        ("region", 0.5, {"remote": True, "prefectures": frozenset({"三重県"})}, {"prefecture": "大阪府"}),
        ("region", 0, {"remote": True, "prefectures": frozenset({"三重県"})}, {"prefecture": "愛知県"}),
        ("region", 0.5, {"remote": True, "prefectures": frozenset({"福岡県"})}, {"prefecture": "沖縄県"}),
        ("outcome", 0.5, {"outcome": None}, {}),
        ("outcome", 0.91, {"outcome": 0.91}, {}),
        ("outcome", 0, {"outcome": 0.0}, {}),
        ("preference", 1, {}, {"preferred": frozenset({"P1", "P9"})}),
        ("preference", 0, {}, {"preferred": frozenset({"P9"})}),
    ],
)
def test_a_component_is_as_defined(
    name: str, expected: float, partner: dict[str, object], customer: dict[str, object]
) -> None:
    assert value_of(name, partner, customer) == pytest.approx(expected)


def test_weights_count_by_their_share() -> None:
    doubled = Policy(weights={name: 2 * weight for name, weight in DEFAULT_WEIGHTS.items()})
    run = [make_partner()], [make_customer()]
    assert match(*run, doubled).scores == match(*run, Policy()).scores


def test_points_add_up_to_the_score_to_the_last_decimal() -> None:
    thirds = Policy(weights={**DEFAULT_WEIGHTS, "strengths": 1 / 3, "industry": 1 / 7, "outcome": 0.777})
    partner = make_partner(strengths={"a": 1, "b": 3}, industries={"G": 1}, outcome=0.333)
    customers = [make_customer(f"C{number}", needs={"a": number, "b": 3, "c": 7}) for number in range(1, 6)]
    plan = match([partner], customers, thirds)
    for customer in customers:
        explanation = explain(plan, customer.code)
        points = sum(round(each.points * 1_000_000) for each in explanation.components)
        assert explanation.score is not None
        assert points == round(explanation.score * 1_000_000)
