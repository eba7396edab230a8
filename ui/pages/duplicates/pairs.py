"""The pairs still to be answered, and those that are put off to the end."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.duplicates import Likely


class Pairs:
    """What the last comparison found, less what was answered since."""

    def __init__(self) -> None:
        self._now: list[Likely] | None = None
        self._later: list[Likely] = []

    @property
    def known(self) -> bool:
        """Whether a comparison is done and still holds."""
        return self._now is not None

    def forget(self) -> None:
        """The journal changed: everyone is to be compared anew. What was put off stays so."""
        self._now = None

    def take(self, pairs: Sequence[Likely]) -> None:
        """Take what a comparison found."""
        put_off = {(pair.one, pair.other) for pair in self._later}
        self._later = [pair for pair in pairs if (pair.one, pair.other) in put_off]
        self._now = [pair for pair in pairs if (pair.one, pair.other) not in put_off]

    def in_order(self) -> list[Likely]:
        """All of them, those that were put off last."""
        return [*(self._now or ()), *self._later]

    def of(self, one: int, other: int) -> Likely | None:
        """The pair of these two, where it was not put off yet."""
        both = {one, other}
        return next((pair for pair in self._now or () if {pair.one, pair.other} == both), None)

    def put_off(self, pair: Likely) -> None:
        """Let it come last."""
        for pairs in (self._now or [], self._later):
            if pair in pairs:
                pairs.remove(pair)
        self._later.append(pair)

    def drop(self, one: int, other: int) -> None:
        """The two are no pair."""
        both = {one, other}
        for pairs in (self._now or [], self._later):
            pairs[:] = [pair for pair in pairs if {pair.one, pair.other} != both]

    def drop_all_of(self, gone: int) -> None:
        """Pairs with somebody who is gone are no pairs."""
        for pairs in (self._now or [], self._later):
            pairs[:] = [pair for pair in pairs if gone not in (pair.one, pair.other)]
