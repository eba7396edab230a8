"""Pictures from anywhere: read under limits, shown small, kept without what the camera added."""

from ui.pictures.portraits import Portraits
from ui.pictures.reading import for_photo, png, read_square

__all__ = ["Portraits", "for_photo", "png", "read_square"]
