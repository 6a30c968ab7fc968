// Buttons that copy: data-copy holds the text.

import { flash } from "./flash.js";

export function wireCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    flash(button, "Copied");
  });
}
