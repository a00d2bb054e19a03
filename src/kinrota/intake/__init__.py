"""From a folder of text and calendars to a Week: what cannot be used is refused, what is unclear is said."""
