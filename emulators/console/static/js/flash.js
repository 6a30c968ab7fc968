// A button that says for a moment what it has done.

const A_MOMENT_MS = 1500;

export function flash(button, text) {
  button.dataset.label ??= button.textContent;
  button.textContent = text;
  setTimeout(() => {
    button.textContent = button.dataset.label;
  }, A_MOMENT_MS);
}
