"""How long a test waits for what takes a moment, so that no test fails because a machine is slow or busy."""

ENOUGH = 900.0
"""Seconds that no model of a test comes near: with them a time limit has no say in what is found and proved."""
