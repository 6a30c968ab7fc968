"""The invariants, as code: the same in tests, from the command line and on a schedule."""
