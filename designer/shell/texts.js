// The words of the shell, by language; the choice is the one of the other pages (a cookie), else the browser's.
const LANGUAGES = ["en", "zh-Hans"];

let words = {};
export const language = chosen();
export const otherLanguage = LANGUAGES.find(name => name !== language);

export async function load() {
  words = await (await fetch(`texts/${language}.json`)).json();
  document.documentElement.lang = language;
}

/** The text of a key, with {name} replaced by the values. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function chosen() {
  const cookie = /(?:^|;\s*)\.AspNetCore\.Culture=([^;]*)/.exec(document.cookie);
  const wanted = cookie ? /uic=([\w-]+)/.exec(decodeURIComponent(cookie[1]))?.[1] : navigator.language;
  return (wanted ?? "en").startsWith("zh") ? "zh-Hans" : "en";
}
