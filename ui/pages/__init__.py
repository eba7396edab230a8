"""The pages of the window; each stands alone."""
