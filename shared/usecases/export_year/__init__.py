"""A year of documents as an accountant wants it: complete, and tied to the ledger."""
