"""Encryption at rest: the data key of a journal, and the secrets that lead to it."""


class Key:
    """The random data key of one journal; `wipe` clears it from memory as far as Python lets us."""

    def wipe(self) -> None:
        """Clear the key; it opens nothing any more."""
