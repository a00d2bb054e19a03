"""A calendar of kinrota's own on a CalDAV server: what is written there, and what people make of it."""
