"""Calendars at addresses and in CalDAV accounts, asked for over the one way out, and kept."""
