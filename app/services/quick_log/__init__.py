"""One typed line becomes an entry: who, how, when, how long, who opened, then free text.

The grammar is described, with examples that are tested, in `resources/handbook/quick-line.md`.
"""

from app.services.quick_log.parser import complete, parse
from app.services.quick_log.quick_line import (
    AmbiguousName,
    Noted,
    NotedPromise,
    QuickLine,
    Role,
    Span,
)
from app.services.quick_log.save import log, write

__all__ = [
    "AmbiguousName",
    "Noted",
    "NotedPromise",
    "QuickLine",
    "Role",
    "Span",
    "complete",
    "log",
    "parse",
    "write",
]
