// What the pages need of the browser itself.
window.certWorkflows = {
  // Renews the session cookie; answers the new access token, encrypted for the server. A second try covers the
  // case that another tab used up the refresh token: by then the cookie is the one that the other tab was given.
  renew: async () => {
    const form = document.getElementById("session-form");
    for (let attempt = 0; attempt < 2; attempt++) {
      const response = await fetch("session/renew", { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (response.ok) {
        return await response.text();
      }
    }
    return null;
  },
  prefersDark: () => {
    const chosen = localStorage.getItem("certworkflows-dark");
    return chosen === null ? window.matchMedia("(prefers-color-scheme: dark)").matches : chosen === "true";
  },
  copy: async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // not allowed, or no secure connection: the page shows the text to be copied by hand
    }
  },
  rememberDark: dark => localStorage.setItem("certworkflows-dark", String(dark)),
};
