"""Allocation: the best firm for every customer, the offers that follow and why."""
