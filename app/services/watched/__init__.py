"""Reads watched files again: which there are, what was seen, what came of it."""
