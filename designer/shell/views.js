// The pages of the designer: which address shows which element of Studio.
import * as drafts from "./drafts.js";
import { call } from "./api.js";
import { el } from "./dom.js";
import { t } from "./texts.js";
import * as compare from "./compare.js";
import * as testRun from "./testrun.js";

export const definitions = "workflows/definitions";
export const instances = "workflows/instances";
export const editor = id => `${definitions}/${encodeURIComponent(id)}/edit`;
export const testRunOf = id => `${definitions}/${encodeURIComponent(id)}/test-run`;
export const compareOf = id => `${definitions}/${encodeURIComponent(id)}/compare`;
export const viewer = id => `${instances}/${encodeURIComponent(id)}/view`;

/** The view of a path below the base, or null. */
export function find(path) {
  const [, area, id, verb] = path.split("/").map(decodeURIComponent);
  const known = path.startsWith("workflows/") ? `${area}/${id === undefined ? "" : "id/"}${verb ?? ""}` : path;
  switch (known) {
    case "definitions/": return list("definitions", "elsa-workflow-definition-list", { editWorkflowDefinition: editor });
    case "definitions/id/edit": return editing(id);
    case "definitions/id/test-run": return own(id, "testRun", testRun.render);
    case "definitions/id/compare": return own(id, "compare", compare.render);
    case "instances/": return list("instances", "elsa-workflow-instance-list", { viewWorkflowInstance: viewer });
    case "instances/id/view": return viewing(id);
    case "signed-in": return signedIn();
    default: return null;
  }
}

const list = (area, tag, leadsTo) => ({ area, key: area, title: t(`title.${area}`), studio: { tag, leadsTo } });

const viewing = id => ({
  area: "instances", key: `viewer ${id}`, title: t("title.viewer", { id }),
  studio: { tag: "elsa-workflow-instance-viewer", attributes: { "instance-id": id }, leadsTo: { editWorkflowDefinition: editor } },
});

const editing = id => ({
  area: "definitions", key: `editor ${id}`, title: t("title.editor", { id }),
  studio: { tag: "elsa-workflow-definition-editor", attributes: { "definition-id": id } },
  definition: id, tab: "edit",
  shown: () => drafts.offerLeftOver(id, call),
});

/** A page of ours about a definition. */
const own = (id, tab, render) => ({
  area: "definitions", key: `${tab} ${id}`, title: t(`title.${tab}`, { id }), definition: id, tab,
  render: place => render(place, id),
});

/** Where the log-in in a second tab ends; it wakes the tab that waits. */
const signedIn = () => ({
  area: "", key: "signed-in", title: t("title.signedIn"),
  render: place => {
    new BroadcastChannel("certworkflows-session").postMessage("signed-in");
    place.append(el("p", { class: "message", "data-testid": "signed-in" }, t("signedIn.text")));
  },
});
