// The rows of the two tables, worked out from the graph; no element is made here.

import { yearOf } from "./filters.js";

/** When a task or project is due, as the plan says: a deadline in words, or a year; "" if it says nothing. */
export function deadlineOf(model, item, edges) {
  for (const e of edges) {
    const own = model.edgeProperty(e, "deadline");
    if (own !== undefined) return String(own);
  }
  const own = model.property(item, "deadline") ?? model.property(item, "year");
  if (own !== undefined) return String(own);
  let last = 0;
  for (const e of model.edgesOf(item)) {
    if (model.type[e] === model.T.HAS_GOAL && model.from[e] === item) last = Math.max(last, yearOf(model, model.to[e]));
  }
  return last ? String(last) : "";
}

/** One row for each thing that somebody answers for, and each document that says so. */
export function dutyRows(model, masks) {
  const duty = model.T.RESPONSIBLE_FOR;
  const found = new Map();
  for (let e = 0; e < model.edgeCount; e++) {
    if (model.type[e] !== duty || !masks.edges[e]) continue;
    const key = `${model.to[e]}|${model.doc[e]}`;
    if (!found.has(key)) found.set(key, { item: model.to[e], doc: model.doc[e], edges: [] });
    found.get(key).edges.push(e);
  }
  const rows = [...found.values()];
  const lead = model.roles.findIndex((role) => role.name === "lead");
  const start = model.raw.edges.start;
  for (const row of rows) {
    row.edges.sort((a, b) => start[a] - start[b] || model.role[a] - model.role[b] || a - b);
    row.leads = once(model, row.edges.filter((e) => model.role[e] === lead));
    row.others = once(model, row.edges.filter((e) => model.role[e] !== lead));
    row.deadline = deadlineOf(model, row.item, row.edges);
    row.section = sectionOf(model, row);
    row.at = start[row.edges[0]];
    row.proof = proofOf(model, row.edges);
  }
  return rows.sort((a, b) => a.doc - b.doc || a.at - b.at || a.item - b.item);
}

/** The passage that holds the evidence of all of `edges`, if they stand close together; else that of the first. */
export function proofOf(model, edges) {
  const { start, end } = model.raw.edges;
  const [e] = edges;
  const doc = model.doc[e];
  const text = doc >= 0 ? model.documents[doc].text : null;
  if (text === null || start[e] < 0) return { doc, start: -1, end: -1, text: model.evidence(e) };
  let from = start[e];
  let to = end[e];
  for (const other of edges) {
    const a = Math.min(from, start[other]);
    const b = Math.max(to, end[other]);
    if (b - a <= 260 && !text.slice(a, b).includes("\n")) [from, to] = [a, b];
  }
  return { doc, start: from, end: to, text: text.slice(from, to) };
}

function once(model, edges) {
  const seen = new Set();
  return edges.filter((e) => !seen.has(model.from[e]) && seen.add(model.from[e]));
}

function sectionOf(model, row) {
  const of = model.raw.edges.section[row.edges[0]];
  return of >= 0 ? of : model.home(row.item).section;
}

/** The same, by body: `{body, rows: [{row, edge}], leads, others}`, who leads most first. */
export function dutyByBody(model, rows) {
  const bodies = new Map();
  const lead = model.roles.findIndex((role) => role.name === "lead");
  for (const row of rows) {
    for (const e of [...row.leads, ...row.others]) {
      const body = model.from[e];
      if (!bodies.has(body)) bodies.set(body, { body, rows: [], leads: 0, others: 0 });
      const group = bodies.get(body);
      group.rows.push({ row, edge: e });
      if (model.role[e] === lead) group.leads++;
      else group.others++;
    }
  }
  return [...bodies.values()].sort((a, b) => b.leads - a.leads || b.others - a.others || a.body - b.body);
}

/** A statement about an indicator: a goal or an observation with its value. */
function statement(model, i) {
  const value = model.property(i, "value");
  const home = model.home(i);
  return {
    i,
    goal: model.label[i] === model.L.Goal,
    value: value === undefined ? null : Number(value),
    unit: String(model.property(i, "unit") ?? ""),
    year: yearOf(model, i),
    nature: String(model.property(i, "nature") ?? ""),
    doc: home.doc,
    at: model.place(i) ? model.place(i).start : 0,
  };
}

/** Indicators with what is said of them: `{key, node, name, statements}`; and goals that have no value. */
export function goalRows(model, masks) {
  const groups = new Map();
  const loose = [];
  const group = (key, node, name) => {
    if (!groups.has(key)) groups.set(key, { key, node, name, statements: [] });
    return groups.get(key);
  };
  for (let i = 0; i < model.size; i++) {
    const goal = model.label[i] === model.L.Goal;
    if (!masks.nodes[i] || !(goal || model.label[i] === model.L.Observation)) continue;
    const indicator = measured(model, masks, i);
    const said = statement(model, i);
    const name = model.property(i, "indicator");
    if (said.value === null && goal) loose.push(said);
    else if (indicator >= 0) group(indicator, indicator, model.name(indicator)).statements.push(said);
    else if (said.value !== null) group(`n${name ?? i}`, -1, String(name ?? model.name(i))).statements.push(said);
  }
  const rows = [...groups.values()];
  for (const row of rows) row.statements.sort((a, b) => a.year - b.year || a.doc - b.doc || a.at - b.at);
  const goals = (row) => row.statements.filter((s) => s.goal).length;
  const dated = (row) => (row.statements.some((s) => s.goal && s.year) ? 1 : 0);
  rows.sort((a, b) => dated(b) - dated(a) || Math.sign(goals(b)) - Math.sign(goals(a)) || first(a) - first(b));
  return { rows, loose: loose.sort((a, b) => a.doc - b.doc || a.at - b.at) };
}

function first(row) {
  return Math.min(...row.statements.map((s) => s.doc * 1e8 + s.at));
}

function measured(model, masks, i) {
  for (const e of model.edgesOf(i)) {
    if (masks.edges[e] && model.type[e] === model.T.MEASURES && model.from[e] === i) return model.to[e];
  }
  return -1;
}

/** Who or what a goal is stated for (the source of HAS_GOAL), -1 if nothing is. */
export function goalFor(model, i) {
  for (const e of model.edgesOf(i)) if (model.type[e] === model.T.HAS_GOAL && model.to[e] === i) return model.from[e];
  return -1;
}

/** The years that statements name, in order. */
export function yearsOf(rows) {
  const years = new Set();
  for (const row of rows) for (const s of row.statements) if (s.year) years.add(s.year);
  return [...years].sort((a, b) => a - b);
}

/** Points that can stand on one axis: those with the unit that most have. Null if there are fewer than two. */
export function series(statements) {
  const usable = statements.filter((s) => s.value !== null && Number.isFinite(s.value));
  const units = new Map();
  for (const s of usable) units.set(s.unit, (units.get(s.unit) || 0) + 1);
  const unit = [...units.entries()].sort((a, b) => b[1] - a[1])[0];
  if (!unit || unit[1] < 2) return null;
  const points = usable.filter((s) => s.unit === unit[0]);
  const dated = points.filter((s) => s.year);
  const years = new Set(dated.map((s) => s.year));
  return years.size > 1 ? { kind: "line", unit: unit[0], points: dated } : { kind: "bar", unit: unit[0], points };
}
