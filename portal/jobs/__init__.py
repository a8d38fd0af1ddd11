"""Work done after the answer: rows of the same transaction, carried out by the worker."""
