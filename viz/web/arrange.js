// Places for the nodes of a picture of up to a few hundred nodes. No chance: the same picture every time.

/** The node that each shown node hangs from in the document's structure (-1 for roots). */
export function parents(model, shown) {
  const parent = new Map();
  for (const i of shown) parent.set(i, hangsFrom(model, i, shown));
  for (const i of shown) breakLoop(parent, i);
  return parent;
}

function breakLoop(parent, start) {
  const seen = new Set();
  for (let at = start; at >= 0; at = parent.get(at)) {
    if (seen.has(at)) {
      parent.set(at, -1);
      return;
    }
    seen.add(at);
  }
}

function hangsFrom(model, i, shown) {
  const { T, L } = model;
  const wanted = [
    [T.CONTAINS, "to"],
    [T.BASED_ON, "to"],
    [T.PART_OF, "from"],
    [T.HAS_GOAL, "to"],
    [T.MEASURES, "to"],
  ];
  for (const [type, side] of wanted) {
    for (const e of model.edgesOf(i)) {
      const here = side === "to" ? model.to[e] : model.from[e];
      const there = side === "to" ? model.from[e] : model.to[e];
      if (model.type[e] === type && here === i && there !== i && shown.has(there)) return there;
    }
  }
  const label = model.label[i];
  const home = model.home(i);
  if (label !== L.Document && home.section >= 0 && label !== L.Organization && label !== L.Region) {
    for (const s of model.path(home.section).reverse()) if (s !== i && shown.has(s)) return s;
  }
  const best = strongest(model, i, shown);
  if (best >= 0 && label !== L.Section && label !== L.Document) return best;
  const doc = home.doc >= 0 ? model.documents[home.doc].node : -1;
  return doc !== i && shown.has(doc) ? doc : -1;
}

function strongest(model, i, shown) {
  let best = -1;
  for (const e of model.edgesOf(i)) {
    const other = model.other(e, i);
    if (other === i || !shown.has(other) || model.type[e] === model.T.MENTIONS) continue;
    if (best < 0 || model.weight[other] > model.weight[best]) best = other;
  }
  return best;
}

function forest(model, shown, parent) {
  const children = new Map();
  const roots = [];
  const inOrder = [...shown].sort((a, b) => readingOrder(model, a, b));
  for (const i of inOrder) {
    const up = parent.get(i);
    if (up < 0) roots.push(i);
    else if (children.has(up)) children.get(up).push(i);
    else children.set(up, [i]);
  }
  return { roots, children };
}

function readingOrder(model, a, b) {
  const at = (i) => {
    const place = model.place(i);
    if (place) return [place.doc, place.start];
    const flat = model.raw.nodes.mentions[i];
    return flat.length ? [flat[0], flat[1]] : [1e9, 0];
  };
  const [docA, startA] = at(a);
  const [docB, startB] = at(b);
  return docA - docB || startA - startB || model.label[a] - model.label[b] || a - b;
}

/** An outline from left to right: a row for each leaf, a column for each level, a parent in its first child's row. */
export function treePlaces(model, shown, options) {
  const { roots, children } = forest(model, shown, parents(model, shown));
  const row = (options && options.row) || 30;
  const column = (options && options.column) || 300;
  const places = new Map();
  let next = 0;
  const visit = (i, depth) => {
    const below = children.get(i) || [];
    const y = next * row;
    if (below.length) below.forEach((child) => visit(child, depth + 1));
    else next++;
    places.set(i, { x: depth * column, y });
  };
  for (const root of roots) {
    visit(root, 0);
    next += 0.6;
  }
  return places;
}

/** The same tree around its roots: the start of the force layout. */
export function radialPlaces(model, shown) {
  const { roots, children } = forest(model, shown, parents(model, shown));
  const places = new Map();
  const leaves = new Map();
  const count = (i) => {
    const below = children.get(i) || [];
    const own = below.length ? below.reduce((sum, child) => sum + count(child), 0) : 1;
    leaves.set(i, own);
    return own;
  };
  const total = roots.reduce((sum, i) => sum + count(i), 0) || 1;
  const single = roots.length === 1;
  const step = Math.max(95, 14 * Math.sqrt(shown.size));
  const visit = (i, depth, from, to) => {
    const angle = (from + to) / 2;
    places.set(i, { x: 1.35 * depth * step * Math.cos(angle), y: depth * step * Math.sin(angle) });
    let at = from;
    for (const child of children.get(i) || []) {
      const width = ((to - from) * leaves.get(child)) / leaves.get(i);
      visit(child, depth + 1, at, at + width);
      at += width;
    }
  };
  let at = -Math.PI / 2;
  for (const root of roots) {
    const width = (2 * Math.PI * leaves.get(root)) / total;
    visit(root, single ? 0 : 1, at, at + width);
    at += width;
  }
  return places;
}

/**
 * Forces between boxes: all push each other away, links pull. `points` are `{x, y, w, h, fixed}` and are moved.
 * `links` are `[a, b, weight]` by position in `points`.
 */
