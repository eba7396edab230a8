"""The log form's whole state, what it comes to, and how it is written as one step."""

from app.services.log_form import typed
from app.services.log_form.beside import Beside, beside
from app.services.log_form.entry import Entry, entry_of
from app.services.log_form.form import (
    DRAFTS,
    LINE_DRAFT,
    UNSURE,
    LogForm,
    NotedItem,
    NotedKind,
    line_draft,
)
from app.services.log_form.save import Closing, save
from app.services.log_form.start import of_entry, of_meeting, of_person

__all__ = [
    "DRAFTS",
    "LINE_DRAFT",
    "UNSURE",
    "Beside",
    "Closing",
    "Entry",
    "LogForm",
    "NotedItem",
    "NotedKind",
    "beside",
    "entry_of",
    "line_draft",
    "of_entry",
    "of_meeting",
    "of_person",
    "save",
    "typed",
]
