"""How long to wait after wrong passphrases: a little more after each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

_WAITS = (0, 1, 2, 4, 8, 16)  # seconds after the first, the second … wrong one
_LONGEST = 30


class Tries:
    """Wrong passphrases in a row; `now` gives seconds that never run backwards."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong = 0
        self._until = -math.inf

    def wrong(self) -> None:
        """One more was wrong."""
        wait = _WAITS[self._wrong] if self._wrong < len(_WAITS) else _LONGEST
        self._wrong += 1
        self._until = self._now() + wait

    def right(self) -> None:
        """It was right; the next time begins anew."""
        self._wrong = 0
        self._until = -math.inf

    def seconds(self) -> int:
        """Whole seconds until the next may be tried, 0 when it may be now."""
        return max(0, math.ceil(self._until - self._now())) if self._wrong else 0
