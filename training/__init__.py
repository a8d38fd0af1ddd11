"""Courses, quizzes and the skill certificates that they lead to."""
