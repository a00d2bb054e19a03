"""Showing a verified plan: in the terminal, as a page, as calendars, as files."""
