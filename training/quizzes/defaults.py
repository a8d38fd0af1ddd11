"""The numbers by which quizzes are held, as the product ships them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

QUIZ_DEFAULTS = Default(
    key="training.quizzes",
    title=_l("Quizzes"),
    fields=(
        DefaultField("attempts", _l("Attempts per enrolment"), 3, 1, 20),
        DefaultField("cool_down_hours", _l("Wait after a failed attempt"), 24, 0, 720, unit=_l("hours")),
        DefaultField("pass_percent", _l("Pass mark overall"), 80, 1, 100, unit="%"),
        DefaultField("module_pass_percent", _l("Pass mark of each module"), 70, 0, 100, unit="%"),
        DefaultField("seconds_per_question", _l("Time for a question"), 90, 10, 3600, unit=_l("seconds")),
        DefaultField("grace_seconds", _l("Grace after the deadline"), 10, 0, 120, unit=_l("seconds")),
    ),
)
