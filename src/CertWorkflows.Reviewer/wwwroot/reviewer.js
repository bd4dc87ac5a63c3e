// What the pages need of the browser itself.
window.certWorkflows = {
  // Renews the session cookie; answers the new access token, encrypted for the server. A second try covers the
  // case that another tab used up the refresh token: by then the cookie is the one that the other tab was given.
  renew: async () => {
    const form = document.getElementById("session-form");
    for (let attempt = 0; attempt < 2; attempt++) {
      // Kept alive: a page that is loaded again meanwhile would else lose the new cookie, and the old one is spent.
      const response = await fetch("session/renew", { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true });
      if (response.ok) {
        return await response.text();
      }
    }
    return null;
  },
  // Browsers let only pages of secure sites, and of this machine, write to the clipboard; it answers whether it could.
  copy: async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
  // Single keys of the page: moving between rows is done here, everything else is told to the page.
  listen: (page, keys, listener) => {
    document.removeEventListener("keydown", certWorkflows.pressed);
    certWorkflows.listener = listener;
    certWorkflows.pressed = event => {
      const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !keys.includes(event.key)) {
        return;
      }
      if (typing) {
        if (event.key === "Escape") {
          typing.blur();
        }
        return;
      }
      if (event.key === "Enter" && event.target.closest("a, button, summary")) {
        return; // what has the focus does what it is for
      }
      const rows = [...document.querySelectorAll("[data-row]")];
      const row = event.target.closest("[data-row]");
      if ((event.key === "j" || event.key === "k") && rows.length > 0) {
        const at = row === null ? (event.key === "j" ? -1 : rows.length) : rows.indexOf(row);
        const next = rows[at + (event.key === "j" ? 1 : -1)];
        next?.querySelector("a").focus();
        next?.scrollIntoView({ block: "nearest" });
        event.preventDefault();
        return;
      }
      if (event.key === "/") {
        document.querySelector("input[type=search]")?.focus();
        event.preventDefault();
        return;
      }
      if (event.key !== "Escape") {
        event.preventDefault();
      }
      page.invokeMethodAsync("PressedAsync", event.key, row?.dataset.row ?? null);
    };
    document.addEventListener("keydown", certWorkflows.pressed);
    document.body.dataset.keys = "on";
  },
  // A page that goes must not take away the keys of the one that has come in its place.
  unlisten: listener => {
    if (certWorkflows.listener === listener) {
      document.removeEventListener("keydown", certWorkflows.pressed);
      delete document.body.dataset.keys;
    }
  },
  focus: id => document.getElementById(id)?.focus(),
  isDense: () => localStorage.getItem("certworkflows-dense") === "true",
  rememberDense: dense => localStorage.setItem("certworkflows-dense", String(dense)),
  prefersDark: () => {
    const chosen = localStorage.getItem("certworkflows-dark");
    return chosen === null ? window.matchMedia("(prefers-color-scheme: dark)").matches : chosen === "true";
  },
  rememberDark: dark => localStorage.setItem("certworkflows-dark", String(dark)),
};

// Following a link within a page moves the window, but not the focus, where the pages' own navigation takes the click.
document.addEventListener("click", event => {
  if (event.target.closest(".cw-skip")) {
    event.preventDefault();
    event.stopPropagation();
    certWorkflows.focus("main");
  }
}, { capture: true });
