"""What is typed behind a command: names, numbers, options and their values."""
