"""`kvitto export`: a year as one file."""
