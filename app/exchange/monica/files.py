"""Photos and documents that are inside the export; nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Iterable

from app.exchange.monica.account import Account, Contact
from app.exchange.monica.facts import Facts
from app.exchange.monica.values import line
from app.model.data_url import TooLarge, picture
from app.model.imports import ReadFile
from app.model.texts import _


def photos_of(
    account: Account, contact: Contact, facts: Facts
) -> tuple[ReadFile | None, tuple[ReadFile, ...]]:
    """The picture a contact is shown by, and its other photos."""
    face = line(contact.said.get("avatar_photo"))
    shown = file_of(account, face, facts) if face else None
    if shown is not None and picture(shown.data) is None:
        shown = None
    others = _files(account, (uuid for uuid in contact.photos if uuid != face), facts)
    return shown, others


def documents_of(account: Account, contact: Contact, facts: Facts) -> tuple[ReadFile, ...]:
    """The documents kept with a contact."""
    return _files(account, contact.documents, facts)


def _files(account: Account, uuids: Iterable[str], facts: Facts) -> tuple[ReadFile, ...]:
    found = (file_of(account, uuid, facts) for uuid in dict.fromkeys(uuids))
    return tuple(one for one in found if one is not None)


def file_of(account: Account, uuid: str, facts: Facts) -> ReadFile | None:
    """One file with its bytes; what is missing or too large is remarked."""
    said = account.files.get(uuid)
    if said is None:
        return None
    name = line(said.get("original_filename")).replace("/", "_").replace("\\", "_")[-120:]
    found = said.get("dataUrl")
    if isinstance(found, TooLarge):
        facts.remarks.append(
            _("“{name}” is larger than 20 MB and was left out.").format(name=name or uuid[:40])
        )
        return None
    if not isinstance(found, tuple):
        facts.remarks.append(
            _("“{name}” is named in the file and is not in it.").format(name=name or uuid[:40])
        )
        return None
    data, kind = found
    return ReadFile(name or uuid[:40], line(said.get("mime_type")) or kind, data)
