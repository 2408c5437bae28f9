// Links into the page: `#node=…`, `#edge=…`, `#view=…` and the filters, all by stable ids.

import { NO_FILTERS } from "./filters.js";
import { VIEWS } from "./store.js";

const SEPARATOR = "~";

/** The part of an address after `#` that leads back to this state. */
export function toHash(model, state) {
  const p = new URLSearchParams();
  if (state.view !== "graph") p.set("view", state.view);
  if (state.node >= 0) p.set("node", model.id(state.node));
  if (state.edge >= 0) p.set("edge", edgeAddress(model, state.edge));
  if (state.path) p.set("path", state.path.map((i) => model.id(i)).join(SEPARATOR));
  const scope = state.scope;
  if (scope.mode === "all") p.set("scope", "all");
  if (scope.mode === "focus" && scope.centers.length) {
    p.set("center", scope.centers.map((i) => model.id(i)).join(SEPARATOR));
    p.set("hops", String(scope.hops));
  }
  if (state.layout !== "force") p.set("layout", state.layout);
  const f = state.filters;
  if (f.doc >= 0) p.set("doc", docId(model, f.doc));
  if (f.region >= 0) p.set("region", model.id(f.region));
  if (f.from) p.set("from", String(f.from));
  if (f.to) p.set("to", String(f.to));
  if (f.roles.length) p.set("roles", f.roles.map((i) => model.roles[i].name).join(","));
  if (f.confidence) p.set("confidence", String(f.confidence));
  if (state.view === "text" && state.place) {
    p.set("text", docId(model, state.place.doc));
    if (state.place.start >= 0) p.set("at", `${state.place.start}-${state.place.end}`);
  }
  const text = p.toString();
  return text ? `#${text}` : "";
}

function docId(model, doc) {
  const node = model.documents[doc].node;
  return node >= 0 ? model.id(node) : String(doc);
}

function edgeAddress(model, e) {
  const parts = [model.id(model.from[e]), model.types[model.type[e]].name, model.id(model.to[e])];
  return [...parts, String(model.raw.edges.start[e])].join(SEPARATOR);
}

/** What an address asks for, as a change of the state; null if it asks for nothing that is here. */
export function fromHash(model, hash, first) {
  const p = new URLSearchParams(hash.replace(/^#/, ""));
  if (![...p.keys()].length) return null;
  const patch = { view: "graph", node: -1, edge: -1, path: null, said: null };
  const node = (id) => (model.index.has(id) ? model.index.get(id) : -1);
  if (VIEWS.includes(p.get("view"))) patch.view = p.get("view");
  if (p.has("node")) patch.node = node(p.get("node"));
  if (p.has("edge")) patch.edge = findEdge(model, p.get("edge"));
  if (p.has("path")) {
    const ends = p.get("path").split(SEPARATOR).map(node);
    if (ends.length === 2 && ends[0] >= 0 && ends[1] >= 0) patch.path = ends;
  }
  patch.scope = scopeFrom(p, node, first);
  patch.layout = p.get("layout") === "tree" ? "tree" : "force";
  patch.filters = filtersFrom(model, p, node);
  if (p.has("text")) patch.place = placeFrom(model, p);
  return patch;
}

function scopeFrom(p, node, first) {
  const scope = { ...first.scope, grown: [], extra: [] };
  if (p.get("scope") === "all") scope.mode = "all";
  if (p.has("center")) {
    const centers = p.get("center").split(SEPARATOR).map(node);
    const known = centers.filter((i) => i >= 0);
    if (known.length) Object.assign(scope, { mode: "focus", centers: known, hops: p.get("hops") === "2" ? 2 : 1 });
  }
  return scope;
}

function filtersFrom(model, p, node) {
  const f = { ...NO_FILTERS };
  const year = (name) => (/^\d{4}$/.test(p.get(name) || "") ? Number(p.get(name)) : 0);
  if (p.has("doc")) f.doc = findDocument(model, p.get("doc"));
  if (p.has("region")) f.region = node(p.get("region"));
  f.from = year("from");
  f.to = year("to");
  const asked = (p.get("roles") || "").split(",");
  f.roles = model.roles.map((role, i) => (asked.includes(role.name) ? i : -1)).filter((i) => i >= 0);
  const confidence = Number(p.get("confidence") || 0);
  f.confidence = confidence > 0 && confidence <= 100 ? Math.round(confidence) : 0;
  return f;
}

function findDocument(model, id) {
  return model.documents.findIndex((_, i) => docId(model, i) === id);
}

function placeFrom(model, p) {
  const doc = findDocument(model, p.get("text"));
  if (doc < 0) return null;
  const at = /^(\d+)-(\d+)$/.exec(p.get("at") || "");
  return { doc, start: at ? Number(at[1]) : -1, end: at ? Number(at[2]) : -1 };
}

function findEdge(model, address) {
  const parts = address.split(SEPARATOR);
  const start = Number(parts.pop());
  const from = model.index.get(parts[0]);
  if (from === undefined) return -1;
  let near = -1;
  for (const e of model.edgesOf(from)) {
    const same = model.from[e] === from && model.types[model.type[e]].name === parts[1];
    if (!same || model.id(model.to[e]) !== parts[2]) continue;
    if (near < 0 || model.raw.edges.start[e] === start) near = e;
  }
  return near;
}
