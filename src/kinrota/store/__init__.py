"""What a household keeps: the lines of its history."""
