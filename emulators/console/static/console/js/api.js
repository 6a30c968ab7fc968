// The console's own API. What goes wrong is an Error with the server's words.

const ROOT = "/console/api";

export const get = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== undefined));
  return ask(`${path}${asked.size ? `?${asked}` : ""}`, {});
};

export const post = (path, body = {}) => ask(path, sent("POST", body));
export const remove = (path) => ask(path, sent("DELETE", {}));

const sent = (method, body) => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

async function ask(path, options) {
  const response = await fetch(ROOT + path, options);
  if (response.status === 204) return {};
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `${response.status} ${response.statusText}`);
  return answer;
}
