"""One story in virtual time, with every delivery at least once."""

from __future__ import annotations

from datetime import datetime

from shared.usecases.audit.books import NO_PATIENCE, Breach
from tests.chaos.deliveries import Deliveries
from tests.chaos.faults import Faults
from tests.chaos.outside import Outside
from tests.chaos.post import Post
from tests.chaos.shop import Shop
from tests.chaos.stories import SALE
from tests.chaos.story import Story

ROUNDS_MAX = 60  # of sweeps, a minute each


class Run:
    """One world, from the first click to rest."""

    def __init__(self, faults: Faults, story: Story = SALE) -> None:
        self.faults = faults
        self.story = story
        self.shop = Shop(faults)
        self.deliveries = Deliveries(
            faults, self.shop.clock, hand_on=self._hand_on, sweep=self._sweep
        )
        self._outside = Outside(self.shop, self.deliveries, story)
        self._post = Post(self.shop, self.deliveries)
        for number, step in enumerate(story.steps, 1):
            step.play(self.shop, self.deliveries, number)

    def to_rest(self) -> list[Breach]:
        """Deliver until nothing is left to do; the breaches that remain.

        Before a long wait, such as for a refund that fails weeks later, the world is at rest
        as well.
        """
        breaches = self._to_rest_for_now()
        while not breaches and self.deliveries.skip_to_next():
            breaches = self._to_rest_for_now()
        return breaches

    def everything_again(self) -> None:
        self.deliveries.repeat_everything()

    def _to_rest_for_now(self) -> list[Breach]:
        self.deliveries.drain()
        for _ in range(ROUNDS_MAX):
            self.shop.clock.wait(61)
            self._sweep(self.shop.clock.at)
            self.deliveries.drain()
            breaches = [*self.shop.audit(NO_PATIENCE).breaches, *self.deliveries.given_up]
            if not breaches:
                return []
        return breaches

    def _sweep(self, at: datetime) -> None:
        for process, sweep in (
            ("outbox_relay", self.shop.sweep_outbox),
            ("invoice_numberer", self.shop.sweep_waiting),
        ):
            self.deliveries.add(process, sweep, at)

    def _hand_on(self) -> None:
        self._post.collect()
        self._outside.look()
