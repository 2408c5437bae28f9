// 原文: the plan's whole text, with what was read from it marked where it stands.

import { byId, clear, clip, h, icon } from "./dom.js";
import { blocksOf, marksOf, segments } from "./marks.js";
import { num, t } from "./words.js";

/** Blocks in one chunk; chunks are filled when they come near, or when there is time. */
const CHUNK = 40;

export class TextView {
  constructor(model, store, search, pick) {
    Object.assign(this, { model, store, search, pick });
    this.host = byId("view-text");
    this.doc = -2;
    this.here = null;
  }

  update(state, changed) {
    if (state.view !== "text") return;
    if (!this.built) this.build();
    const { model } = this;
    const wanted = state.place ? state.place.doc : this.doc >= 0 ? this.doc : this.firstDoc(state);
    if (wanted !== this.doc) this.open(wanted);
    if (wanted < 0 || model.documents[wanted].text === null) return;
    if (changed.has("place") || changed.has("view")) this.goTo(state.place);
    for (const m of this.article.querySelectorAll(".on")) m.classList.remove("on");
    if (state.node >= 0) for (const m of this.article.querySelectorAll(`[data-i="${state.node}"]`)) m.classList.add("on");
    this.finder(state.place);
  }

  firstDoc(state) {
    if (state.node >= 0 && this.model.home(state.node).doc >= 0) return this.model.home(state.node).doc;
    if (state.filters.doc >= 0) return state.filters.doc;
    return this.model.documents.length ? 0 : -1;
  }

