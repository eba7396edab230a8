"""What people, entries and findings are: frozen values, standard library only."""
