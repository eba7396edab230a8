"""The marks by which Kith knows its own events again when a calendar brings them back."""

from __future__ import annotations

from typing import Final

MEETING: Final = "kith-meeting-"
BIRTHDAY: Final = "kith-birthday-"
DAY: Final = "kith-day-"
PROMISE: Final = "kith-promise-"
TOUCH: Final = "kith-touch-"
# Days to think of someone, on which nobody is met.
REMINDERS: Final = (BIRTHDAY, DAY, PROMISE, TOUCH)
