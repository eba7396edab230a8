"""Themes, texts, icons, templates and the handbook."""
