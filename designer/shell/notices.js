// Messages that stay until they are dealt with, each under a key of its own so that one replaces itself.
import { el } from "./dom.js";

const place = document.getElementById("notices");

/** actions: [{ label, run, id }]; a notice without any can be closed. */
export function show(key, kind, text, actions = []) {
  hide(key);
  place.append(el("div", { class: `notice ${kind}`, role: kind === "error" ? "alert" : "status", "data-key": key, "data-testid": `notice-${key}` },
    el("p", {}, text),
    ...actions.map(({ label, run, id }) => el("button", { type: "button", onclick: run, "data-testid": id }, label))));
}

export function hide(key) {
  place.querySelector(`[data-key="${key}"]`)?.remove();
}