  build() {
    this.built = true;
    const { model } = this;
    this.bar = h("div", { class: "text-bar", hidden: true });
    this.article = h("article", { class: "plan", tabindex: "-1", id: "plan" });
    this.scroll = h("div", { class: "text-scroll", tabindex: "0", "aria-label": t("view.text") }, this.article);
    this.host.append(this.bar, this.scroll);
    this.article.addEventListener("click", (event) => this.clicked(event));
    this.scroll.addEventListener("scroll", () => this.spy(), { passive: true });
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && this.fill(entry.target)), { root: this.scroll, rootMargin: "1200px" });
    window.addEventListener("beforeprint", () => this.store.state.view === "text" && this.fillAll());
    if (model.documents.length > 1) {
      const change = (event) => this.store.set({ place: { doc: Number(event.target.value), start: -1, end: -1 } });
      this.chooser = h("select", { id: "text-doc", "aria-label": t("text.pick"), onchange: change }, model.documents.map((d, i) => h("option", { value: i }, clip(d.title, 60))));
      byId("outline-docs").append(h("div", { class: "field" }, this.chooser));
    }
  }

  open(doc) {
    this.doc = doc;
    this.here = null;
    this.watcher.disconnect();
    clear(this.article);
    clear(byId("outline"));
    if (doc < 0) {
      this.article.append(h("p", { class: "nothing" }, icon("text"), t("text.none")));
      return;
    }
    if (this.chooser) this.chooser.value = String(doc);
    const record = this.model.documents[doc];
    if (record.text === null) {
      this.article.append(h("h1", null, record.title), h("p", { class: "nothing" }, icon("text"), t("text.left")));
      return;
    }
    this.marks = marksOf(this.model, doc);
    this.blocks = blocksOf(this.model, doc);
    this.chunks = [];
    this.article.append(this.masthead(record));
    if (this.blocks[0] && this.blocks[0].kind === "title") this.blocks.shift();
    for (let k = 0; k < this.blocks.length; k += CHUNK) {
      const chunk = h("div", { class: "chunk", data: { from: k, to: Math.min(this.blocks.length, k + CHUNK) } });
      const size = this.blocks[Math.min(this.blocks.length, k + CHUNK) - 1].end - this.blocks[k].start;
      chunk.style.minHeight = `${Math.round((size / 40) * 30)}px`;
      this.chunks.push(chunk);
      this.article.append(chunk);
      this.watcher.observe(chunk);
    }
    this.outline();
    if (record.length < 300000) this.later();
  }

  masthead(record) {
    const facts = ["number", "date", "issuer"].map((name) => record.meta[name]).filter((value) => value !== undefined);
    const first = this.blocks[0];
    const words = first ? record.text.slice(first.start, first.end) : "";
    const same = first && first.kind === "para" && words.includes(record.title) && words.length < record.title.length + 14;
    if (same) first.kind = "title";
    const title = same ? this.passage(first.start, first.end) : record.title;
    return h("header", { class: "masthead" }, h("h1", { data: { at: same ? first.start : 0 } }, title), h("p", { class: "soft" }, [...facts, t("text.chars", { count: num(record.length) })].join(" · ")));
  }

  /** Fills chunk after chunk when the browser is idle, so that the browser's own search finds everything. */
  later() {
    const doc = this.doc;
    const step = () => {
      if (this.doc !== doc) return;
      const next = this.chunks.find((chunk) => !chunk.dataset.full);
      if (!next) return;
      this.fill(next);
      setTimeout(step, 30);
    };
    setTimeout(step, 200);
  }

  fillAll() {
    for (const chunk of this.chunks || []) this.fill(chunk);
  }

  fill(chunk) {
    if (chunk.dataset.full) return;
    chunk.dataset.full = "1";
    this.watcher.unobserve(chunk);
    this.draw(chunk);
    chunk.style.minHeight = "";
  }

  draw(chunk) {
    clear(chunk);
    let table = null;
    for (let k = Number(chunk.dataset.from); k < Number(chunk.dataset.to); k++) {
      const block = this.blocks[k];
      if (block.kind === "row") {
        if (!table) chunk.append(h("div", { class: "table-scroll" }, (table = h("table", { class: "plain-table" }))));
        table.append(this.tableRow(block));
      } else {
        table = null;
        chunk.append(this.block(block));
      }
    }
  }

  block(block) {
    const content = this.passage(block.start, block.end);
    const at = { data: { at: block.start } };
    if (block.kind === "para") return h("p", at, content);
    if (block.kind === "lead") return h("p", { ...at, class: "lead" }, content);
    const level = Math.min(6, Math.max(2, block.level + 1));
    return h(`h${level}`, { ...at, class: block.kind === "box" ? "box-head" : "" }, content);
  }

  tableRow(block) {
    const { text } = this.model.documents[this.doc];
    const cells = [];
    let start = block.start;
    for (const cell of text.slice(block.start, block.end).split("\t")) {
      cells.push(h("td", null, cell.trim() ? this.passage(start, start + cell.length) : null));
      start += cell.length + 1;
    }
    return h("tr", { data: { at: block.start } }, cells);
  }

  passage(from, to) {
    const { model } = this;
    const { text } = model.documents[this.doc];
    const here = this.here && this.here.end > from && this.here.start < to ? this.here : null;
    return segments(this.marks, from, to, here).map((part) => {
      const words = text.slice(part.start, part.end);
      return [this.marked(part, words), part.proofs.length ? this.proof(part.proofs) : null];
    });
  }

  marked(part, words) {
    const { model } = this;
    const inner = part.name || part.clause;
    if (!inner && !part.here) return words;
    const names = [];
    if (part.name) names.push("m", `tint-${model.look(part.outer.i).name}`, `line-${model.look(part.name.i).name}`);
    if (part.clause) names.push("clause", `under-${model.look(part.clause.i).name}`);
    if (part.here) names.push("here");
    const label = inner ? model.look(inner.i).word : null;
    return h("span", { class: names.join(" "), title: label, data: inner ? { i: inner.i } : {} }, words);
  }

  proof(proofs) {
    const edges = proofs.flatMap((p) => p.edges);
    const label = t("text.statements", { count: edges.length });
    return h("button", { class: "proof-mark", type: "button", title: label, "aria-label": label, data: { edges: edges.slice(0, 60).join(",") } }, String(edges.length));
  }

  clicked(event) {
    const proof = event.target.closest(".proof-mark");
    if (proof) {
      const edges = proof.dataset.edges.split(",").map(Number);
      this.store.set({ said: edges, edge: -1, node: -1, path: null });
      return;
    }
    const target = event.target.closest("[data-i]");
    if (target && !String(getSelection())) this.pick(Number(target.dataset.i));
  }

  // -- places -------------------------------------------------------------------------------------

  goTo(place) {
    const before = this.here;
    this.here = place && place.start >= 0 ? place : null;
    for (const range of [before, this.here]) if (range) this.redrawAround(range);
    if (!place) return;
    if (place.start < 0) {
      this.scroll.scrollTop = 0;
      return;
    }
    this.chunkAt(place.start).forEach((chunk) => this.fill(chunk));
    const target = this.article.querySelector(".here") || this.article.querySelector(`[data-at="${this.blockAt(place.start).start}"]`) || this.article;
    if (target) target.scrollIntoView({ block: matchMedia("(max-width: 860px)").matches ? "start" : "center" });
  }

  blockAt(offset) {
    let best = this.blocks[0];
    for (const block of this.blocks) if (block.start <= offset) best = block;
    return best;
  }

  chunkAt(offset) {
    const block = this.blocks.indexOf(this.blockAt(offset));
    return this.chunks.filter((c) => Number(c.dataset.from) <= block && block < Number(c.dataset.to));
  }

  redrawAround(range) {
    for (const chunk of this.chunks) {
      const first = this.blocks[Number(chunk.dataset.from)];
      const last = this.blocks[Number(chunk.dataset.to) - 1];
      if (chunk.dataset.full && first.start < range.end && last.end > range.start) this.draw(chunk);
    }
  }

  /** With a search in force: which of how many, and on to the next. */
  finder(place) {
    this.bar.hidden = !(place && place.query);
    if (this.bar.hidden) return;
    const all = this.search.texts(place.query, 10000).places;
    const at = all.findIndex((p) => p.doc === place.doc && p.start === place.start);
    const go = (step) => () => this.store.set({ place: { ...all[(at + step + all.length) % all.length], query: place.query } }, true);
    clear(this.bar).append(
      h("span", null, `“${clip(place.query, 20)}” ${at + 1} / ${num(all.length)}`),
      h("button", { class: "ghost", type: "button", "aria-label": t("text.prev"), title: t("text.prev"), onclick: go(-1) }, icon("back")),
      h("button", { class: "ghost", type: "button", "aria-label": t("text.next"), title: t("text.next"), onclick: go(1) }, icon("forward")),
      h("button", { class: "ghost", type: "button", "aria-label": t("close"), onclick: () => this.store.set({ place: { doc: place.doc, start: place.start, end: place.end } }, true) }, icon("close")),
    );
  }

  // -- outline ------------------------------------------------------------------------------------

  outline() {
    const { model } = this;
    const host = byId("outline");
    this.entries = [];
    for (const block of this.blocks) {
      if (block.section < 0 || block.level > 4) continue;
      const jump = () => this.store.set({ place: { doc: this.doc, start: block.start, end: block.start } });
      const entry = h("button", { type: "button", class: `level-${Math.min(4, block.level)}`, onclick: jump }, clip(model.heading(block.section), 42));
      this.entries.push({ at: block.start, entry });
      host.append(entry);
    }
    if (!this.entries.length) host.append(h("p", { class: "soft pad" }, t("none")));
    this.spy();
  }

  /** Marks the section that is being read. */
  spy() {
    if (this.spying) return;
    this.spying = true;
    requestAnimationFrame(() => {
      this.spying = false;
      if (!this.entries) return;
      const top = this.scroll.getBoundingClientRect().top + 90;
      let reading = -1;
      for (const element of this.article.querySelectorAll("[data-at]")) {
        if (element.getBoundingClientRect().top > top) break;
        reading = Number(element.dataset.at);
      }
      let current = null;
      for (const row of this.entries) if (row.at <= reading) current = row;
      for (const row of this.entries) row.entry.classList.toggle("on", row === current);
      if (current) current.entry.scrollIntoView({ block: "nearest" });
    });
  }
}
