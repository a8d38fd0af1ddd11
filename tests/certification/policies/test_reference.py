"""The engine against a second, plain implementation on random policies."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.policies.evaluation import evaluate
from certification.policies.parsing import parse_policy
from tests.certification.policies.reference import certify

NUMBERS = st.integers(-20, 120).map(lambda n: Decimal(n) / 4)
COLUMNS = ["n", "incidents"]


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value) if isinstance(value, str) else str(value)


def as_toml(policy: dict[str, Any]) -> bytes:
    return "\n".join(f"{key} = {toml(value)}" for key, value in policy.items()).encode()


@st.composite
def shapes(draw: st.DrawFn) -> dict[str, Any]:
    xs = draw(st.lists(NUMBERS, min_size=2, max_size=4, unique=True))
    ys = draw(st.lists(st.integers(0, 100), min_size=4, max_size=4))
    if draw(st.booleans()):
        return {"kind": "linear", "from": [xs[0], ys[0]], "to": [xs[1], ys[1]]}
    return {"kind": "steps", "steps": [[x, y] for x, y in zip(sorted(xs), ys, strict=False)]}


@st.composite
def axes(draw: st.DrawFn, key: str) -> dict[str, Any]:
    combine = draw(st.sampled_from(["weighted_mean", "sum", "min", "best_track", "best_track"]))
    axis: dict[str, Any] = {"key": key, "combine": combine}
    if combine == "best_track":
        tracks = [f"{key}_{name}" for name in ("quality", "intake", "other")[: draw(st.integers(1, 3))]]
        named = st.dictionaries(st.sampled_from(tracks), st.integers(0, 60), max_size=2)
        axis |= {
            "tracks": tracks,
            "floors": draw(st.dictionaries(st.sampled_from(tracks), named, max_size=2)),
        }
    return axis


@st.composite
def metrics(draw: st.DrawFn, number: int, axis: dict[str, Any]) -> dict[str, Any]:
    metric = {
        "key": f"metric_{number}",
        "axis": axis["key"],
        "weight": draw(st.integers(1, 7)),
        "points": draw(shapes()),
    }
    return metric | ({"track": draw(st.sampled_from(axis["tracks"]))} if "tracks" in axis else {})


@st.composite
def bounds(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {"of": draw(st.sampled_from(names))}
    for kind in draw(st.sets(st.sampled_from(["min", "min", "max", "above"]), min_size=1, max_size=2)):
        asked[kind] = draw(st.integers(-5, 60) if kind != "max" else st.integers(10, 120))
    return asked


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    own = [draw(axes(key)) for key in ["autonomy", "value"][: draw(st.integers(0, 2))]]
    count = draw(st.integers(0, 5)) if own else 0
    measured = [draw(metrics(number, draw(st.sampled_from(own)))) for number in range(count)]
    names = COLUMNS + [metric["key"] for metric in measured]
    names += [key for axis in own for key in [axis["key"], axis["key"], *axis.get("tracks", [])]]
    keep = st.sampled_from([{}, {}, {"keep": False}, {"keep": True}])
    ways = st.lists(st.builds(lambda asked, kept: asked | kept, bounds(names), keep), max_size=3)
    levels = [*range(2, draw(st.integers(2, 5)) + 1)]
    levels += draw(st.lists(st.sampled_from(levels), max_size=2))
    policy: dict[str, Any] = {"axis": own, "metric": measured}
    policy["tier"] = [{"level": level, "requires": draw(ways)} for level in levels]
    policy["gate"] = draw(st.lists(bounds(names), max_size=2))
    if draw(st.sampled_from([True, True, False])):
        steps, falls, margin = draw(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 12)))
        policy["movement"] = {"max_steps_up": steps, "falls_after": falls, "margin": margin}
    return policy


@settings(max_examples=400)
@given(policies(), st.data())
def test_random_policies_give_what_a_plain_implementation_gives(policy: dict[str, Any], data: st.DataObject) -> None:
    names = COLUMNS + [metric["key"] for metric in policy["metric"]]
    row = {name: data.draw(st.none() | NUMBERS | NUMBERS) for name in names}
    previous, below = data.draw(st.none() | st.integers(1, 7)), data.draw(st.none() | st.integers(0, 3))

    found = evaluate(
        parse_policy(as_toml(policy), "random.toml", columns=COLUMNS),
        row,
        previous_tier=previous,
        below_count=below,
    )

    answer: dict[str, Any] = {axis["key"]: found.card.points(axis["key"]) for axis in policy["axis"]}
    decision = found.decision
    answer |= {"tier": decision.tier, "below": decision.below_count, "held_by": decision.held_by}
    assert answer == certify(policy, row, previous, below)
