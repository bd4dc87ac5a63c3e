// The designer's page: a bar of ours, and below it one element of the genuine Elsa Studio.
import * as api from "./api.js";
import * as drafts from "./drafts.js";
import * as router from "./router.js";
import * as session from "./session.js";
import * as texts from "./texts.js";
import * as theme from "./theme.js";
import * as views from "./views.js";
import { el } from "./dom.js";
import { show } from "./notices.js";

const { t } = texts;
const bar = document.getElementById("bar");

theme.apply();
await texts.load();
try {
  await session.token();
  const user = await session.me();
  api.install();
  drawBar(user);
  watchStudio();
  router.start();
} catch (failure) {
  if (!(failure instanceof session.SignedOutError)) {
    show("start", "error", t("server.away"));
    throw failure;
  }
  location.replace(`/login?returnUrl=${encodeURIComponent(location.pathname.slice(1))}`);
}

function drawBar(user) {
  const link = (area, path) => el("a", { href: path, "data-shell": true, "data-area": area, "data-testid": `nav-${area}` }, t(`nav.${area}`));
  const themeButton = el("button", { type: "button", "data-testid": "theme-switch", onclick: () => switchTheme(themeButton) });
  const tabs = el("nav", { class: "tabs", "aria-label": t("tab.edit") });
  const form = session.formToken();
  bar.append(
    el("a", { class: "brand", href: "/", title: t("nav.inbox") }, "CertWorkflows"),
    el("nav", { "aria-label": t("nav.label") },
      el("a", { href: "/" }, t("nav.inbox")), link("definitions", views.definitions), link("instances", views.instances)),
    tabs,
    el("span", { class: "space" }),
    el("span", { class: "user", "data-testid": "user-name", title: user.roles.join(", ") }, user.displayName),
    el("a", { href: "", lang: texts.otherLanguage, "data-testid": "language-switch", onclick: switchLanguage }, t("bar.language")),
    themeButton,
    el("form", { method: "post", action: "/session/end" },
      el("input", { type: "hidden", name: form.name, value: form.value }),
      el("button", { type: "submit", "data-testid": "logout" }, t("bar.signOut"))));
  nameTheme(themeButton);
  router.onShown(view => {
    const tab = (name, path) => el("a", { href: path(view.definition), "data-shell": true, "aria-current": view.tab === name, "data-testid": `tab-${name}` }, t(`tab.${name}`));
    tabs.replaceChildren(...(view.definition === undefined ? [] : [
      el("span", {}, view.definition), tab("edit", views.editor), tab("testRun", views.testRunOf), tab("compare", views.compareOf)]));
    for (const item of bar.querySelectorAll("[data-area]")) {
      item.toggleAttribute("aria-current", item.dataset.area === view.area);
    }
  });
  addEventListener("beforeunload", event => {
    if (drafts.anyUnsaved()) {
      event.preventDefault();
    }
  });
}

function switchLanguage(event) {
  event.preventDefault();
  location.assign(`/session/language/${texts.otherLanguage}?returnUrl=${encodeURIComponent(location.pathname.slice(1))}`);
}

function switchTheme(button) {
  theme.remember(!theme.isDark());
  nameTheme(button);
}

function nameTheme(button) {
  button.textContent = t(theme.isDark() ? "bar.light" : "bar.dark");
}

/** Blazor makes this element visible when something in Studio broke; its own text would be no help. */
function watchStudio() {
  const sign = document.getElementById("blazor-error-ui");
  new MutationObserver(() => {
    if (sign.style.display === "block") {
      sign.style.display = "none";
      show("studio", "error", t("studio.error"), [{ label: t("studio.reload"), id: "studio-reload", run: () => location.reload() }]);
    }
  }).observe(sign, { attributes: true, attributeFilter: ["style"] });
}
