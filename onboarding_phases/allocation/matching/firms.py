"""Partners as arrays: one row per fact, one column per partner."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.values import Partner
from partners.geography import PREFECTURES, region_of

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOP_LEVEL = 5
UNKNOWN_OUTCOME = 0.5
ACTIVE = "active"


@dataclass(frozen=True)
class Table:
    """Levels of all partners by name; a name that no partner has is a row of zeros."""

    rows: Mapping[str, int]
    values: Matrix

    @classmethod
    def of(cls, levels: Sequence[Mapping[str, int]]) -> "Table":
        names = sorted({name for each in levels for name in each})
        rows = {name: row for row, name in enumerate(names)}
        values = np.zeros((len(names) + 1, len(levels)))
        for column, each in enumerate(levels):
            for name, level in each.items():
                values[rows[name], column] = level
        return cls(rows, values)

    @classmethod
    def of_sets(cls, sets: Sequence[Iterable[str]]) -> "Table":
        return cls.of([dict.fromkeys(each, 1) for each in sets])

    def row(self, name: str) -> int:
        return self.rows.get(name, len(self.rows))

    def take(self, names: Sequence[str]) -> Matrix:
        """One row per name."""
        rows: Matrix = self.values[[self.row(name) for name in names]]
        return rows


@dataclass(frozen=True)
class Firms:
    """All partners of a run."""

    codes: tuple[str, ...]
    index: Mapping[str, int]
    active: Flags
    until: NDArray[np.int64]
    tier: NDArray[np.int64]
    outcome: Matrix
    languages: Table
    products: Table
    served: Table
    """1 where a prefecture is served, on site or remotely."""
    closeness: Table
    """The region component by prefecture: 1, 0.5 or 0."""
    industries: Table
    strengths: Table

    @classmethod
    def of(cls, partners: Sequence[Partner]) -> "Firms":
        codes = tuple(partner.code for partner in partners)
        return cls(
            codes=codes,
            index={code: column for column, code in enumerate(codes)},
            active=np.array([partner.status == ACTIVE for partner in partners], dtype=bool),
            until=np.array([_ordinal(partner.contract_until) for partner in partners], dtype=np.int64),
            tier=np.array([partner.tier for partner in partners], dtype=np.int64),
            outcome=np.array([_outcome(partner) for partner in partners], dtype=np.float64),
            languages=Table.of_sets([partner.languages for partner in partners]),
            products=Table.of_sets([partner.products for partner in partners]),
            served=_by_prefecture(partners, _serves),
            closeness=_by_prefecture(partners, _closeness),
            industries=Table.of([partner.industries for partner in partners]),
            strengths=Table.of([partner.strengths for partner in partners]),
        )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _outcome(partner: Partner) -> float:
    return UNKNOWN_OUTCOME if partner.outcome is None else partner.outcome


def _serves(partner: Partner, prefecture: str) -> float:
    return float(partner.remote or prefecture in partner.prefectures)


def _closeness(partner: Partner, prefecture: str) -> float:
    if prefecture in partner.prefectures:
        return 1.0
    regions = {region_of(name) for name in partner.prefectures}
    return 0.5 if partner.remote and region_of(prefecture) in regions else 0.0


def _by_prefecture(partners: Sequence[Partner], value: Callable[[Partner, str], float]) -> Table:
    values = np.zeros((len(PREFECTURES) + 1, len(partners)))
    values[:-1] = np.array([[value(partner, name) for partner in partners] for name in PREFECTURES]).reshape(
        len(PREFECTURES), len(partners)
    )
    return Table({name: row for row, name in enumerate(PREFECTURES)}, values)
