"""Reading the what-if board."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.scenarios.enums import WhatIfState
from onboarding_phases.scenarios.models import WhatIf
from portal.database import db

SHOWN_WITH_A_RUN = 6


def what_ifs() -> Select[WhatIf]:
    """All scenarios with their runs, the newest first; without the plans themselves."""
    run = joinedload(WhatIf.run).options(
        defer(AllocationRun.frozen), defer(AllocationRun.result), defer(AllocationRun.progress)
    )
    return select(WhatIf).options(defer(WhatIf.result), run).order_by(WhatIf.id.desc())


def what_ifs_of(run: AllocationRun) -> list[WhatIf]:
    """The newest scenarios of a run."""
    statement = select(WhatIf).options(defer(WhatIf.result)).where(WhatIf.run_id == run.id)
    return list(db.session.scalars(statement.order_by(WhatIf.id.desc()).limit(SHOWN_WITH_A_RUN)))


def still_asked(code: str) -> bool:
    """Whether a scenario is there and waits for its plan."""
    statement = select(WhatIf.id).where(WhatIf.code == code, WhatIf.state == WhatIfState.SOLVING)
    return db.session.scalar(statement) is not None
