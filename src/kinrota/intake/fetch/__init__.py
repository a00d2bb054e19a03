"""The one way out to the network: calendars at addresses and in CalDAV accounts, asked under guards, and kept."""
