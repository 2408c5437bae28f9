// The graph in the page: columns as they come, with what is asked for often worked out once.

const MENTION = 6;

/** How much a label counts before its relations do; others 4. */
const WEIGHTS = new Map(
  Object.entries({ Document: 60, Project: 14, Task: 12, Organization: 10, Region: 10, Goal: 8, Section: 6 }),
);

export class Model {
  constructor(raw) {
    this.raw = raw;
    this.size = raw.nodes.id.length;
    this.edgeCount = raw.edges.from.length;
    this.labels = withRest(raw.ontology.labels, raw.nodes.label, raw.strings, "dot");
    this.types = withRest(raw.ontology.types, raw.edges.type, raw.strings, "line");
    this.roles = raw.ontology.roles;
    this.label = numbers(raw.nodes.label, raw.strings, this.labels);
    this.type = numbers(raw.edges.type, raw.strings, this.types);
    this.from = Int32Array.from(raw.edges.from);
    this.to = Int32Array.from(raw.edges.to);
    this.doc = Int32Array.from(raw.edges.doc);
    this.confidence = Uint8Array.from(raw.edges.confidence);
    this.index = new Map(raw.nodes.id.map((id, i) => [id, i]));
    this.documents = raw.documents;
    this.key = new Map(raw.strings.map((text, i) => [text, i]));
    this.types.forEach((type, i) => (type.index = i));
    this.labels.forEach((label, i) => (label.index = i));
    this.L = Object.fromEntries(this.labels.map((label, i) => [label.name, i]));
    this.T = Object.fromEntries(this.types.map((type, i) => [type.name, i]));
    this.role = this.#roles();
    this.#adjacency();
    this.#weights();
    this.docOfNode = new Map();
    this.documents.forEach((d, i) => d.node >= 0 && this.docOfNode.set(d.node, i));
  }

  id(i) {
    return this.raw.nodes.id[i];
  }

  name(i) {
    return this.raw.nodes.name[i];
  }

  aliases(i) {
    return this.raw.nodes.aliases[i] || [];
  }

  /** The colour and words of a node's label. */
  look(i) {
    return this.labels[this.label[i]];
  }

  /** Properties of a node as `[name, value]` pairs. */
  properties(i) {
    return pairs(this.raw.nodes.properties[i], this.raw.strings);
  }

  property(i, name) {
    return value(this.raw.nodes.properties[i], this.key.get(name));
  }

  edgeProperties(e) {
    return pairs(this.raw.edges.properties[e], this.raw.strings);
  }

  edgeProperty(e, name) {
    return value(this.raw.edges.properties[e], this.key.get(name));
  }

  /** Where a node of one document stands: `{doc, start, end}`, or null. */
  place(i) {
    const row = this.raw.nodes.place[i];
    return row && row[1] >= 0 ? { doc: row[0], start: row[1], end: row[2] } : null;
  }

  /** Every place a node was read from. */
  mentions(i) {
    const flat = this.raw.nodes.mentions[i];
    const found = [];
    for (let k = 0; k < flat.length; k += MENTION) {
      found.push({
        doc: flat[k],
        start: flat[k + 1],
        end: flat[k + 2],
        section: flat[k + 3],
        rule: this.raw.strings[flat[k + 4]],
        confidence: flat[k + 5],
      });
    }
    return found;
  }

  mentionCount(i) {
    return this.raw.nodes.mentions[i].length / MENTION;
  }

  /** The section and document a node stands in first: `{section, doc}`, -1 for none. */
  home(i) {
    const flat = this.raw.nodes.mentions[i];
    if (flat.length) return { doc: flat[0], section: flat[3] };
    const own = this.raw.nodes.place[i];
    return { doc: own ? own[0] : -1, section: -1 };
  }

  edge(e) {
    const edges = this.raw.edges;
    return {
      e,
      from: this.from[e],
      to: this.to[e],
      type: this.types[this.type[e]],
      doc: this.doc[e],
      start: edges.start[e],
      end: edges.end[e],
      section: edges.section[e],
      rule: this.raw.strings[edges.rule[e]],
      confidence: this.confidence[e],
    };
  }

  /** The sentence that states an edge: cut from the plan's text, or as it came. */
  evidence(e) {
    const edges = this.raw.edges;
    const own = edges.evidence[e];
    if (own !== undefined) return own;
    return this.cut(this.doc[e], edges.start[e], edges.end[e]);
  }

  cut(doc, start, end) {
    const text = doc >= 0 ? this.documents[doc].text : null;
    return text !== null && start >= 0 ? text.slice(start, end) : "";
  }

  nodeEvidence(i) {
    const row = this.raw.nodes.place[i];
    if (!row) return "";
    return row[3] !== undefined ? row[3] : this.cut(row[0], row[1], row[2]);
  }

