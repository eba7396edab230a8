"""The picture inside a card; one that is only an address is never fetched."""

from __future__ import annotations

from app.exchange.content_lines import Line
from app.model.data_url import TooLarge, from_base64, from_data_url, picture
from app.model.imports import ReadFile
from app.model.texts import _


def photo_of(line: Line) -> tuple[ReadFile | None, str]:
    """The picture, or a word on why there is none."""
    text = line.value.strip()
    try:
        if text[:5].lower() == b"data:":
            found = from_data_url(text.decode("ascii", "ignore"))
            data = found[0] if found else None
        elif line.param("ENCODING").lower() in ("base64", "b") or "base64" in line.types:
            data = from_base64(text)
        elif b":" in text[:40]:
            return None, _("Its photo is an address on the web; nothing is fetched.")
        else:
            data = from_base64(text)
    except TooLarge:
        return None, _("Its photo is larger than 20 MB and was left out.")
    shown = picture(data)
    if shown is None and text:
        return None, _("Its photo is damaged or of a kind that cannot be shown.")
    return shown, ""
