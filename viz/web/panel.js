// The panel: everything that is known about what is selected, each fact with its sentence.

import { byId, clear, clip, copyText, h, icon, mark, put, say } from "./dom.js";
import { quote, whereabouts } from "./quote.js";
import { num, t, word } from "./words.js";

const FIRST = 8;
const QUIET = new Set(["text", "indicator", "comparator", "unit", "valueMax", "number", "level", "order", "count", "role"]);

export class Panel {
  constructor(model, store, graph, getMasks) {
    Object.assign(this, { model, store, graph, getMasks });
    this.host = byId("panel");
    this.body = byId("panel-body");
    byId("panel-close").addEventListener("click", () => this.close());
  }

  show(...children) {
    put(this.body, children);
  }

  close() {
    this.store.set({ node: -1, edge: -1, path: null, said: null });
    this.graph.askPath(undefined);
  }

  update(state, changed) {
    if (!["node", "edge", "path", "said", "filters", "scope", "view"].some((key) => changed.has(key))) return;
    const some = state.node >= 0 || state.edge >= 0 || state.path || state.said;
    document.body.classList.toggle("with-panel", Boolean(some));
    this.host.hidden = !some;
    if (!some) return;
    clear(this.body);
    if (state.path) this.showPath(state.path);
    else if (state.edge >= 0) this.showEdge(state.edge);
    else if (state.node >= 0) this.showNode(state.node);
    else this.showSaid(state.said);
    this.host.scrollTop = 0;
    this.body.scrollTop = 0;
  }

  // -- a node -------------------------------------------------------------------------------------

  showNode(i) {
    const { model } = this;
    const look = model.look(i);
    const title = look.name === "Section" ? model.heading(i) : model.name(i);
    this.show(
      h("p", { class: "kind" }, mark(look, 13), look.word, this.kindOf(i)),
      h("h2", { class: "name", id: "panel-title", tabindex: "-1" }, title),
      this.aliases(i),
      this.value(i),
      this.actions(i),
      this.home(i),
      this.properties(i),
    );
    const groups = this.groups(i);
    for (const group of groups) this.show(this.group(i, group));
    if (!groups.length) this.show(h("p", { class: "soft" }, t("panel.none")));
    this.show(this.mentions(i));
  }

  kindOf(i) {
    const kind = this.model.property(i, "kind");
    return kind === undefined ? null : h("span", { class: "chip" }, word("value", kind));
  }

  aliases(i) {
    const names = this.model.aliases(i);
    if (!names.length) return null;
    return h("p", { class: "aliases" }, h("span", { class: "soft" }, t("panel.aliases")), " ", names.slice(0, 12).map((name) => clip(name, 40)).join("、"));
  }

  /** A goal's or observation's value, large. */
  value(i) {
    const text = valueText(this.model, i);
    if (!text) return null;
    const year = this.model.property(i, "year");
    const nature = this.model.property(i, "nature");
    return h("p", { class: "figure" }, h("b", null, text), year ? h("span", { class: "soft" }, year) : null, nature ? h("span", { class: "chip" }, nature) : null);
  }

  actions(i) {
    const focus = (hops) => () =>
      this.store.set({ view: "graph", node: i, scope: { mode: "focus", centers: [i], hops, grown: [], extra: [] } });
    const grown = this.store.state.scope.grown.includes(i);
    const button = (name, label, onclick) => h("button", { class: "act", type: "button", onclick }, icon(name), label);
    const here = this.store.state.view === "graph";
    return h(
      "div",
      { class: "acts" },
      here ? null : button("graph", t("panel.show"), () => this.store.set({ view: "graph" })),
      button("one", t("panel.focus1"), focus(1)),
      button("two", t("panel.focus2"), focus(2)),
      here ? button("grow", t(grown ? "panel.collapse" : "panel.expand"), () => this.graph.toggle(i)) : null,
      button("path", t("panel.path"), () => {
        this.store.set({ view: "graph" });
        this.graph.askPath(i);
      }),
      button("link", t("panel.link"), () => copyLink()),
    );
  }

  home(i) {
    const { model } = this;
    const place = model.place(i);
    const home = model.home(i);
    const text = whereabouts(model, home.doc, home.section, true);
    const said = place && model.look(i).name !== "Section" ? quote(model, this.store, model.nodeEvidence(i), place, []) : null;
    if (!text && !said) return null;
    return h("section", { class: "home" }, text ? h("p", { class: "where" }, icon("place"), text) : null, said);
  }

  properties(i) {
    const rows = this.model.properties(i).filter(([name]) => !QUIET.has(name) && name !== "value" && name !== "kind");
    const year = valueText(this.model, i) ? "year" : "";
    const shown = rows.filter(([name]) => name !== year && name !== "nature");
    if (!shown.length) return null;
    return h(
      "dl",
      { class: "facts" },
      shown.map(([name, value]) => [h("dt", null, word("prop", name)), h("dd", null, word("value", clip(String(value), 400)))]),
    );
  }

