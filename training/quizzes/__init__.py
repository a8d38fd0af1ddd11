"""The question bank, the papers drawn from it, and the attempts at them, on the server's clock.

The key to a question is in `questions`; what a page may show while an attempt runs is in `paper`, which
has no place to put a key.
"""
