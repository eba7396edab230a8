"""Pure functions from what was logged to findings; each file stands alone."""
