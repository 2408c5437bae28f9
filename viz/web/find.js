// The search box: one for all views, with a list of hits that the arrow keys move through.

import { byId, clear, clip, debounce, h, icon, mark } from "./dom.js";
import { num, t } from "./words.js";

export class Finder {
  constructor(model, store, search, pick) {
    Object.assign(this, { model, store, search, pick });
    this.input = byId("q");
    this.list = byId("hits");
    this.options = [];
    this.active = -1;
    this.input.addEventListener("input", debounce(() => this.refresh(), 60));
    this.input.addEventListener("focus", () => this.run());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.left(), 160));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  focus() {
    document.body.classList.add("searching");
    this.input.focus();
    this.input.select();
  }

  /** The hits of what the box holds now: keys may come before the pause after typing is over. */
  refresh() {
    if (this.ran !== this.input.value && document.activeElement === this.input) this.run();
  }

  run() {
    const query = this.input.value;
    this.ran = query;
    this.options = [];
    clear(this.list);
    if (!query.trim()) this.suggest();
    else this.results(query);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(query.trim() && this.options.length ? 0 : -1);
  }

  suggest() {
    const { model } = this;
    const wanted = ["Document", "Organization", "Project", "Goal", "Region"];
    const top = [];
    for (const name of wanted) {
      const best = [];
      for (let i = 0; i < model.size; i++) if (model.label[i] === model.L[name]) best.push(i);
      best.sort((a, b) => model.weight[b] - model.weight[a] || a - b);
      top.push(...best.slice(0, 2));
    }
    if (!top.length) return;
    this.list.append(h("li", { class: "head", role: "presentation" }, t("search.recent")));
    for (const i of top) this.option(this.nodeRow(i, ""), () => this.pick(i));
  }

  results(query) {
    const nodes = this.search.nodes(query, 40);
    const texts = this.search.texts(query, 5);
    if (!nodes.length && !texts.count) {
      this.list.append(h("li", { class: "none", role: "presentation" }, t("search.none", { query: clip(query, 30) })));
      return;
    }
    if (nodes.length) {
      this.list.append(h("li", { class: "head", role: "presentation" }, t("search.count", { count: num(this.search.total) })));
      for (const i of nodes) this.option(this.nodeRow(i, query), () => this.pick(i));
    }
    if (texts.count) {
      this.list.append(h("li", { class: "head", role: "presentation" }, t("search.text.more", { count: num(texts.count) })));
      for (const place of texts.places) {
        this.option(this.textRow(place), () => this.store.set({ view: "text", place: { ...place, query: query.trim() } }));
      }
    }
  }

  nodeRow(i, query) {
    const { model } = this;
    const name = model.look(i).name === "Section" ? model.heading(i) : model.name(i);
    const alias = query && !name.includes(query.trim()) ? model.aliases(i).find((a) => a.includes(query.trim())) : "";
    return [
      mark(model.look(i), 13),
      h("span", { class: "hit" }, ...emphasis(clip(name, 60), query.trim()), alias ? h("small", null, ` ${clip(alias, 30)}`) : null),
      h("small", { class: "soft" }, model.look(i).word),
    ];
  }

  textRow({ doc, start, end }) {
    const { text } = this.model.documents[doc];
    const before = text.slice(Math.max(0, start - 12), start).split("\n").pop();
    const after = text.slice(end, end + 24).split("\n")[0];
    return [icon("text"), h("span", { class: "hit" }, before, h("b", null, text.slice(start, end)), after)];
  }

  option(content, choose) {
    const id = `hit-${this.options.length}`;
    const at = this.options.length;
    const item = h("li", { id, role: "option", "aria-selected": "false", onclick: () => this.choose(at), onpointermove: () => this.activate(at) }, content);
    this.options.push({ item, choose });
    this.list.append(item);
  }

  activate(at) {
    if (this.active >= 0 && this.options[this.active]) this.options[this.active].item.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.options[at];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.item.setAttribute("aria-selected", "true");
    option.item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.item.id);
  }

  choose(at) {
    const option = this.options[at];
    if (!option) return;
    this.hide();
    this.input.blur();
    option.choose();
  }

  /** The box has lost the focus; it may have it again by now (/ pressed right after a choice). */
  left() {
    if (document.activeElement !== this.input) this.hide();
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    document.body.classList.remove("searching");
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.refresh();
      const count = this.options.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) this.activate((this.active + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.refresh();
      this.choose(this.active >= 0 ? this.active : 0);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.input.value) {
        this.input.value = "";
        this.run();
      } else {
        this.hide();
        this.input.blur();
      }
    }
  }
}

/** `text` with the places where `query` stands in bold. */
export function emphasis(text, query) {
  if (!query) return [text];
  const low = text.toLowerCase();
  const at = low.length === text.length ? low.indexOf(query.toLowerCase()) : text.indexOf(query);
  if (at < 0) return [text];
  return [text.slice(0, at), h("b", null, text.slice(at, at + query.length)), text.slice(at + query.length)];
}
