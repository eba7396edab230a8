"""What this program wrote to a journal by itself, through whichever of its connections."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.database import Database

# The newest step, the newest change, a mark of what that change left behind, the settings in one
# text. Typing on at a text moves the third alone: `typed_on` keeps it in the step it began with.
Written = tuple[int, int, int, str]

_MOST = 2_000  # transactions
# Names with a dot are no settings but what the journal keeps for itself.
_WRITTEN = """
SELECT max(id), (SELECT max(id) FROM change), (SELECT after FROM change ORDER BY id DESC LIMIT 1),
    (SELECT group_concat(key || value, char(0)) FROM setting WHERE key NOT LIKE '%.%')
FROM step
"""


def written(database: Database) -> Written:
    """What moves with every step and setting and with nothing else.

    Raises:
        JournalError: the journal cannot be read.
    """
    step, change, after, values = database.rows(_WRITTEN)[0]
    return step or 0, change or 0, hash(after), values or ""


class OwnWriting:
    """Remembers what every transaction of this program began with and came to.

    From what was last seen, these lead on to what stands now, unless another program wrote in
    between. What a worker wrote through a connection of its own counts once it was told of: what
    nobody hears of must be found like anybody else's.

    A setting can be changed and changed back, so the journal may come to stand as it stood before.
    From there on nothing leads to what followed then: no way ever runs in a circle, and one that
    another program goes for itself is not taken for ours.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._came_to: OrderedDict[Written, Written] = OrderedDict()
        self._untold: set[Written] = set()

    def note(self, before: Written | None, after: Written | None, *, told: bool) -> None:
        """A transaction is about to be kept that leads from one to the other, as far as known."""
        if before is None or after is None or before == after:
            return
        with self._lock:
            self._came_to.pop(after, None)
            self._untold.discard(after)
            self._came_to[before] = after
            if not told:
                self._untold.add(before)
            while len(self._came_to) > _MOST:
                self._untold.discard(self._came_to.popitem(last=False)[0])

    def take_back(self, before: Written | None) -> None:
        """It was not kept."""
        with self._lock:
            if before is not None:
                self._came_to.pop(before, None)
                self._untold.discard(before)

    def tell(self, step: int) -> None:
        """What was written up to this step is known."""
        with self._lock:
            self._untold = {one for one in self._untold if self._came_to[one][0] > step}

    def leads(self, seen: Written, now: Written) -> bool:
        """Whether all that was written since `seen` was written by this program, and told of.

        What we wrote last is where the way ends: where it stands otherwise now, even as it stood
        somewhere on the way, another program has been there; and what we once went on to from here
        has nothing to do with what comes next.
        """
        with self._lock:
            while seen in self._came_to and seen not in self._untold:
                seen = self._came_to[seen]
            if seen != now and now not in self._untold:
                self._came_to.pop(now, None)
        return seen == now
