"""Who may do what in quizzes."""

from portal.access import permission
from portal.people import Role

TAKE_QUIZ = permission("training.quiz.take", Role.CONSULTANT)
