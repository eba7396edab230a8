"""Preparing for a meeting: choose whom, see what the journal says, take it along on paper."""
