"""HiGHS behind one function: a linear or mixed-integer program in, its solution out."""

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.watching import Watch

Vector = NDArray[np.float64]

TIGHT = 1e-9
"""How far a row, a price or a whole number may be off; a thousandth of what HiGHS allows by itself."""


@dataclass(frozen=True)
class Program:
    """Minimise cost · x with row_low ≤ A x ≤ row_high and low ≤ x ≤ high; A column by column."""

    cost: Vector
    low: Vector
    high: Vector
    row_low: Vector
    row_high: Vector
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    entries: Vector
    whole: int = 0
    """So many columns, from the first, must be whole numbers."""


@dataclass(frozen=True)
class Answer:
    """What HiGHS found."""

    found: bool
    """There is an x."""
    proven: bool
    """It is optimal, or it is certain that none exists."""
    x: Vector
    duals: Vector
    cost: float
    bound: float
    """No x costs less."""


@dataclass(frozen=True)
class Limits:
    """Where HiGHS stops before it is done."""

    seconds: float = float("inf")
    nodes: int = 2**31 - 1
    relative_gap: float = 0.0
    options: dict[str, float | int | str] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)


def solve(program: Program, limits: Limits, start: Vector | None = None) -> Answer:
    """Solve to the end or to a limit; the same program gives the same answer unless the clock stops it."""
    engine = highspy.Highs()  # type: ignore[no-untyped-call]  # it publishes types in part
    _set_options(engine, limits)
    engine.passModel(_model(program))
    if start is not None:
        guess = highspy.HighsSolution()
        guess.col_value = start
        engine.setSolution(guess)
    engine.run()
    return _read(engine, program)


def engine_for(program: Program, watch: Watch) -> highspy.Highs:
    """HiGHS with a linear program in it, to be changed and solved again from where it stood."""
    engine = highspy.Highs()  # type: ignore[no-untyped-call]  # it publishes types in part
    _set_options(engine, Limits(watch=watch))
    engine.setOptionValue("solver", "simplex")
    engine.passModel(_model(program))
    return engine


def _set_options(engine: highspy.Highs, limits: Limits) -> None:
    values: dict[str, float | int | str] = {
        "threads": 1,
        "random_seed": 0,
        "time_limit": max(limits.seconds, 0.0),
        "mip_max_nodes": limits.nodes,
        "mip_rel_gap": limits.relative_gap,
        "mip_abs_gap": 1e-7,
        "primal_feasibility_tolerance": TIGHT,
        "dual_feasibility_tolerance": TIGHT,
        "mip_feasibility_tolerance": TIGHT,
        **limits.options,
    }
    engine.setOptionValue("output_flag", False)
    for name, value in values.items():
        engine.setOptionValue(name, value)
    if limits.watch.look is not None:
        _let_watch(engine, limits.watch)


def _let_watch(engine: highspy.Highs, watch: Watch) -> None:
    """Have HiGHS ask now and then whether it is to end; as long as it is not, it goes the same way."""

    def ask(_kind: object, _message: object, _told: object, answer: Any, _own: object) -> None:
        if watch.tick():
            answer.user_interrupt = True

    kinds = highspy.cb.HighsCallbackType
    engine.setCallback(ask, None)
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
        engine.startCallback(kind)


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_ = len(program.cost)
    model.num_row_ = len(program.row_low)
    model.col_cost_ = program.cost
    model.col_lower_ = program.low
    model.col_upper_ = program.high
    model.row_lower_ = program.row_low
    model.row_upper_ = program.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.starts
    model.a_matrix_.index_ = program.rows
    model.a_matrix_.value_ = program.entries
    if program.whole:
        kinds = [highspy.HighsVarType.kInteger] * program.whole
        kinds += [highspy.HighsVarType.kContinuous] * (len(program.cost) - program.whole)
        model.integrality_ = kinds
    return model


def _read(engine: highspy.Highs, program: Program) -> Answer:
    status = engine.getModelStatus()
    info = engine.getInfo()
    solution = engine.getSolution()
    done = highspy.HighsModelStatus
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        found=found,
        proven=status in (done.kOptimal, done.kInfeasible),
        x=np.array(solution.col_value),
        duals=np.array(solution.row_dual),
        cost=info.objective_function_value,
        bound=info.mip_dual_bound if program.whole else info.objective_function_value,
    )
