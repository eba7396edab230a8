"""Files of a person or an entry: the list, dropping and pasting, looking at one, and the photo."""

from ui.file_list.card import FileCard
from ui.file_list.photo import PhotoMark

__all__ = ["FileCard", "PhotoMark"]