export function relax(points, links, options) {
  const n = points.length;
  const rounds = (options && options.rounds) || 220;
  const aspect = (options && options.aspect) || 1.5;
  const degree = new Float64Array(n).fill(1);
  for (const [a, b] of links) {
    degree[a]++;
    degree[b]++;
  }
  const fx = new Float64Array(n);
  const fy = new Float64Array(n);
  const charge = 5200;
  for (let round = 0; round < rounds; round++) {
    const heat = 26 * (1 - round / rounds) + 0.6;
    fx.fill(0);
    fy.fill(0);
    repel(points, degree, charge, aspect, fx, fy);
    for (const [a, b, weight] of links) pull(points, a, b, weight, degree, fx, fy);
    for (let i = 0; i < n; i++) {
      const p = points[i];
      if (p.fixed) continue;
      fx[i] -= (p.x * 0.012) / aspect;
      fy[i] -= p.y * 0.012 * aspect;
      const size = Math.hypot(fx[i], fy[i]) || 1;
      const move = Math.min(size, heat) / size;
      p.x += fx[i] * move;
      p.y += fy[i] * move;
    }
  }
  separate(points, 60);
}

function repel(points, degree, charge, aspect, fx, fy) {
  const n = points.length;
  for (let i = 0; i < n; i++) {
    const p = points[i];
    for (let j = i + 1; j < n; j++) {
      const q = points[j];
      let dx = p.x - q.x;
      let dy = (p.y - q.y) * aspect;
      let d2 = dx * dx + dy * dy;
      if (d2 > 810000) continue;
      if (d2 < 1) {
        dx = ((i * 7 + j * 13) % 11) - 5 || 1;
        dy = ((i * 5 + j * 3) % 7) - 3 || 1;
        d2 = dx * dx + dy * dy;
      }
      const f = (charge * Math.sqrt(Math.min(degree[i], 12) * Math.min(degree[j], 12))) / (d2 * 2.2);
      const d = Math.sqrt(d2);
      fx[i] += (dx / d) * f * (d / 60);
      fy[i] += (dy / d) * f * (d / 60);
      fx[j] -= (dx / d) * f * (d / 60);
      fy[j] -= (dy / d) * f * (d / 60);
    }
  }
}

function pull(points, a, b, weight, degree, fx, fy) {
  const p = points[a];
  const q = points[b];
  const dx = q.x - p.x;
  const dy = q.y - p.y;
  const d = Math.hypot(dx, dy) || 1;
  const length = 62 + (p.w + q.w) / 5;
  const f = ((d - length) * 0.09 * weight) / d;
  const softA = 1 / Math.sqrt(degree[a]);
  const softB = 1 / Math.sqrt(degree[b]);
  fx[a] += dx * f * softA;
  fy[a] += dy * f * softA;
  fx[b] -= dx * f * softB;
  fy[b] -= dy * f * softB;
}

/** Pushes overlapping boxes apart, along the axis that needs less. */
export function separate(points, rounds) {
  const order = points.map((_, i) => i);
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    order.sort((a, b) => points[a].x - points[b].x || a - b);
    for (let u = 0; u < order.length; u++) {
      const p = points[order[u]];
      for (let v = u + 1; v < order.length; v++) {
        const q = points[order[v]];
        if (q.x - p.x > 190) break;
        moved = part(p, q) || moved;
      }
    }
    if (!moved) return;
  }
}

function part(p, q) {
  const overX = (p.w + q.w) / 2 - Math.abs(p.x - q.x);
  const overY = (p.h + q.h) / 2 - Math.abs(p.y - q.y);
  if (overX <= 0 || overY <= 0) return false;
  const shareP = p.fixed ? 0 : q.fixed ? 1 : 0.5;
  const shareQ = q.fixed ? 0 : p.fixed ? 1 : 0.5;
  if (overX < overY) {
    const way = p.x <= q.x ? -1 : 1;
    p.x += way * overX * shareP;
    q.x -= way * overX * shareQ;
  } else {
    const way = p.y <= q.y ? -1 : 1;
    p.y += way * overY * shareP;
    q.y -= way * overY * shareQ;
  }
  return shareP + shareQ > 0;
}

/**
 * Places for `shown` by force, starting from `before` where that knows a node (those hardly move).
 * `boxOf(i)` gives the room a node and its name need.
 */
export function forcePlaces(model, shown, links, before, boxOf, aspect) {
  const order = [...shown];
  const known = order.filter((i) => before.has(i)).length;
  const fresh = known < order.length * 0.4;
  const start = fresh ? radialPlaces(model, shown) : nearNeighbours(order, links, before);
  const points = order.map((i) => {
    const at = fresh ? start.get(i) : before.get(i) || start.get(i);
    return { ...at, ...boxOf(i), fixed: !fresh && before.has(i) };
  });
  const position = new Map(order.map((i, k) => [i, k]));
  const springs = links
    .filter(([a, b]) => position.has(a) && position.has(b) && a !== b)
    .map(([a, b, weight]) => [position.get(a), position.get(b), weight]);
  relax(points, springs, { aspect, rounds: order.length > 250 ? 160 : 240 });
  return new Map(order.map((i, k) => [i, { x: points[k].x, y: points[k].y }]));
}

function nearNeighbours(order, links, before) {
  const sums = new Map();
  for (const [a, b] of links) {
    for (const [i, j] of [
      [a, b],
      [b, a],
    ]) {
      if (before.has(i) || !before.has(j)) continue;
      const s = sums.get(i) || { x: 0, y: 0, n: 0 };
      s.x += before.get(j).x;
      s.y += before.get(j).y;
      s.n++;
      sums.set(i, s);
    }
  }
  const start = new Map();
  order.forEach((i, k) => {
    if (before.has(i)) return;
    const s = sums.get(i) || { x: 0, y: 0, n: 1 };
    const angle = k * 2.399963;
    const out = 70 + 4 * Math.sqrt(k);
    start.set(i, { x: s.x / s.n + out * Math.cos(angle), y: s.y / s.n + out * Math.sin(angle) });
  });
  return start;
}
