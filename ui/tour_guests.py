"""Who comes into the copy of a journal for the pictures of importing, sorting and merging."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.model.people import Attention, ContactPoint, Counterpart, PointKind
from app.model.records import Channel, Interaction, Opener
from app.model.texts import _
from app.model.values import Moment, PartialDate
from app.services.edit import Edit
from app.services.workspace import Workspace

_CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Aino Järvinen
ORG:Pohjola Works
EMAIL:aino@pohjola.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:{known}
EMAIL:second.address@mail.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
EMAIL:info@vela.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:王小明
ORG:Harbour Labs
BDAY:--0412
EMAIL:ming@harbour.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:ياسمين حداد
ORG:Cedar Partners
EMAIL:yasmin@cedar.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN
"""
_WAITING = (
    ("Aino Järvinen", "Pohjola Works", "aino@pohjola.example"),
    ("王小明", "Harbour Labs", "ming@harbour.example"),
    ("ياسمين حداد", "Cedar Partners", "yasmin@cedar.example"),
)
_SUBJECTS = ("The programme for spring", "Numbers", "Your question", "Back from the coast")
_MAILS, _BETWEEN = 12, 17


def cards(folder: Path, known: str) -> Path:
    """An address book to import, of one who is known and some who are not."""
    path = folder / "contacts.vcf"
    path.write_text(_CARDS.format(known=known), encoding="utf-8")
    return path


def bring(workspace: Workspace, known: str) -> int:
    """Add people who wait to be sorted, and someone known a second time; returns the latter."""
    with workspace.change(_("Import {what}").format(what="contacts.vcf")) as edit:
        waiting = [
            _add(edit, name, organisation, address, Attention.UNSORTED)
            for name, organisation, address in _WAITING
        ]
        for place in range(_MAILS):
            day = workspace.today - timedelta(days=3 + place * _BETWEEN)
            edit.add(
                Interaction,
                when=Moment(PartialDate.of(day)),
                people=(waiting[0].id,),
                channel=Channel.EMAIL,
                opener=Opener.THEM if place % 3 else Opener.ME,
                two_way=True,
                note=_SUBJECTS[place % len(_SUBJECTS)],
            )
        return _add(edit, known, "", "second.address@mail.example", Attention.KEEP).id


def _add(
    edit: Edit, name: str, organisation: str, address: str, attention: Attention
) -> Counterpart:
    person = edit.add(
        Counterpart,
        name=name,
        organisation_id=edit.organisation(organisation).id if organisation else None,
        attention=attention,
    )
    edit.add(ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value=address)
    return person
