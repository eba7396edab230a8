"""Ctrl+K: find anything written, jump to it, or run an action by name."""

from ui.palette.overlay import Palette

__all__ = ["Palette"]
