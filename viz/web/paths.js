// Ways through the graph.

/** Nodes within `hops` steps of `centers` over the edges that `usable(e)` allows, nearest first. */
export function around(model, centers, hops, usable) {
  const depth = new Map(centers.map((i) => [i, 0]));
  let ring = [...centers];
  for (let d = 1; d <= hops && ring.length; d++) {
    const next = [];
    for (const i of ring) {
      for (const e of model.edgesOf(i)) {
        const other = model.other(e, i);
        if (depth.has(other) || !usable(e)) continue;
        depth.set(other, d);
        next.push(other);
      }
    }
    ring = next;
  }
  return depth;
}

/** Edges of a shortest path from `a` to `b`, in order, or null. Ties are broken by confidence, then order. */
export function shortestPath(model, a, b, usable) {
  if (a === b) return [];
  const came = new Map([[a, -1]]);
  let ring = [a];
  while (ring.length && !came.has(b)) {
    const next = [];
    for (const i of ring) {
      const edges = Array.from(model.edgesOf(i)).filter(usable);
      edges.sort((x, y) => model.confidence[y] - model.confidence[x] || x - y);
      for (const e of edges) {
        const other = model.other(e, i);
        if (came.has(other)) continue;
        came.set(other, e);
        next.push(other);
      }
    }
    ring = next;
  }
  if (!came.has(b)) return null;
  const path = [];
  for (let at = b; at !== a; ) {
    const e = came.get(at);
    path.unshift(e);
    at = model.other(e, at);
  }
  return path;
}

/** The first picture of a large graph: plans, their chapters and boxes, their tasks and projects. */
export function skeleton(model, mask, limit) {
  const chosen = new Set();
  const add = (i) => mask[i] && chosen.size < limit && chosen.add(i);
  const level = (i) => Number(model.property(i, "level") || 9);
  const of = (label) => indexes(model, (i) => model.label[i] === label && mask[i]);
  const heavy = (a, b) => model.weight[b] - model.weight[a] || a - b;
  model.documents.forEach((d) => d.node >= 0 && add(d.node));
  const sections = of(model.L.Section);
  const half = Math.floor(limit * 0.45);
  const inOrder = [...sections].sort((a, b) => level(a) - level(b) || a - b);
  for (const i of inOrder) if (chosen.size < half && level(i) <= 2) add(i);
  for (const i of sections) if (chosen.size < half && model.property(i, "kind") === "box") add(i);
  const work = [...of(model.L.Project), ...of(model.L.Task)].sort(heavy);
  for (const i of work) if (chosen.size < limit * 0.85) add(i);
  const others = [...of(model.L.Organization), ...of(model.L.Region)].sort(heavy);
  for (const i of others) if (chosen.size < limit / 2 && model.degree[i] > 0) add(i);
  if (chosen.size < 30) fillUp(model, mask, Math.min(limit, 120), chosen, add, heavy);
  return chosen;
}

function fillUp(model, mask, limit, chosen, add, heavy) {
  const hubs = indexes(model, (i) => mask[i]).sort(heavy).slice(0, limit);
  for (const hub of hubs) {
    if (chosen.size >= limit) return;
    add(hub);
    const near = Array.from(model.edgesOf(hub), (e) => model.other(e, hub)).sort(heavy);
    for (const i of near.slice(0, 12)) if (chosen.size < limit) add(i);
  }
}

export function indexes(model, test) {
  const found = [];
  for (let i = 0; i < model.size; i++) if (test(i)) found.push(i);
  return found;
}
