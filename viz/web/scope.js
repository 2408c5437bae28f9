// Which nodes and which lines are on the canvas for a state.

import { around, indexes, shortestPath, skeleton } from "./paths.js";

/** Neighbours that one double click brings in. */
export const GROW = 60;

/** Edges that count when walking: they pass the filters and their type is not hidden. */
export function usableEdges(model, masks, state) {
  const hidden = new Set(state.hiddenTypes.map((name) => model.T[name]));
  return (e) => masks.edges[e] === 1 && !hidden.has(model.type[e]);
}

/** Nodes that pass the filters and whose label is not hidden. */
export function visibleMask(model, masks, state) {
  if (!state.hiddenLabels.length) return masks.nodes;
  const hidden = new Set(state.hiddenLabels.map((name) => model.L[name]));
  return masks.nodes.map((on, i) => (on && !hidden.has(model.label[i]) ? 1 : 0));
}

/** What is shown: `{shown: Set, cut: nodes left out of a focus, path: edges or null}`. */
export function shownNodes(model, masks, state) {
  const mask = visibleMask(model, masks, state);
  const usable = usableEdges(model, masks, state);
  const walk = (e) => usable(e) && mask[model.from[e]] === 1 && mask[model.to[e]] === 1;
  const { scope } = state;
  const limit = model.raw.limits.focus;
  const all = mask.reduce((sum, on) => sum + on, 0);
  let shown;
  let cut = 0;
  if (scope.mode === "focus") {
    ({ shown, cut } = focus(model, scope.centers, scope.hops, walk, limit));
  } else if (all <= limit || (scope.mode === "all" && all <= model.raw.limits.all)) {
    shown = new Set(indexes(model, (i) => mask[i] === 1));
  } else {
    shown = skeleton(model, mask, limit - 60);
  }
  for (const i of scope.extra) shown.add(i);
  for (const i of scope.grown) {
    shown.add(i);
    for (const other of nextTo(model, i, walk, masks).slice(0, GROW)) shown.add(other);
  }
  if (state.node >= 0 && !shown.has(state.node)) bring(model, state.node, shown, walk, masks);
  if (state.edge >= 0) shown.add(model.from[state.edge]).add(model.to[state.edge]);
  const path = state.path ? findPath(model, state.path, walk, masks) : null;
  if (state.path) state.path.forEach((i) => shown.add(i));
  for (const e of path || []) shown.add(model.from[e]).add(model.to[e]);
  return { shown, cut, path, all };
}

/** By the relations first; over the sections' mentions only if there is no other way. */
function findPath(model, [a, b], walk, masks) {
  const found = shortestPath(model, a, b, (e) => walk(e) && model.type[e] !== model.T.CONTAINS);
  return found || shortestPath(model, a, b, (e) => masks.edges[e] === 1);
}

function focus(model, centers, hops, walk, limit) {
  let depth = around(model, centers, hops, walk);
  if (depth.size <= centers.length) {
    depth = around(model, centers, 1, (e) => model.type[e] === model.T.MENTIONS);
  }
  const order = [...depth.keys()].sort((a, b) => depth.get(a) - depth.get(b) || model.weight[b] - model.weight[a]);
  return { shown: new Set(order.slice(0, limit)), cut: Math.max(0, order.length - limit) };
}

/** A node that was asked for, with its nearest relations, joins the picture. */
function bring(model, node, shown, walk, masks) {
  shown.add(node);
  if (Array.from(model.edgesOf(node)).some((e) => walk(e) && shown.has(model.other(e, node)))) return;
  for (const other of nextTo(model, node, walk, masks).slice(0, 6)) shown.add(other);
}

/** Neighbours of a node, weightiest first; over MENTIONS only if it has no others. */
export function nextTo(model, node, walk, masks) {
  const found = new Set();
  for (const e of model.edgesOf(node)) if (walk(e)) found.add(model.other(e, node));
  if (!found.size) {
    const mentions = model.T.MENTIONS;
    for (const e of model.edgesOf(node)) {
      if (masks.edges[e] && model.type[e] === mentions) found.add(model.other(e, node));
    }
  }
  found.delete(node);
  return [...found].sort((a, b) => model.weight[b] - model.weight[a] || a - b);
}

/**
 * The lines of a picture: statements of the same kind between the same two nodes are one line. A node that would stand
 * alone is tied to its section by its mention.
 */
export function bundles(model, shown, masks, state, path) {
  const usable = usableEdges(model, masks, state);
  const onPath = new Set(path || []);
  const found = new Map();
  const tied = new Set();
  const add = (e) => {
    const key = `${model.from[e]}>${model.to[e]}>${model.type[e]}>${model.role[e]}`;
    const line = found.get(key);
    if (line) line.edges.push(e);
    else found.set(key, { id: e, from: model.from[e], to: model.to[e], type: model.types[model.type[e]], edges: [e] });
    tied.add(model.from[e]).add(model.to[e]);
  };
  for (const i of shown) {
    for (const e of model.edgesOf(i)) {
      if (model.from[e] !== i || !shown.has(model.to[e])) continue;
      if (usable(e) || onPath.has(e) || e === state.edge) add(e);
    }
  }
  const lines = [...found.values()];
  const skeleton = state.scope.mode === "overview";
  for (const i of shown) if (!tied.has(i) || (skeleton && hangs(model, i, shown))) tie(model, i, shown, masks, lines);
  bend(lines);
  return lines;
}

/** A task or project that no shown task or project holds: it hangs from its section. */
function hangs(model, i, shown) {
  const { L, T } = model;
  if (model.label[i] !== L.Task && model.label[i] !== L.Project) return false;
  return !Array.from(model.edgesOf(i)).some((e) => model.type[e] === T.PART_OF && model.from[e] === i && shown.has(model.to[e]));
}

/** A line from the section a node stands in, or the nearest shown one around it. */
function tie(model, i, shown, masks, lines) {
  for (const e of model.edgesOf(i)) {
    if (model.type[e] !== model.T.MENTIONS || model.to[e] !== i || !masks.edges[e]) continue;
    const around = model.path(model.from[e]).reverse().find((s) => shown.has(s));
    if (around === undefined) continue;
    lines.push({ id: `in-${i}`, from: around, to: i, type: model.types[model.T.MENTIONS], edges: [e] });
    return;
  }
}

/** Lines between the same two nodes are bent away from each other: `bend` is a share of their length. */
function bend(lines) {
  const pairs = new Map();
  for (const line of lines) {
    const key = line.from < line.to ? `${line.from}-${line.to}` : `${line.to}-${line.from}`;
    if (pairs.has(key)) pairs.get(key).push(line);
    else pairs.set(key, [line]);
  }
  for (const together of pairs.values()) {
    together.forEach((line, k) => {
      const offset = (k - (together.length - 1) / 2) * 0.26;
      line.bend = line.from < line.to ? offset : -offset;
    });
  }
}
