// Dark or light: the choice is shared with the other pages.
const KEY = "certworkflows-dark";

export const isDark = () => {
  const chosen = localStorage.getItem(KEY);
  return chosen === null ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "true";
};

export function apply() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  window.monaco?.editor.setTheme(isDark() ? "vs-dark" : "vs");
}

export function remember(dark) {
  localStorage.setItem(KEY, String(dark));
  apply();
}

/** Each code editor comes with the light theme; called once Studio's scripts are there. The editor's own loader says when it is ready. */
export function followEditors() {
  window.require(["vs/editor/editor.main"], () => window.monaco.editor.onDidCreateEditor(() => setTimeout(apply)));
}
