"""What the project's own makers run; nothing of it is installed with the program."""
