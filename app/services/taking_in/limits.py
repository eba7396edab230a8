"""Holds what an import brings to the size that one file in the journal may have."""

from __future__ import annotations

from dataclasses import replace

from app.model.imports import ReadEntry, ReadFile, ReadPerson
from app.model.texts import _
from app.services import file_words


def person_within(person: ReadPerson, most: int) -> ReadPerson:
    """The record without photos and files of more bytes than that; a remark names each of them."""
    photo = (person.photo,) if person.photo is not None else ()
    remarks = _remarks((*photo, *person.files), most)
    if not remarks:
        return person
    return replace(
        person,
        photo=next(iter(_kept(photo, most)), None),
        files=_kept(person.files, most),
        remarks=(*person.remarks, *remarks),
    )


def entry_within(entry: ReadEntry, most: int) -> ReadEntry:
    """The entry without files of more bytes than that; a remark names each of them."""
    remarks = _remarks(entry.files, most)
    if not remarks:
        return entry
    return replace(entry, files=_kept(entry.files, most), remarks=(*entry.remarks, *remarks))


def _kept(files: tuple[ReadFile, ...], most: int) -> tuple[ReadFile, ...]:
    return tuple(file for file in files if len(file.data) <= most)


def _remarks(files: tuple[ReadFile, ...], most: int) -> tuple[str, ...]:
    return tuple(
        _("{why} It was left out.").format(
            why=file_words.too_large(file.name, len(file.data), most).text
        )
        for file in files
        if len(file.data) > most
    )
