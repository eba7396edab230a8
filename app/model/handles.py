"""People named in a text by an @ and their name written together, such as @DanaOkafor."""

from __future__ import annotations

import re
import unicodedata

# Not inside an address or a path: no letter, digit, dot or slash stands before the @.
_HANDLE = re.compile(r"(?<![\w.@/:+-])@([^\W_](?:[\w.'’·-]{0,98}\w)?)")
_POSSESSIVE = re.compile(r"['’]s$")


def handles_in(text: str) -> tuple[str, ...]:
    """Every handle of a text once, without its @, in the order they come."""
    found: dict[str, str] = {}
    for handle in _HANDLE.findall(unicodedata.normalize("NFC", text)):
        handle = _POSSESSIVE.sub("", handle)
        found.setdefault(handle.casefold(), handle)
    return tuple(found.values())
