"""Item models for long lists: they load what is looked at, and nothing else."""
