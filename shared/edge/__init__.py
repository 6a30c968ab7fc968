"""What every `main.py` needs and no use case may see."""
