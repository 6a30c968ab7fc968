// How long to wait before asking again: gently at first, longer while nothing happens.

const FIRST_MS = 400;
const GROWTH = 1.35;
const LONGEST_MS = 5000;

export class Patience {
  #next = FIRST_MS;

  renew() {
    this.#next = FIRST_MS;
  }

  /** Resolves when it is time to ask, and while the page is out of sight not before it is back. */
  async wait() {
    await new Promise((resolve) => setTimeout(resolve, this.#next));
    this.#next = Math.min(this.#next * GROWTH, LONGEST_MS);
    while (document.hidden) {
      await new Promise((resolve) => {
        document.addEventListener("visibilitychange", resolve, { once: true });
      });
    }
  }
}
