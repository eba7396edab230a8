"""Everything Kith knows about people and journals; nothing here knows the window."""
