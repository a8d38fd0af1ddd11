"""Surveys: what a customer felt after the handoff, mid-way and at the end, asked by a one-use link."""
