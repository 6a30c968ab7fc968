"""Many purchases at once, with a progress bar where somebody is watching."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from shared.cli.patience import Bell
from shared.cli.purchase import MakePurchase, Purchase
from shared.cli.storefront import Cart

OnEach = Callable[[Purchase], None]


def make_all(
    make: MakePurchase, carts: Sequence[Cart], concurrency: int, bell: Bell, on_each: OnEach
) -> list[Purchase]:
    """One purchase per cart, in the order of the carts. Ctrl-C rings the bell and stops them."""
    with ThreadPoolExecutor(concurrency) as pool:
        futures = [pool.submit(make, nth, cart) for nth, cart in enumerate(carts, start=1)]
        try:
            for future in as_completed(futures):
                on_each(future.result())
        except BaseException:
            bell.ring()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]


@contextmanager
def progress_bar(total: int, console: Console) -> Iterator[OnEach]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    is_seen = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not is_seen) as progress:
        task = progress.add_task("buying", total=total)
        failed = 0

        def on_each(purchase: Purchase) -> None:
            nonlocal failed
            failed += purchase.trouble is not None
            words = f"buying, [red]{failed} failed[/]" if failed else "buying"
            progress.update(task, advance=1, description=words)

        yield on_each
