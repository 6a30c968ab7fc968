// A message to write, or one to send again: to any topic, with any attributes.
import { post } from "./api.js";
import { h } from "./dom.js";
import { doing, toast } from "./toast.js";

const OWN = /^(googclient_|CloudPubSubDeadLetterSource)/;

// `data` is base 64, for a body that is no text: it goes out as it is.
export function publishForm({ topics, topic, body, data = null, attributes, done }) {
  const kept = Object.fromEntries(Object.entries(attributes).filter(([name]) => !OWN.test(name)));
  const choice = h("select", { name: "topic" }, topics.map((name) => h("option", { value: name, selected: name === topic }, name)));
  const content = h("textarea", { name: "body", rows: 12, spellcheck: "false", disabled: data !== null }, body);
  const given = h("textarea", { name: "attributes", rows: 5, spellcheck: "false" }, JSON.stringify(kept, null, 2));
  const form = h("form", { method: "dialog", class: "form" },
    h("h2", { id: "publish-title" }, "Publish a message"),
    h("label", {}, "Topic", choice),
    h("label", {}, "Body", content),
    h("label", {}, "Attributes, as JSON", given),
    h("div", { class: "actions" }, h("button", { class: "button main", value: "publish" }, "Publish"), h("button", { class: "button", value: "cancel", formnovalidate: true }, "Cancel")),
  );
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": "publish-title" }, form);
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "publish") return;
    event.preventDefault();
    let draft;
    try {
      draft = { attributes: JSON.parse(given.value || "{}"), ...(data === null ? { body: content.value } : { data }) };
    } catch {
      return toast("The attributes are not JSON", "bad");
    }
    const sent = await doing(`Published to ${choice.value}`, () => post(`/topics/${choice.value}/publish`, draft));
    if (!sent) return;
    dialog.close();
    done?.();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