  /** Relations of a node, those that say the same together, the telling ones first. */
  groups(i) {
    const { model } = this;
    const masks = this.getMasks();
    const found = new Map();
    for (const e of model.edgesOf(i)) {
      if (!masks.edges[e] || model.type[e] === model.T.MENTIONS) continue;
      const out = model.from[e] === i;
      const key = `${model.type[e]}|${out}|${model.role[e]}`;
      if (!found.has(key)) found.set(key, { title: groupTitle(model, e, i), type: model.type[e], role: model.role[e], out, others: new Map() });
      const { others } = found.get(key);
      const other = model.other(e, i);
      if (others.has(other)) others.get(other).push(e);
      else others.set(other, [e]);
    }
    const order = (g) => (g.type === model.T.RESPONSIBLE_FOR ? -100 + g.role : g.type === model.T.CONTAINS ? 100 : g.type);
    return [...found.values()].sort((a, b) => order(a) - order(b) || Number(b.out) - Number(a.out));
  }

  group(i, group) {
    const rows = [...group.others.entries()].sort((a, b) => this.model.raw.edges.start[a[1][0]] - this.model.raw.edges.start[b[1][0]]);
    const list = h("ul", { class: "relations" });
    const more = (from, count) => {
      for (const [other, edges] of rows.slice(from, from + count)) list.append(this.relation(i, other, edges));
    };
    more(0, FIRST);
    const box = h("section", { class: "group" }, h("h3", null, group.title, h("span", { class: "count" }, num(rows.length))), list);
    if (rows.length > FIRST) {
      const button = h("button", { class: "plain", type: "button" }, t("panel.more", { count: num(rows.length - FIRST) }));
      button.addEventListener("click", () => {
        more(FIRST, rows.length);
        button.remove();
      });
      box.append(button);
    }
    return box;
  }

  relation(i, other, edges) {
    const { store } = this;
    const shown = edges.slice(0, 3).map((e) => this.statement(e, [i, other]));
    const open = () => store.set({ edge: edges[0], node: -1, said: null });
    const more = edges.length > 1 ? h("span", { class: "soft times" }, t("panel.statements", { count: edges.length })) : null;
    const details = h("button", { class: "plain details", type: "button", title: t("panel.edge"), "aria-label": t("panel.edge"), onclick: open }, icon("info"));
    return h("li", null, h("div", { class: "relation" }, this.nodeButton(other), more, details), shown);
  }

  statement(e, nodes) {
    const { model } = this;
    const edge = model.edge(e);
    const text = model.evidence(e);
    if (!text) return h("p", { class: "soft derived" }, t("panel.derived"));
    return quote(model, this.store, text, edge, nodes);
  }

  nodeButton(i) {
    const { model } = this;
    const look = model.look(i);
    const name = look.name === "Section" ? model.heading(i) : model.name(i);
    return h(
      "button",
      { class: "node", type: "button", title: look.word, onclick: () => this.graph.pick(i) },
      mark(look, 11),
      h("span", null, clip(name, 90)),
    );
  }

  mentions(i) {
    const { model } = this;
    const rows = model.mentions(i);
    if (!rows.length || model.look(i).name === "Section") return null;
    const list = h("ul", { class: "places" });
    const add = (some) => {
      for (const m of some) list.append(h("li", null, this.context(m, i)));
    };
    add(rows.slice(0, 5));
    const box = h("section", { class: "group" }, h("h3", null, t("panel.mentions"), h("span", { class: "count" }, num(rows.length))), list);
    if (rows.length > 5) {
      const button = h("button", { class: "plain", type: "button" }, t("panel.more", { count: num(rows.length - 5) }));
      button.addEventListener("click", () => {
        add(rows.slice(5, 500));
        button.remove();
      });
      box.append(button);
    }
    return box;
  }

  /** One mention with the words around it. */
  context(m, i) {
    const { model } = this;
    const { text } = model.documents[m.doc];
    if (text === null) return h("p", { class: "soft" }, whereabouts(model, m.doc, m.section, true));
    const before = text.slice(Math.max(0, m.start - 18), m.start).split("\n").pop();
    const after = text.slice(m.end, m.end + 26).split("\n")[0];
    return h(
      "button",
      { class: "said jump", type: "button", title: t("panel.jump"), onclick: () => this.store.set({ view: "text", place: { doc: m.doc, start: m.start, end: m.end } }) },
      h("q", { class: "quote" }, "…", before, h("mark", { class: `tint-${model.look(i).name}` }, clip(text.slice(m.start, m.end), 120)), after, "…"),
      icon("jump"),
    );
  }

  // -- an edge, a path ----------------------------------------------------------------------------

