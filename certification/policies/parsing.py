"""A policy read from TOML, with everything that is wrong with it said at once."""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l

from certification.policies import toml
from certification.policies.consistency import (
    refuse_gaps,
    refuse_misplaced_metrics,
    refuse_repeated_keys,
    refuse_unknown_names,
)
from certification.policies.lines import metric_points
from certification.policies.policy import (
    Axis,
    Bounds,
    Combine,
    Gate,
    Metric,
    Movement,
    Policy,
    Requirement,
    Tier,
)
from certification.policies.toml import Section
from portal.tables.problems import InputProblems, Misfit

DEFAULT_WINDOW = 6
LOWEST_TIER, HIGHEST_TIER = 2, 9


def parse_policy(content: bytes, where: str, *, columns: Collection[str] | None = None) -> Policy:
    """Read a policy.

    Args:
        content: the TOML file.
        where: what the file is called in messages.
        columns: the columns of the metrics file, for `of` to be checked against; None leaves that check out.

    Raises:
        InputProblems: each with the table's name and number, as in `policy.toml, [[tier]] 3, requires 2`.
    """
    top = Section(toml.read_toml(content, where), where, [])
    axes = [(_axis(section), section) for section in top.sections("axis", "[[axis]]")]
    metrics = [(_metric(section), section) for section in top.sections("metric", "[[metric]]")]
    tiers = [(_tier(section), section) for section in top.sections("tier", "[[tier]]")]
    gates = [(_gate(section), section) for section in top.sections("gate", "[[gate]]")]
    policy = Policy(
        name=top.take("name", toml.text, ""),
        window_months=top.take("window_months", toml.whole(1), DEFAULT_WINDOW),
        axes=tuple(axis for axis, _section in axes),
        metrics=tuple(metric for metric, _section in metrics),
        tiers=tuple(tier for tier, _section in tiers),
        gates=tuple(gate for gate, _section in gates),
        movement=_movement(top),
    )
    top.refuse_unknown()
    refuse_repeated_keys(axes, metrics)
    refuse_misplaced_metrics(policy, metrics)
    refuse_gaps(top, tiers)
    refuse_unknown_names(policy, tiers, gates, columns)
    if top.problems:
        raise InputProblems(top.problems)
    return policy


def _axis(section: Section) -> Axis:
    combine = Combine(section.need("combine", toml.one_of(*Combine), Combine.WEIGHTED_MEAN.value))
    nothing: tuple[str, ...] = ()
    tracks = section.take("tracks", _texts, nothing)
    axis = Axis(
        key=section.need("key", toml.text, ""),
        combine=combine,
        tracks=tracks,
        floors=section.take("floors", _floors(tracks), {}),
        names=section.take("name", toml.names, {}),
        track_names=section.take("track_names", _names_of(tracks), {}),
    )
    if combine is Combine.BEST_TRACK and not tracks:
        remedy = _l("Name at least one track.")
        section.complain("tracks", _l("An axis by its best track needs tracks."), remedy)
    if combine is not Combine.BEST_TRACK and tracks:
        remedy = _l('Write combine = "best_track", or leave the tracks out.')
        section.complain("tracks", _l("This axis does not use tracks."), remedy)
    section.refuse_unknown()
    return axis


def _metric(section: Section) -> Metric:
    metric = Metric(
        key=section.need("key", toml.text, ""),
        axis=section.need("axis", toml.text, ""),
        track=section.take("track", _text_or_none, None),
        weight=section.take("weight", toml.positive, Fraction(1)),
        points=metric_points(section),
        names=section.take("name", toml.names, {}),
    )
    section.refuse_unknown()
    return metric


def _tier(section: Section) -> Tier:
    tier = Tier(
        level=section.need("level", toml.whole(LOWEST_TIER, HIGHEST_TIER), 0),
        requires=tuple(_requirement(asked) for asked in section.sections("requires", "requires")),
        names=section.take("name", toml.names, {}),
    )
    if "requires" not in section.content:
        section.complain("requires", _l("This key is missing."), _l("Add %(key)s.", key="requires = [ … ]"))
    section.refuse_unknown()
    return tier


def _requirement(section: Section) -> Requirement:
    requirement = Requirement(
        of=section.need("of", toml.text, ""),
        bounds=_bounds(section),
        keep=section.take("keep", toml.truth, True),
    )
    section.refuse_unknown()
    return requirement


def _gate(section: Section) -> Gate:
    gate = Gate(
        of=section.need("of", toml.text, ""),
        bounds=_bounds(section),
        names=section.take("name", toml.names, {}),
    )
    section.refuse_unknown()
    return gate


def _bounds(section: Section) -> Bounds:
    if not section.content.keys() & {"min", "max", "above"}:
        section.complain(None, _l("It has no bound."), _l("Add min, max or above."))
    return Bounds(
        low=section.take("min", _number_or_none, None),
        high=section.take("max", _number_or_none, None),
        above=section.take("above", _number_or_none, None),
    )


def _movement(top: Section) -> Movement | None:
    nothing: dict[str, Any] = {}
    content = top.take("movement", toml.table, nothing)
    if "movement" not in top.content:
        return None
    section = Section(content, f"{top.place}, [movement]", top.problems)
    default = Movement()
    movement = Movement(
        max_steps_up=section.take("max_steps_up", toml.whole(1), default.max_steps_up),
        falls_after=section.take("falls_after", toml.whole(1), default.falls_after),
        margin=section.take("margin", toml.not_negative, default.margin),
    )
    section.refuse_unknown()
    return movement


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        what = _l("%(value)s is no list.", value=toml.shown(value))
        raise Misfit(what, _l('A list such as ["quality", "intake"] is right.'))
    return tuple(toml.text(item) for item in value)


def _text_or_none(value: Any) -> str | None:
    return toml.text(value)


def _number_or_none(value: Any) -> Fraction | None:
    return toml.number(value)


def _floors(tracks: tuple[str, ...]) -> Callable[[Any], dict[str, dict[str, Fraction]]]:
    def parse(value: Any) -> dict[str, dict[str, Fraction]]:
        floors = {track: toml.table(floor) for track, floor in toml.table(value).items()}
        _refuse_strangers([*floors, *(named for floor in floors.values() for named in floor)], tracks)
        return {
            track: {named: toml.number(least) for named, least in floor.items()} for track, floor in floors.items()
        }

    return parse


def _names_of(tracks: tuple[str, ...]) -> Callable[[Any], dict[str, dict[str, str]]]:
    def parse(value: Any) -> dict[str, dict[str, str]]:
        found = {track: toml.names(names) for track, names in toml.table(value).items()}
        _refuse_strangers(found, tracks)
        return found

    return parse


def _refuse_strangers(named: Collection[str], tracks: tuple[str, ...]) -> None:
    for track in named:
        if track not in tracks:
            what = _l("%(value)s is no track of this axis.", value=toml.shown(track))
            raise Misfit(what, _l("Known here: %(keys)s.", keys=", ".join(tracks)))
