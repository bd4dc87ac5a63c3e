// Answers of the server for our own pages, and what it says against a request.
import { call } from "./api.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

/** The answer, or null after showing what the server said against it. */
export async function read(url, into, init) {
  const response = await call(url, init);
  const body = await response.json().catch(() => ({}));
  if (response.ok) {
    return body;
  }
  const details = [...Object.entries(body.errors ?? {}).flatMap(([name, texts]) => texts.map(text => `${name}: ${text}`)), ...(body.problems ?? []).map(p => `${p.nodeId ?? ""} ${p.message}`)];
  into.replaceChildren(el("div", { class: "notice error", role: "alert", "data-testid": "refused" },
    el("p", {}, body.detail ?? body.title ?? t("answer.failed", { status: response.status })),
    details.length > 0 ? el("ul", {}, ...details.map(text => el("li", {}, text))) : null));
  return null;
}
