"""How much work a rule may cost, counted in steps, so that the same rule comes to the same end on every machine."""

from __future__ import annotations


class TooMuchWorkError(Exception):
    """Following a rule takes more than the `steps` that it was given."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        super().__init__(f"It is not followed: working out when it repeats takes more than {steps:,} steps.")


class Budget:
    """So many steps, and not one more."""

    def __init__(self, steps: int) -> None:
        self.steps = self.left = steps

    @property
    def spent(self) -> int:
        """The steps taken."""
        return self.steps - self.left

    def spend(self, steps: int) -> None:
        """Take steps; TooMuchWorkError where there are not so many left."""
        if steps > self.left:
            self.left = 0
            raise TooMuchWorkError(self.steps)
        self.left -= steps
