"""Finding the checks, running them, and leaving out what the office has agreed to leave out."""
