// What is marked in a plan's text, worked out from the graph; no element is made here.

const CLAUSES = new Set(["Goal", "Observation", "Task"]);

/** Marks of one document: names, clauses, and the ends of evidence, each in the order of the text. */
export function marksOf(model, doc) {
  const names = [];
  const clauses = [];
  for (let i = 0; i < model.size; i++) {
    const label = model.look(i).name;
    if (label === "Section" || i === model.documents[doc].node || model.home(i).doc === -1) continue;
    for (const m of model.mentions(i)) {
      if (m.doc !== doc || m.start < 0) continue;
      (CLAUSES.has(label) && m.end - m.start > 1 ? clauses : names).push({ start: m.start, end: m.end, i });
    }
  }
  const byStart = (a, b) => a.start - b.start || b.end - a.end || a.i - b.i;
  return { names: names.sort(byStart), clauses: clauses.sort(byStart), proofs: proofsOf(model, doc) };
}

/** Where evidence ends, with the statements it is evidence of: `[{end, start, edges}]`. */
function proofsOf(model, doc) {
  const quiet = new Set([model.T.MENTIONS, model.T.CONTAINS]);
  const found = new Map();
  const { start, end } = model.raw.edges;
  for (let e = 0; e < model.edgeCount; e++) {
    if (model.doc[e] !== doc || start[e] < 0 || quiet.has(model.type[e])) continue;
    if (!found.has(end[e])) found.set(end[e], { end: end[e], start: start[e], edges: [] });
    const proof = found.get(end[e]);
    proof.start = Math.min(proof.start, start[e]);
    proof.edges.push(e);
  }
  return [...found.values()].sort((a, b) => a.end - b.end);
}

/** The marks among `sorted` (by start) that touch `[from, to)`. */
export function touching(sorted, from, to) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (sorted[mid].start < to) low = mid + 1;
    else high = mid;
  }
  const found = [];
  for (let k = low - 1; k >= 0; k--) {
    if (sorted[k].end > from) found.push(sorted[k]);
    if (from - sorted[k].start > 4000) break;
  }
  return found.reverse();
}

/**
 * A passage cut where any mark begins or ends: `[{start, end, name, clause, here, proofs}]`, each with the
 * innermost and outermost name and the innermost clause over it; `here` tells that it is the place asked for, `proofs` what ends with it.
 */
export function segments(marks, from, to, here) {
  const names = touching(marks.names, from, to);
  const clauses = touching(marks.clauses, from, to);
  const proofs = marks.proofs.filter((p) => p.end > from && p.end <= to);
  const cuts = new Set([from, to]);
  for (const m of [...names, ...clauses, ...(here ? [here] : [])]) {
    if (m.start > from && m.start < to) cuts.add(m.start);
    if (m.end > from && m.end < to) cuts.add(m.end);
  }
  for (const p of proofs) if (p.end < to) cuts.add(p.end);
  const order = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let k = 0; k + 1 < order.length; k++) {
    const [start, end] = [order[k], order[k + 1]];
    parts.push({
      start,
      end,
      name: innermost(names, start, end),
      outer: innermost(names, start, end, -1),
      clause: innermost(clauses, start, end),
      here: Boolean(here && here.start <= start && here.end >= end && here.end > here.start),
      proofs: proofs.filter((p) => p.end === end),
    });
  }
  return parts;
}

function innermost(marks, start, end, sign) {
  const size = (m) => (m.end - m.start) * (sign || 1);
  let best = null;
  for (const m of marks) {
    if (m.start <= start && m.end >= end && (!best || size(m) < size(best))) best = m;
  }
  return best;
}

/** A text as blocks: headings (where a section begins), table rows, paragraphs. Empty lines are left out. */
export function blocksOf(model, doc) {
  const { text } = model.documents[doc];
  const heads = new Map();
  for (let i = 0; i < model.size; i++) {
    const place = model.label[i] === model.L.Section ? model.place(i) : null;
    if (place && place.doc === doc) heads.set(text.lastIndexOf("\n", place.start - 1) + 1, { i, end: place.end });
  }
  const blocks = [];
  let start = 0;
  while (start <= text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    if (text.slice(start, end).trim()) addBlock(blocks, model, text, start, end, heads.get(start));
    start = end + 1;
  }
  return blocks;
}

function addBlock(blocks, model, text, start, end, head) {
  if (head && head.end < end - 2) {
    blocks.push({ kind: "lead", start, end, section: head.i, level: Number(model.property(head.i, "level") || 4) });
  } else if (head) {
    const box = model.property(head.i, "kind") === "box";
    blocks.push({ kind: box ? "box" : "head", start, end, section: head.i, level: Number(model.property(head.i, "level") || 4) });
  } else {
    blocks.push({ kind: text.slice(start, end).includes("\t") ? "row" : "para", start, end, section: -1 });
  }
}
