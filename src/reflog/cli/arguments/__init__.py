"""What is typed after a command: names, numbers, options and their values."""
