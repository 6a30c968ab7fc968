"""What the use cases need from the world. One role per file; adapters and fakes fill them."""
