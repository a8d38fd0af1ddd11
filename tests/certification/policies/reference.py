"""The rules of certification a second time, plainly, on the raw tables of a policy, to compare with."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

Row = dict[str, Decimal | None]


def rounded(points: Fraction | None) -> Decimal | None:
    if points is None:
        return None
    scaled = points * 100
    exact = Decimal(scaled.numerator * 10**6 // scaled.denominator).scaleb(-6)
    return exact.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-2)


def of_value(shape: dict[str, Any], value: Fraction) -> Fraction:
    if shape["kind"] == "steps":
        points = Fraction(0)
        for least, worth in shape["steps"]:
            if value >= Fraction(least):
                points = Fraction(worth)
        return points
    (low, low_points), (high, high_points) = sorted(
        [tuple(map(Fraction, shape["from"])), tuple(map(Fraction, shape["to"]))]
    )
    if value <= low:
        return low_points
    if value >= high:
        return high_points
    share = (value - low) / (high - low)
    return low_points * (1 - share) + high_points * share


def mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    weights = sum(weight for weight, _ in pairs)
    return sum((weight * points for weight, points in pairs), Fraction(0)) / weights if pairs else None


def points_of(policy: dict[str, Any], row: Row) -> dict[str, Fraction | None]:
    points: dict[str, Fraction | None] = {}
    members: dict[tuple[str, str | None], list[tuple[Fraction, Fraction]]] = {}
    for metric in policy.get("metric", []):
        value = row[metric["key"]]
        points[metric["key"]] = None if value is None else of_value(metric["points"], Fraction(value))
        if value is not None:
            pair = (Fraction(metric["weight"]), points[metric["key"]])
            members.setdefault((metric["axis"], metric.get("track")), []).append(pair)
    for axis in policy.get("axis", []):
        of_track = {track: mean(members.get((axis["key"], track), [])) for track in axis.get("tracks", [])}
        points |= of_track
        points[axis["key"]] = of_axis(axis, members.get((axis["key"], None), []), of_track)
    return points


def of_axis(
    axis: dict[str, Any], pairs: list[tuple[Fraction, Fraction]], of_track: dict[str, Fraction | None]
) -> Fraction | None:
    if axis["combine"] == "weighted_mean":
        return mean(pairs)
    if axis["combine"] == "sum":
        return sum((w * p for w, p in pairs), Fraction(0)) if pairs else None
    if axis["combine"] == "min":
        return min((p for _, p in pairs), default=None)
    shown = {track: rounded(points) for track, points in of_track.items()}
    ranked = []
    for track, points in of_track.items():
        floors = axis.get("floors", {}).get(track, {})
        if points is not None and all(reaches(shown[named], least) for named, least in floors.items()):
            ranked.append(points)
    return sorted(ranked)[-1] if ranked else None


def reaches(points: Decimal | None, floor: int) -> bool:
    return points is not None and points >= floor


def verdict(bounds: dict[str, Any], found: Decimal | None, margin: Decimal) -> str:
    if found is None:
        return "empty"
    if "min" in bounds and found < bounds["min"] - margin:
        return "fails"
    if "above" in bounds and found <= bounds["above"] - margin:
        return "fails"
    if "max" in bounds and found > bounds["max"]:
        return "fails"
    return "holds"


def certify(policy: dict[str, Any], row: Row, previous: int | None, below: int | None) -> dict[str, Any]:
    exact = points_of(policy, row)
    found: Row = {**row, **{key: rounded(value) for key, value in exact.items()}}
    lowered = {key for axis in policy.get("axis", []) for key in [axis["key"], *axis.get("tracks", [])]}

    def verdicts(level: int, margin: Decimal | None) -> list[set[str]]:
        ways = [tier["requires"] for tier in policy["tier"] if tier["level"] == level] or [[]]
        return [
            {
                verdict(asked, found[asked["of"]], margin if margin and asked["of"] in lowered else Decimal(0))
                for asked in way
                if margin is None or asked.get("keep", True)
            }
            for way in ways
        ]

    def holds(level: int) -> bool:
        return level == 1 or any(way <= {"holds"} for way in verdicts(level, None))

    top = max(tier["level"] for tier in policy["tier"])
    answer: dict[str, Any] = {axis["key"]: found[axis["key"]] for axis in policy.get("axis", [])}
    if "movement" not in policy:
        return answer | {
            "tier": max(n for n in range(1, top + 1) if holds(n)),
            "below": None,
            "held_by": None,
        }
    movement = policy["movement"]
    now, below = min(previous or 1, top), below or 0
    new = max(n for n in range(1, min(top, now + movement["max_steps_up"]) + 1) if holds(n))
    if new > now:
        shut = [
            gate["of"] for gate in policy.get("gate", []) if verdict(gate, found[gate["of"]], Decimal(0)) != "holds"
        ]
        return answer | {"tier": now if shut else new, "below": 0, "held_by": shut[0] if shut else None}
    ways = verdicts(now, Decimal(movement["margin"])) if now > 1 else [set()]
    if any(way <= {"holds"} for way in ways):
        below = 0
    elif all("fails" in way for way in ways):
        below += 1
    if below >= movement["falls_after"] and now > 1:
        return answer | {"tier": now - 1, "below": 0, "held_by": None}
    return answer | {"tier": now, "below": below, "held_by": None}
