// Which nodes and edges pass the filters.

export const NO_FILTERS = Object.freeze({ doc: -1, region: -1, from: 0, to: 0, roles: [], confidence: 0 });

export function anyFilter(f) {
  return f.doc >= 0 || f.region >= 0 || f.from > 0 || f.to > 0 || f.roles.length > 0 || f.confidence > 0;
}

/** A region and everything that lies in it (Region PART_OF Region, all the way down). */
export function regionsWithin(model, region) {
  const inside = new Set([region]);
  const queue = [region];
  while (queue.length) {
    const at = queue.pop();
    for (const e of model.edgesOf(at)) {
      const child = model.from[e];
      if (model.type[e] !== model.T.PART_OF || model.to[e] !== at || inside.has(child)) continue;
      if (model.label[child] === model.L.Region) {
        inside.add(child);
        queue.push(child);
      }
    }
  }
  return inside;
}

/** Two masks, `nodes` and `edges`: 1 for what passes `f`, whatever the legend hides. */
export function passing(model, f) {
  const nodes = new Uint8Array(model.size).fill(1);
  const edges = new Uint8Array(model.edgeCount).fill(1);
  if (!anyFilter(f)) return { nodes, edges };
  edgeFilters(model, f, edges);
  if (f.doc >= 0) keepDocument(model, f.doc, edges, nodes);
  if (f.region >= 0) keepRegion(model, f.region, nodes);
  if (f.from > 0 || f.to > 0) keepYears(model, f, nodes);
  if (f.confidence > 0) keepSure(model, f.confidence, edges, nodes);
  if (f.roles.length > 0) keepRoles(model, edges, nodes);
  for (let e = 0; e < model.edgeCount; e++) {
    if (edges[e] && !(nodes[model.from[e]] && nodes[model.to[e]])) edges[e] = 0;
  }
  return { nodes, edges };
}

function edgeFilters(model, f, edges) {
  const roles = new Set(f.roles);
  const duty = model.T.RESPONSIBLE_FOR;
  for (let e = 0; e < model.edgeCount; e++) {
    if (f.doc >= 0 && model.doc[e] >= 0 && model.doc[e] !== f.doc) edges[e] = 0;
    else if (model.confidence[e] < f.confidence) edges[e] = 0;
    else if (roles.size && model.type[e] === duty && !roles.has(model.role[e])) edges[e] = 0;
  }
}

function keepDocument(model, doc, edges, nodes) {
  const named = new Uint8Array(model.size);
  if (model.documents[doc].node >= 0) named[model.documents[doc].node] = 1;
  for (let i = 0; i < model.size; i++) {
    const home = model.home(i);
    if (home.doc === doc) named[i] = 1;
    else if (home.doc >= 0) for (const m of model.mentions(i)) if (m.doc === doc) named[i] = 1;
  }
  for (let e = 0; e < model.edgeCount; e++) {
    if (model.doc[e] === doc) named[model.from[e]] = named[model.to[e]] = 1;
  }
  for (let i = 0; i < model.size; i++) nodes[i] &= named[i];
}

/** Keeps the regions, what is tied to them directly, and bodies and projects of their jurisdiction. */
function keepRegion(model, region, nodes) {
  const inside = regionsWithin(model, region);
  const keep = new Uint8Array(model.size);
  const names = new Set();
  for (const r of inside) {
    keep[r] = 1;
    names.add(model.name(r));
    names.add(model.id(r));
    names.add(String(model.property(r, "code") ?? ""));
    for (const e of model.edgesOf(r)) {
      const other = model.other(e, r);
      if (model.type[e] !== model.T.MENTIONS && model.label[other] !== model.L.Region) keep[other] = 1;
    }
  }
  names.delete("");
  for (let i = 0; i < model.size; i++) {
    const own = model.property(i, "jurisdiction");
    if (own !== undefined && names.has(String(own))) keep[i] = 1;
    nodes[i] &= keep[i];
  }
}

/** The year of a goal, task or observation; 0 if none is written. */
export function yearOf(model, i) {
  const found = model.property(i, "year") ?? model.property(i, "deadline");
  const year = Number.parseInt(String(found ?? ""), 10);
  return year > 1900 && year < 2200 ? year : 0;
}

function keepYears(model, f, nodes) {
  for (let i = 0; i < model.size; i++) {
    const year = yearOf(model, i);
    if (year && ((f.from && year < f.from) || (f.to && year > f.to))) nodes[i] = 0;
  }
}

function keepSure(model, least, edges, nodes) {
  for (let i = 0; i < model.size; i++) {
    const mentions = model.mentions(i);
    if (!mentions.length || mentions.some((m) => m.confidence >= least)) continue;
    let sure = false;
    for (const e of model.edgesOf(i)) sure = sure || edges[e] === 1;
    if (!sure) nodes[i] = 0;
  }
}

/** With a role asked for, only what bodies of that role answer for, and those bodies, stay. */
function keepRoles(model, edges, nodes) {
  const keep = new Uint8Array(model.size);
  for (let e = 0; e < model.edgeCount; e++) {
    if (edges[e] && model.type[e] === model.T.RESPONSIBLE_FOR) keep[model.from[e]] = keep[model.to[e]] = 1;
  }
  for (let i = 0; i < model.size; i++) {
    const structure = model.label[i] === model.L.Section || model.label[i] === model.L.Document;
    if (!structure) nodes[i] &= keep[i];
  }
}

/** First and last year that anything in the graph names, or null. */
export function yearRange(model) {
  let first = 0;
  let last = 0;
  for (let i = 0; i < model.size; i++) {
    const year = yearOf(model, i);
    if (!year) continue;
    if (!first || year < first) first = year;
    if (year > last) last = year;
  }
  return first ? [first, last] : null;
}
