import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from onboarding_phases.allocation.matching.problems import Problem
from onboarding_phases.allocation.matching.solver import solve
from onboarding_phases.allocation.matching.values import MICRO

SETS = Path(__file__).parents[3] / "benchmarks" / "gap"
KNOWN = {
    found[1]: [int(optimum) for optimum in found[2].split()]
    for found in re.finditer(r"\| (gap\d+) \| [^|]+ \| ([\d ]+) \|", (SETS / "README.md").read_text())
}


def problems_of(name: str) -> Iterator[Problem]:
    numbers = map(int, (SETS / f"{name}.txt").read_text().split())
    for _problem in range(next(numbers)):
        agents, jobs = next(numbers), next(numbers)
        profit, resource = (np.array(list(islice(numbers, agents * jobs))).reshape(agents, jobs) for _ in "pr")
        yield Problem(
            weight=np.ones(jobs, dtype=np.int64),
            capacity=np.array(list(islice(numbers, agents))),
            minimum=np.zeros(agents, dtype=np.int64),
            penalty=0,
            customer=np.repeat(np.arange(jobs), agents),
            partner=np.tile(np.arange(agents), jobs),
            score=profit.T.ravel() * MICRO,
            slots=resource.T.ravel(),
        )


def test_all_eleven_sets_are_there() -> None:
    assert len(KNOWN) == 11
    assert {len(optima) for optima in KNOWN.values()} == {5}


@pytest.mark.parametrize("name", KNOWN)
def test_a_published_set_is_solved_to_its_known_optima(name: str) -> None:
    for problem, optimum in zip(problems_of(name), KNOWN[name], strict=True):
        found = solve(problem)
        assert found.optimal
        assert found.weight == len(problem.weight)
        assert found.value == problem.value(found.chosen) == optimum * MICRO
        assert (problem.loads(found.chosen) <= problem.capacity).all()


def test_a_run_that_the_clock_stops_gives_a_plan_and_a_true_bound() -> None:
    for problem, optimum in zip(problems_of("gap12"), KNOWN["gap12"], strict=True):
        found = solve(problem, seconds=0)
        assert not found.optimal
        assert found.gap > 0
        assert found.weight_bound >= len(problem.weight)
        assert found.weight < len(problem.weight) or found.value_bound >= optimum * MICRO
        assert (problem.loads(found.chosen) <= problem.capacity).all()
