"""Ports joined to adapters, for the `main.py` files that share the same joints."""
