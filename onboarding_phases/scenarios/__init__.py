"""The what-if board: a run's frozen input with something changed, solved and set beside the run."""
