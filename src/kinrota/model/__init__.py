"""The words of the care model as values: no I/O, no solver, nothing that can change."""
