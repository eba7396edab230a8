"""One small journal per released schema, and what each must read as."""
