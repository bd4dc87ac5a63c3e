// Moves between the pages by address. Studio wants to be alone on the page, and one of its elements to be over before the next; and it
// moves the address itself after Run and Save As, which the shell has to follow.
import * as components from "./components.js";
import * as palette from "./palette.js";
import * as theme from "./theme.js";
import * as views from "./views.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

const place = document.getElementById("view");
const base = new URL(document.baseURI).pathname;
const listeners = [];
let shown = null;
let turn = Promise.resolve();
let studio = null; // resolves once Studio's scripts are there

export const onShown = listener => listeners.push(listener);

export function start() {
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name].bind(history);
    history[name] = (...values) => {
      original(...values);
      queueMicrotask(follow);
    };
  }
  addEventListener("popstate", follow);
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    const path = link?.dataset.shell === undefined ? fromStudio(link) : link.href;
    if (path === null) {
      return;
    }
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      window.open(path, "_blank", "noopener");
    } else {
      history.pushState(null, "", path);
    }
  });
  if (here() === "") {
    history.replaceState(null, "", base + views.definitions);
  } else {
    follow();
  }
}

/** Studio links to the site's root, wherever it is mounted; null for links that are none of those. */
function fromStudio(link) {
  const url = link && new URL(link.href);
  if (!url || url.origin !== location.origin) {
    return null;
  }
  if (url.pathname === "/diagnostics/structured-logs") {
    const id = url.searchParams.get("workflowInstanceId");
    return base + (id ? views.viewer(id) : views.instances);
  }
  return url.pathname.startsWith("/workflows/") ? base + url.pathname.slice(1) : null;
}

const here = () => location.pathname.slice(base.length).replace(/\/$/, "");
const go = path => history.pushState(null, "", base + path);

function follow() {
  const view = views.find(here()) ?? { area: "", key: "none", title: t("notFound.title"), render: notFound };
  if (view.key === shown?.key) {
    return;
  }
  shown = view;
  document.title = `${view.title} · CertWorkflows`;
  listeners.forEach(listener => listener(view));
  turn = turn.then(() => show(view)).catch(failed);
}

async function show(view) {
  if (view !== shown) {
    return; // somebody has gone on already
  }
  const before = place.firstElementChild;
  place.replaceChildren();
  await components.end(before);
  if (view.render !== undefined) {
    view.render(place);
    return;
  }
  const loading = el("p", { class: "message", role: "status" }, t("loading"));
  place.append(loading);
  const { tag, attributes = {}, leadsTo = {} } = view.studio;
  await (studio ??= loadStudio());
  await customElements.whenDefined(tag);
  loading.remove();
  if (view !== shown) {
    return;
  }
  const element = el(tag, attributes);
  for (const [callback, path] of Object.entries(leadsTo)) {
    element[callback] = id => go(path(id));
  }
  place.append(element);
  view.shown?.();
}

/** In this order: the code editor's loader before the editor, all of them before Blazor. */
async function loadStudio() {
  document.body.prepend(el("elsa-backend-provider", { "remote-endpoint": `${location.origin}/elsa/api` }));
  for (const src of [
    "_content/BlazorMonaco/jsInterop.js",
    "_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js",
    "_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js",
    "_content/MudBlazor/MudBlazor.min.js",
    "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js",
    "_content/Radzen.Blazor/Radzen.Blazor.js",
    "_framework/blazor.webassembly.js",
  ]) {
    await new Promise((resolve, reject) => {
      document.body.append(el("script", { src, onload: resolve, onerror: () => reject(new Error(`${src} cannot be loaded.`)) }));
    });
  }
  components.install();
  palette.watch();
  theme.followEditors();
}

function failed(reason) {
  console.error(reason);
  place.replaceChildren(el("p", { class: "message", role: "alert", "data-testid": "no-studio" }, t("noStudio.text")));
}

const notFound = into => into.append(
  el("h1", {}, t("notFound.title")), el("p", { class: "message", "data-testid": "not-found" }, t("notFound.text", { path: location.pathname })));
