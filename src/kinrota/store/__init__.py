"""What a household keeps: its text and its history, readings of calendars, secrets, and what it has published."""
