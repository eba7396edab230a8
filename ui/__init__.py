"""The window: shows what the services know."""