  showEdge(first) {
    const { model } = this;
    const same = Array.from(model.edgesOf(model.from[first])).filter(
      (e) => model.from[e] === model.from[first] && model.to[e] === model.to[first] && model.type[e] === model.type[first] && model.role[e] === model.role[first],
    );
    this.show(
      h("p", { class: "kind" }, icon("edge"), t("panel.edge")),
      h(
        "div",
        { class: "triple" },
        this.nodeButton(model.from[first]),
        h("p", { class: `verb line-${model.types[model.type[first]].name}`, id: "panel-title", tabindex: "-1" }, model.phrase(first, model.from[first])),
        this.nodeButton(model.to[first]),
      ),
      h("h3", null, t("panel.evidence"), h("span", { class: "count" }, num(same.length))),
      same.map((e) => this.facts(e)),
      h("div", { class: "acts" }, h("button", { class: "act", type: "button", onclick: () => copyLink() }, icon("link"), t("panel.link"))),
    );
  }

  /** Everything that one sentence of the text states. */
  showSaid(edges) {
    const { model } = this;
    this.show(h("p", { class: "kind" }, icon("text"), t("text.here")), h("h2", { class: "name", id: "panel-title", tabindex: "-1" }, t("text.statements", { count: edges.length })));
    const [e] = edges;
    this.show(this.statement(e, edges.flatMap((k) => [model.from[k], model.to[k]])));
    for (const edge of edges) {
      this.show(
        h(
          "section",
          { class: "triple ruled" },
          this.nodeButton(model.from[edge]),
          h("button", { class: `verb line-${model.types[model.type[edge]].name}`, type: "button", onclick: () => this.store.set({ edge, node: -1, said: null }) }, model.phrase(edge, model.from[edge]), icon("info")),
          this.nodeButton(model.to[edge]),
        ),
      );
    }
  }

  facts(e) {
    const { model } = this;
    const edge = model.edge(e);
    const where = whereabouts(model, edge.doc, edge.section, false);
    const extra = model.edgeProperties(e).filter(([name]) => name !== "role" && name !== "order" && name !== "kind");
    return h(
      "section",
      { class: "proof" },
      this.statement(e, [edge.from, edge.to]),
      where ? h("p", { class: "where" }, icon("place"), where) : null,
      h(
        "dl",
        { class: "facts" },
        h("dt", null, t("confidence")),
        h("dd", null, meter(edge.confidence)),
        edge.rule ? [h("dt", null, t("panel.rule")), h("dd", null, h("code", null, edge.rule))] : null,
        extra.map(([name, value]) => [h("dt", null, word("prop", name)), h("dd", null, clip(String(value), 200))]),
      ),
    );
  }

  showPath([a, b]) {
    const { model } = this;
    const edges = this.graph.path;
    this.show(h("p", { class: "kind" }, icon("path"), t("path.title")), h("h2", { class: "name", id: "panel-title", tabindex: "-1" }, `${clip(model.name(a), 30)} → ${clip(model.name(b), 30)}`));
    if (!edges) {
      this.show(h("p", { class: "soft" }, t("path.none")));
      return;
    }
    this.show(h("p", { class: "soft" }, t("path.steps", { count: edges.length })));
    const list = h("ol", { class: "steps" }, h("li", null, this.nodeButton(a)));
    let at = a;
    for (const e of edges) {
      const next = model.other(e, at);
      const forth = model.from[e] === at;
      list.append(
        h(
          "li",
          null,
          h("p", { class: "verb" }, forth ? "↓ " : "↑ ", model.phrase(e, model.from[e])),
          this.statement(e, [at, next]),
          this.nodeButton(next),
        ),
      );
      at = next;
    }
    this.show(list);
  }
}

function groupTitle(model, e, i) {
  const type = model.types[model.type[e]];
  const role = model.role[e];
  if (role >= 0) return model.from[e] === i ? model.roles[role].word : `${model.roles[role].word}${t("duty.body.of")}`;
  return model.from[e] === i ? type.word : type.back;
}

/** A goal's value as written: ≥ 90 %, 1–2 项, 约 8096 万人. */
export function valueText(model, i) {
  const value = model.property(i, "value");
  if (value === undefined) return "";
  const most = model.property(i, "valueMax");
  const unit = model.property(i, "unit") || "";
  const sign = word("comparator", model.property(i, "comparator") || "=");
  const range = most === undefined ? String(value) : `${value}–${most}`;
  return `${sign}${range}${unit === "%" ? "" : " "}${unit}`.trim();
}

function meter(percent) {
  return h("span", { class: "meter" }, h("span", { class: "bar", css: { "--v": `${percent}%` } }), `${percent}%`);
}

export async function copyLink() {
  const ok = await copyText(location.href);
  if (ok) say(t("panel.copied"));
}
