"""A rota pasted as text: what is understood of it, day by day, what is not, and how it comes into a household."""
