"""The log form's whole state, what it comes to, and how it is written as one step."""
