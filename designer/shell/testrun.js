// Tries a version out before it is published: on a virtual clock, with given answers, touching nothing. Each task that nobody has answered asks
// for its outcome; the answer is added and the run repeated.
import { call } from "./api.js";
import { read } from "./answers.js";
import { el } from "./dom.js";
import { language, t } from "./texts.js";

const api = `${location.origin}/api/v1`;
const places = { Completed: "done", Faulted: "failed", Canceled: "cancelled", Started: "begun" };

export async function render(place, definitionId) {
  const head = el("div", { class: "columns" });
  const result = el("div", { class: "result", "aria-live": "polite" });
  place.append(el("section", { class: "page", "data-testid": "test-run" }, el("h1", {}, t("testRun.title", { id: definitionId })), el("p", {}, t("testRun.hint")), head, result));

  const workflow = await read(`${api}/workflows/${encodeURIComponent(definitionId)}`, result);
  if (workflow === null) {
    return;
  }
  const version = field("version", el("input", { type: "number", min: 1, max: workflow.latestVersion, value: workflow.latestVersion }));
  const at = field("at", el("input", { type: "datetime-local", value: "" }));
  const input = field("input", el("textarea", { rows: 6, spellcheck: "false" }, JSON.stringify(Object.fromEntries(workflow.inputs.map(i => [i.name, null])), null, 2)));
  const answers = field("answers", el("textarea", { rows: 6, spellcheck: "false" }, JSON.stringify({ tasks: [], effects: [], events: [] }, null, 2)));
  const run = el("button", { type: "button", class: "primary", "data-testid": "test-run-start", onclick: () => again() }, t("testRun.run"));
  head.append(el("div", {}, version.row, at.row, input.row), el("div", {}, answers.row, run));

  async function again() {
    const request = { version: Number(version.control.value) };
    for (const [name, one] of [["input", input], ["answers", answers]]) {
      try {
        request[name] = JSON.parse(one.control.value || "{}");
        one.complain("");
      } catch (failure) {
        one.complain(t("testRun.noJson", { why: failure.message }));
        return;
      }
    }
    if (at.control.value !== "") {
      request.at = new Date(at.control.value).toISOString();
    }
    result.replaceChildren(el("p", { role: "status" }, t("testRun.running")));
    const report = await read(`${api}/workflows/${encodeURIComponent(definitionId)}/simulations`, result, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request),
    });
    if (report !== null) {
      result.replaceChildren(...summary(report), await picture(definitionId, report), ...openTasks(report, answer), timeline(report), ...tables(report));
    }
  }

  function answer(activity, outcome) {
    const given = JSON.parse(answers.control.value || "{}");
    given.tasks = [...(given.tasks ?? []), { activity, outcome }];
    answers.control.value = JSON.stringify(given, null, 2);
    again();
  }
}

function field(name, control) {
  const id = `test-run-${name}`;
  control.id = id;
  control.dataset.testid = id;
  const error = el("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  control.setAttribute("aria-describedby", error.id);
  return {
    control,
    row: el("p", { class: "field" }, el("label", { for: id }, t(`testRun.${name}`)), control, error),
    complain: text => {
      error.textContent = text;
      control.setAttribute("aria-invalid", String(text !== ""));
    },
  };
}

const summary = report => [
  el("h2", { "data-testid": "test-run-ending", "data-ending": report.ending }, t("testRun.ended", { ending: t(`testRun.ending.${report.ending}`), at: when(report.endedAt), status: report.subStatus })),
  ...report.incidents.map(text => el("p", { class: "notice error" }, text)),
];

/** The version's picture, with the path lit up as the server does it for instances. */
async function picture(definitionId, report) {
  const response = await call(`${api}/workflows/${encodeURIComponent(definitionId)}/diagram.svg?version=${report.definitionVersion}`);
  if (!response.ok) {
    return el("p", {}, t("testRun.noPicture"));
  }
  const svg = document.importNode(new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement, true);
  const taken = new Set();
  const reached = new Map();
  for (const step of report.steps) {
    for (const entry of step.path) {
      const state = places[entry.event];
      if (state !== undefined) {
        reached.set(entry.activityId, { state, at: step.at });
        (state === "done" ? entry.outcomes ?? ["Done"] : []).forEach(outcome => taken.add(`${entry.activityId}\n${outcome}`));
      }
    }
  }
  for (const box of svg.querySelectorAll("[data-activity]")) {
    const last = reached.get(box.dataset.activity);
    if (last !== undefined) {
      box.dataset.state = last.state;
      box.querySelector("title").textContent += ` — ${when(last.at)}`;
    }
  }
  for (const arrow of svg.querySelectorAll("[data-from]")) {
    const outcome = arrow.dataset.outcome || "Done";
    arrow.classList.toggle("taken", taken.has(`${arrow.dataset.from}\n${outcome}`) && reached.has(arrow.dataset.to));
  }
  return el("div", { class: "picture", tabindex: "0", "data-testid": "test-run-picture" }, svg);
}

const openTasks = (report, answer) => report.tasks.filter(task => !task.outcome).map(task =>
  el("p", { class: "notice warning", "data-testid": "test-run-task", "data-activity": task.activityId },
    el("span", { class: "grow" }, t("testRun.openTask", { title: task.title, group: task.group ?? "", due: task.dueAt ? when(task.dueAt) : "–" })),
    ...task.outcomes.map(outcome => el("button", { type: "button", onclick: () => answer(task.activityId, outcome) }, outcome))));

const timeline = report => el("ol", { class: "timeline", "data-testid": "test-run-steps" }, ...report.steps.map(step =>
  el("li", {},
    el("time", { datetime: step.at }, when(step.at)), el("strong", {}, step.cause),
    el("span", {}, step.path.filter(entry => entry.event !== "Started").map(entry =>
      `${entry.activityId}${entry.outcomes?.length > 0 ? ` → ${entry.outcomes.join(", ")}` : ""}${entry.message ? ` (${entry.message})` : ""}`).join(" · ")),
    Object.keys(step.variables).length > 0 ? el("code", {}, Object.entries(step.variables).map(([name, value]) => `${name} = ${JSON.stringify(value?._value ?? value)}`).join("; ")) : null)));

const tables = report => [
  table("tasks", report.tasks, task => [task.title, task.group ?? "", when(task.createdAt), task.dueAt ? when(task.dueAt) : "", task.outcome ?? task.state]),
  table("deadlines", report.deadlines, deadline => [deadline.activityId, deadline.purpose, when(deadline.dueAt), deadline.firedAt ? when(deadline.firedAt) : "–"]),
  table("messages", report.messages, message => [message.kind, message.activityId ?? "", when(message.at), JSON.stringify(message.payload)]),
].filter(one => one !== null);

function table(name, rows, cells) {
  return rows.length === 0 ? null : el("table", { "data-testid": `test-run-${name}` },
    el("caption", {}, t(`testRun.${name}`)),
    el("thead", {}, el("tr", {}, ...t(`testRun.${name}.columns`).split("|").map(column => el("th", { scope: "col" }, column)))),
    el("tbody", {}, ...rows.map(row => el("tr", {}, ...cells(row).map(cell => el("td", {}, cell))))));
}

const when = instant => new Date(instant).toLocaleString(language === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "medium" });
