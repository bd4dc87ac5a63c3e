// Saving, made safe. Saves leave one after the other, and a copy stays in this browser until the server has said yes. Which revision a save was
// made from, the server knows by a mark among the definition's customProperties, which Studio sends back as it got it.
import { root } from "./api.js";
import { download } from "./dom.js";
import { hide, show } from "./notices.js";
import { t, language } from "./texts.js";

const KEPT = "certworkflows-unsaved:";
const MARK = "certWorkflowsEditor";
const saved = new Map();      // definition id → content that the server has taken last
let last = Promise.resolve(); // the save before
let waiting = 0;

export const isSave = (path, method) => (method ?? "GET").toUpperCase() === "POST" && path.split("?")[0] === "/workflow-definitions";
export const anyUnsaved = () => waiting > 0;

export function save(path, init, call) {
  const body = typeof init.body === "string" ? init.body : new TextDecoder().decode(init.body);
  waiting++;
  const mine = last.then(() => saveOne(path, init, body, call)).finally(() => { waiting--; });
  last = mine.catch(() => {});
  return mine;
}

/** What an earlier page could not bring to the server, offered when its definition is opened. */
export function offerLeftOver(definitionId, call) {
  const kept = read(definitionId);
  if (kept === null) {
    return;
  }
  const done = () => { forget(definitionId); hide("left-over"); };
  const when = new Date(kept.at).toLocaleString(language === "en" ? "en" : "zh-CN");
  show("left-over", "warning", t("draft.left", { id: definitionId, when }), [
    { label: t("draft.saveNow"), id: "save-left-over", run: () => put(kept.body, call) },
    { label: t("draft.download"), id: "download-left-over", run: () => downloadDraft(definitionId, kept.body) },
    { label: t("draft.discard"), id: "discard-left-over", run: done },
  ]);
}

async function saveOne(path, init, body, call) {
  const id = JSON.parse(body).model?.definitionId;
  keep(id, body);
  const response = await call(root + path, { ...init, body });
  if (response.ok) {
    forget(id);
    saved.set(id, content(body));
    hide("stale");
    hide("refused");
  } else if ((await problemOf(response)).code === "stale") {
    tellStale(id, body, call);
  } else if (saved.get(id) === content(body)) {
    forget(id); // publishing was refused, and the same content has been saved before: nothing is missing
  }
  return response;
}

function tellStale(id, body, call) {
  show("stale", "error", t("draft.stale", { id }), [
    { label: t("draft.loadTheirs"), id: "load-theirs", run: () => { forget(id); location.reload(); } },
    { label: t("draft.saveMine"), id: "save-mine", run: () => put(body, call) },
    { label: t("draft.download"), id: "download-mine", run: () => downloadDraft(id, body) },
  ]);
}

/** Saves a kept body as a draft over what is there now, and shows it. */
async function put(body, call) {
  const { model } = JSON.parse(body);
  const id = model.definitionId;
  const now = await call(`${root}/workflow-definitions/by-definition-id/${encodeURIComponent(id)}?versionOptions=Latest`);
  const mark = now.ok ? (await now.json()).customProperties?.[MARK] : undefined;
  const mine = { ...model, customProperties: { ...model.customProperties, [MARK]: mark } };
  const response = await call(`${root}/workflow-definitions`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ model: mine, publish: false }),
  });
  if (response.ok) {
    forget(id);
    location.reload();
  } else {
    const problem = await problemOf(response);
    show("refused", "error", t("draft.refused", { id, why: problem.detail ?? problem.title ?? response.status }));
  }
}

const problemOf = response => response.clone().json().catch(() => ({}));

/** What an analyst has drawn, without what the server adds. */
function content(body) {
  const { id, createdAt, version, isLatest, isPublished, links, toolVersion, customProperties, ...own } = JSON.parse(body).model ?? {};
  return JSON.stringify({ ...own, customProperties: { ...customProperties, [MARK]: undefined } });
}

function keep(id, body) {
  if (id) {
    try {
      localStorage.setItem(KEPT + id, JSON.stringify({ at: Date.now(), body }));
    } catch {
      // A full store must not keep anybody from saving.
    }
  }
}

const forget = id => localStorage.removeItem(KEPT + id);
const read = id => JSON.parse(localStorage.getItem(KEPT + id) ?? "null");
const downloadDraft = (id, body) => download(`${id}.json`, JSON.stringify(JSON.parse(body).model, null, 2));
