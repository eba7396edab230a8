"""Pages in Markdown for Obsidian: their names, their front matter, links, and the user's words."""

from app.exchange.markdown.file_names import FileNames
from app.exchange.markdown.writing import (
    Value,
    front_matter,
    items,
    line,
    link,
    section,
    tags,
    text,
)

__all__ = [
    "FileNames",
    "Value",
    "front_matter",
    "items",
    "line",
    "link",
    "section",
    "tags",
    "text",
]
