"""Reading and writing: files in, files out. Nothing here decides or computes a time."""
