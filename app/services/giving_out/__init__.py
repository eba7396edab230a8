"""Takes the journal out: whom, what of them, and each kind of file."""