  /** What an edge says, seen from one of its ends: 牵头, 位于 … */
  phrase(e, from) {
    const type = this.types[this.type[e]];
    const role = this.role[e];
    if (role >= 0) return this.roles[role].word;
    const kind = type.name === "DEPENDS_ON" ? this.edgeProperty(e, "kind") : undefined;
    if (kind !== undefined && Object.hasOwn(this.raw.ontology.kinds, kind) && this.from[e] === from) {
      return this.raw.ontology.kinds[kind];
    }
    return this.from[e] === from ? type.word : type.back;
  }

  /** Numbers of the edges at a node. */
  edgesOf(i) {
    return this.adjacent.subarray(this.first[i], this.first[i + 1]);
  }

  other(e, i) {
    return this.from[e] === i ? this.to[e] : this.from[e];
  }

  /** Heading of a section with its number: （一）促进… */
  heading(i) {
    const name = this.name(i);
    const written = this.nodeEvidence(i).trim();
    if (written && written.length < 90 && !written.includes("\n")) return written;
    const number = this.property(i, "number");
    if (!number || name.startsWith(number)) return name;
    const kind = this.property(i, "kind");
    if (kind === "clause" && !/[（(]/.test(number)) return `（${number}）${name}`;
    if (kind === "chapter" && !/[章节编部、]/.test(number)) return `${number}、${name}`;
    if (kind === "box") return `${number} ${name}`;
    return `${number}${/[\d]$/.test(number) ? "." : ""}${name}`;
  }

  /** Sections around a section, outermost first, without the document. */
  path(section) {
    const chain = [];
    const contains = this.T.CONTAINS;
    let at = section;
    while (at >= 0 && chain.length < 12 && !chain.includes(at)) {
      if (this.label[at] === this.L.Section) chain.unshift(at);
      let up = -1;
      for (const e of this.edgesOf(at)) if (this.type[e] === contains && this.to[e] === at) up = this.from[e];
      at = up;
    }
    return chain;
  }

  #roles() {
    const names = new Map(this.roles.map((role, i) => [role.name, i]));
    const key = this.key.get("role");
    const found = new Int8Array(this.edgeCount).fill(-1);
    for (const [e, packed] of Object.entries(this.raw.edges.properties)) {
      const role = value(packed, key);
      if (role !== undefined && names.has(role)) found[e] = names.get(role);
    }
    return found;
  }

  #adjacency() {
    const first = new Int32Array(this.size + 1);
    for (let e = 0; e < this.edgeCount; e++) {
      first[this.from[e] + 1]++;
      if (this.to[e] !== this.from[e]) first[this.to[e] + 1]++;
    }
    for (let i = 0; i < this.size; i++) first[i + 1] += first[i];
    const fillAt = first.slice();
    const adjacent = new Int32Array(first[this.size]);
    for (let e = 0; e < this.edgeCount; e++) {
      adjacent[fillAt[this.from[e]]++] = e;
      if (this.to[e] !== this.from[e]) adjacent[fillAt[this.to[e]]++] = e;
    }
    this.first = first;
    this.adjacent = adjacent;
  }

  /** How much a node matters in a picture: by label, then by how many relations it has. */
  #weights() {
    const quiet = new Set([this.T.MENTIONS, this.T.CONTAINS]);
    this.degree = new Int32Array(this.size);
    for (let e = 0; e < this.edgeCount; e++) {
      if (quiet.has(this.type[e])) continue;
      this.degree[this.from[e]]++;
      this.degree[this.to[e]]++;
    }
    this.weight = new Float32Array(this.size);
    for (let i = 0; i < this.size; i++) {
      const own = WEIGHTS.get(this.look(i).name) || 4;
      const text = this.look(i).name === "Section" ? 4 / Number(this.property(i, "level") || 4) : 0;
      this.weight[i] = own + text + 6 * Math.log2(1 + this.degree[i]) + Math.min(4, this.mentionCount(i) / 4);
    }
    for (const d of this.documents) if (d.node >= 0) this.weight[d.node] += 60;
  }
}

function withRest(table, used, strings, fallback) {
  const known = new Set(table.map((row) => row.name));
  const rest = [...new Set(used)].map((i) => strings[i]).filter((name) => !known.has(name));
  const plain = { color: "#7a8698", dark: "#9aa7ba", size: 11, path: "M-.8-.8H.8V.8H-.8Z" };
  return [...table, ...rest.map((name) => ({ ...plain, name, word: name, back: name, shape: fallback }))];
}

function numbers(column, strings, table) {
  const position = new Map(table.map((row, i) => [row.name, i]));
  const byString = new Map();
  for (const s of new Set(column)) byString.set(s, position.get(strings[s]));
  return Uint8Array.from(column, (s) => byString.get(s));
}

function value(packed, key) {
  if (!packed || key === undefined) return undefined;
  for (let k = 0; k < packed.length; k += 2) if (packed[k] === key) return packed[k + 1];
  return undefined;
}

function pairs(packed, strings) {
  const found = [];
  for (let k = 0; packed && k < packed.length; k += 2) found.push([strings[packed[k]], packed[k + 1]]);
  return found;
}
