"""The capacity plan: who is likely to start in the months ahead, against the slots that firms stated."""
