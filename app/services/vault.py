"""Protects a journal by a passphrase, and opens one that is protected: the door for screens."""

from app.store.vault import Key

__all__ = ["Key"]
