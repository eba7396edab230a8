"""The list of a journal's copies: what each holds, whether it is whole, and the way back to it."""

from ui.copy_list.copies import CopyList
from ui.copy_list.row import CopyRow

__all__ = ["CopyList", "CopyRow"]
