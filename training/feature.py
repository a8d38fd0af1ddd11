"""What this room brings to the portal."""

from __future__ import annotations

from portal.feature import Feature
from training.courses.rules import CERTIFICATE_DEFAULTS
from training.quizzes import models
from training.quizzes.rules import QUIZ_DEFAULTS
from training.quizzes.services import CLOSE_JOB, close_overdue_attempt

feature = Feature(
    name="training",
    models=models,
    jobs={CLOSE_JOB: close_overdue_attempt},
    defaults=[CERTIFICATE_DEFAULTS, QUIZ_DEFAULTS],
)
