"""Ends with an error before it is ready."""

raise RuntimeError("nothing works today")
