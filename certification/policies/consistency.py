"""What has to fit together between the tables of a policy."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from certification.policies.policy import Axis, Combine, Gate, Metric, Policy, Tier
from certification.policies.toml import Section, shown

LOWEST_TIER = 2
TEXT_COLUMN = "partner_code"
WRITTEN_COLUMNS = frozenset({TEXT_COLUMN, "tier", "below_count", "held_by"})


def refuse_repeated_keys(axes: Sequence[tuple[Axis, Section]], metrics: Sequence[tuple[Metric, Section]]) -> None:
    """Keys are unique over axes, tracks and metrics; an axis is a column of the result beside fixed ones."""
    seen: set[str] = set()
    for section, key, named in _keys(axes, metrics):
        if named in seen:
            what = _l("%(value)s is the key of something else already.", value=shown(named))
            section.complain(key, what, _l("Each axis, track and metric has a key of its own."))
        seen.add(named)
    for axis, section in axes:
        if axis.key in WRITTEN_COLUMNS:
            what = _l("%(value)s is a fixed column of the result.", value=shown(axis.key))
            section.complain("key", what, _l("Choose another key."))


def _keys(
    axes: Iterable[tuple[Axis, Section]], metrics: Iterable[tuple[Metric, Section]]
) -> Iterator[tuple[Section, str, str]]:
    for axis, section in axes:
        if axis.key:
            yield section, "key", axis.key
        for track in axis.tracks:
            yield section, "tracks", track
    for metric, section in metrics:
        if metric.key:
            yield section, "key", metric.key


def refuse_misplaced_metrics(policy: Policy, metrics: Iterable[tuple[Metric, Section]]) -> None:
    """Every metric belongs to one axis, or to one track of it."""
    axes = {axis.key: axis for axis in policy.axes}
    for metric, section in metrics:
        if not metric.axis:
            continue
        if metric.axis not in axes:
            what = _l("There is no axis %(value)s.", value=shown(metric.axis))
            section.complain("axis", what, _known(axes))
        else:
            _refuse_wrong_track(axes[metric.axis], metric, section)


def _refuse_wrong_track(axis: Axis, metric: Metric, section: Section) -> None:
    if axis.combine is not Combine.BEST_TRACK:
        if metric.track is not None:
            what = _l("The axis %(value)s has no tracks.", value=shown(axis.key))
            section.complain("track", what, _l("Leave the track out."))
    elif metric.track not in axis.tracks:
        what = _l("The axis %(value)s needs one of its tracks here.", value=shown(axis.key))
        section.complain("track", what, _known(axis.tracks))


def refuse_gaps(top: Section, tiers: Sequence[tuple[Tier, Section]]) -> None:
    """Levels run from 2 without gaps."""
    levels = {tier.level for tier, _section in tiers}
    if not tiers and "tier" not in top.content:
        top.complain("[[tier]]", _l("There is no tier."), _l("Add at least one [[tier]] of level 2."))
    for tier, section in tiers:
        below = tier.level - 1
        if tier.level > LOWEST_TIER and below not in levels:
            what = _l("Below level %(level)s there is no level %(below)s.", level=tier.level, below=below)
            section.complain("level", what, _l("Levels run from 2 without gaps."))


def refuse_unknown_names(
    policy: Policy,
    tiers: Iterable[tuple[Tier, Section]],
    gates: Iterable[tuple[Gate, Section]],
    columns: Collection[str] | None,
) -> None:
    """An `of` is a key of the policy or, where the file is known, one of its columns."""
    asked = [(section, "of", gate.of) for gate, section in gates]
    for tier, section in tiers:
        for number, requirement in enumerate(tier.requires, start=1):
            asked.append((section, f"requires {number}, of", requirement.of))
    for section, key, of in asked:
        if of and not _is_known(of, policy, columns):
            what = _l("%(value)s is neither a key of the policy nor a column of the file.", value=shown(of))
            section.complain(key, what, _l("Correct the name, or add the column to the metrics file."))


def _is_known(of: str, policy: Policy, columns: Collection[str] | None) -> bool:
    return of in policy.point_keys or (of != TEXT_COLUMN and (columns is None or of in columns))


def _known(keys: Iterable[str]) -> LazyString:
    return _l("Known here: %(keys)s.", keys=", ".join(keys))
