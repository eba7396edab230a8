"""Kith from a terminal: the same services as the window, for scripts and for a quick look."""

from app.cli.run import main

__all__ = ["main"]
