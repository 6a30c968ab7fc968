// A short word about what was done, or why not.
import { h } from "./dom.js";

const SHOWN_MS = 4000;

export function toast(words, kind = "done") {
  const element = h("p", { class: `toast ${kind}` }, words);
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), SHOWN_MS);
}

// Do what a button is for, and say how it went.
export async function doing(done, action) {
  try {
    const result = await action();
    toast(done);
    return result;
  } catch (error) {
    toast(error.message, "bad");
    return null;
  }
}
