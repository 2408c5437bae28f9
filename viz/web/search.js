// Search over names, aliases and the plans' texts.

/** Text for comparison: full-width folded, quotes, title marks and blanks dropped, lower case. */
export function fold(text) {
  return text
    .normalize("NFKC")
    .replace(/[\s“”"'‘’《》〈〉「」『』]/g, "")
    .toLowerCase();
}

export class Search {
  constructor(model) {
    this.model = model;
    this.names = [];
    for (let i = 0; i < model.size; i++) this.names[i] = fold(model.name(i).slice(0, 400));
    this.aliases = new Map();
    for (const key of Object.keys(model.raw.nodes.aliases)) {
      this.aliases.set(Number(key), model.aliases(Number(key)).map(fold));
    }
    this.folded = new Map();
  }

  /** Numbers of the nodes that a query finds, best first: exact, beginning, inside; then by weight. */
  nodes(query, limit) {
    const wanted = fold(query);
    if (!wanted) return [];
    const hits = [];
    for (let i = 0; i < this.names.length; i++) {
      let score = rank(this.names[i], wanted);
      const others = this.aliases.get(i);
      if (others && score < 4) for (const other of others) score = Math.max(score, rank(other, wanted) - 0.5);
      if (score > 0) hits.push([score, i]);
    }
    const weight = this.model.weight;
    const sections = this.model.L.Section;
    const quiet = (i) => (this.model.label[i] === sections ? 1 : 0);
    hits.sort((a, b) => b[0] - a[0] || quiet(a[1]) - quiet(b[1]) || weight[b[1]] - weight[a[1]] || a[1] - b[1]);
    this.total = hits.length;
    return hits.slice(0, limit).map((hit) => hit[1]);
  }

  /** Places in the texts where a query stands word for word: `{count, places: [{doc, start, end}]}`. */
  texts(query, limit) {
    const wanted = query.trim();
    const places = [];
    let count = 0;
    if (wanted.length < 2) return { count, places };
    const low = wanted.toLowerCase();
    this.model.documents.forEach((d, doc) => {
      if (d.text === null || count > 9999) return;
      if (!this.folded.has(doc)) this.folded.set(doc, d.text.toLowerCase());
      const text = this.folded.get(doc).length === d.text.length ? this.folded.get(doc) : d.text;
      for (let at = text.indexOf(low); at >= 0 && count <= 9999; at = text.indexOf(low, at + low.length)) {
        count++;
        if (places.length < limit) places.push({ doc, start: at, end: at + low.length });
      }
    });
    return { count, places };
  }
}

function rank(text, wanted) {
  const at = text.indexOf(wanted);
  if (at < 0) return 0;
  if (text.length === wanted.length) return 4;
  return at === 0 ? 3 : 2;
}
