// Copies of the page's <template> elements, and their data-* places by name.

export function copyOf(id) {
  const template = document.getElementById(id) ?? document.getElementById("art-other");
  return template.content.firstElementChild.cloneNode(true);
}

/** Every element below `root` that carries a data attribute, by that attribute's name. */
export function places(root) {
  const found = {};
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const name of Object.keys(element.dataset)) found[name] ??= element;
  }
  return found;
}
