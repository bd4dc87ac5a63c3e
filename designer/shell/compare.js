// What makes one version of a workflow another, in words instead of JSON.
import { read } from "./answers.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

export async function render(place, definitionId) {
  const result = el("div", { class: "result", "aria-live": "polite" });
  const choice = el("div", { class: "columns" });
  place.append(el("section", { class: "page", "data-testid": "compare" }, el("h1", {}, t("compare.title", { id: definitionId })), choice, result));
  const path = `${location.origin}/api/v1/workflows/${encodeURIComponent(definitionId)}`;
  const versions = (await read(`${path}/versions?limit=200`, result))?.items;
  if (versions === undefined) {
    return;
  }
  if (versions.length < 2) {
    result.append(el("p", { "data-testid": "compare-one" }, t("compare.one")));
    return;
  }
  const to = select("to", versions, versions[0].version);
  const from = select("from", versions, (versions.find(version => version.published && version.version !== versions[0].version) ?? versions[1]).version);
  choice.append(from.row, to.row);
  const show = async () => {
    const diff = await read(`${path}/diff?from=${from.control.value}&to=${to.control.value}`, result);
    if (diff !== null) {
      result.replaceChildren(...sections(diff));
    }
  };
  from.control.addEventListener("change", show);
  to.control.addEventListener("change", show);
  await show();
}

function select(name, versions, chosen) {
  const id = `compare-${name}`;
  const state = version => t(version.published ? "compare.published" : version.latest ? "compare.draft" : "compare.earlier");
  const control = el("select", { id, "data-testid": id }, ...versions.map(version =>
    el("option", { value: version.version, selected: version.version === chosen }, t("compare.version", { version: version.version, state: state(version) }))));
  return { control, row: el("p", { class: "field" }, el("label", { for: id }, t(`compare.${name}`)), control) };
}

const sections = diff => [
  diff.runsAlike ? el("p", { "data-testid": "compare-alike" }, t("compare.alike")) : null,
  ...section("activities", diff.activities.map(activity => el("article", { "data-activity": activity.activityId, "data-change": activity.change },
    el("h3", {}, `${activity.name ?? activity.activityId} (${activity.activityType}) `,
      el("span", { class: `change ${activity.change}` }, t(`compare.${activity.change}`, { from: activity.fromContainer ?? "–", to: activity.toContainer ?? "–" }))),
    members(activity.members)))),
  ...section("connections", diff.connections.map(connection => el("p", { "data-change": connection.added ? "added" : "removed" },
    `${connection.source} : ${connection.port} → ${connection.target} `,
    el("span", { class: `change ${connection.added ? "added" : "removed"}` }, t(connection.added ? "compare.added" : "compare.removed"))))),
  ...section("members", diff.members.length === 0 ? [] : [members(diff.members)]),
  diff.layout.length === 0 ? null : el("p", { "data-testid": "compare-layout" }, t("compare.layout", { ids: diff.layout.join(", ") })),
].filter(part => part !== null);

const section = (name, parts) => parts.length === 0 ? [] : [el("section", { "data-testid": `compare-${name}` }, el("h2", {}, t(`compare.${name}`)), ...parts)];

const members = rows => rows.length === 0 ? null : el("table", {},
  el("thead", {}, el("tr", {}, ...["member", "before", "after"].map(column => el("th", { scope: "col" }, t(`compare.${column}`))))),
  el("tbody", {}, ...rows.map(row => el("tr", { "data-member": row.name }, el("th", { scope: "row" }, row.name), value(row.from), value(row.to)))));

const value = json => el("td", {}, json === null || json === undefined ? t("compare.nothing") : el("code", {}, text(json)));

/** Most values are inputs: their expression says it all. */
function text(json) {
  const expression = json?.expression;
  const shown = expression === undefined ? json : expression?.value;
  const plain = typeof shown === "string" ? shown : JSON.stringify(shown);
  return expression === undefined || expression?.type === "Literal" ? plain : `${expression?.type}: ${plain}`;
}
