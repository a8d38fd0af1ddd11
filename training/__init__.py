"""Courses, quizzes and the skill certificates that they lead to.

Two sub-rooms: `courses` holds what is read and who reads it, `quizzes` what is asked and who answered it.
A quiz stands on a course, never the other way round. What a pass is worth to a firm is a `Qualification`
on the partners floor; this room writes it there and keeps the evidence.
"""
