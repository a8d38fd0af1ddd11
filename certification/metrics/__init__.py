"""The metrics of a firm: what they mean, how they are computed, and from which rows.

A metric that nothing is recorded for has no value. That is "not enough cases", never a zero.
"""
