// What stands around the views: tabs, menu, dialogs, notices, keys.

import { byId, clear, h, icon } from "./dom.js";
import { savePng, saveSvg } from "./export.js";
import { copyLink } from "./panel.js";
import { VIEWS } from "./store.js";
import { num, t } from "./words.js";

export class Chrome {
  constructor(model, store, graph, finder) {
    Object.assign(this, { model, store, graph, finder });
    byId("counts").textContent = t("counts", { nodes: num(model.size), edges: num(model.edgeCount) });
    this.tabs();
    this.menu();
    this.sides();
    byId("b-back").addEventListener("click", () => store.back());
    byId("b-forward").addEventListener("click", () => store.forward());
    byId("b-search").addEventListener("click", () => finder.focus());
    document.addEventListener("keydown", (event) => this.key(event));
    this.notice();
  }

  update(state, changed) {
    document.body.dataset.view = state.view;
    for (const view of VIEWS) {
      const on = view === state.view;
      byId(`tab-${view}`).setAttribute("aria-selected", String(on));
      byId(`tab-${view}`).setAttribute("tabindex", on ? "0" : "-1");
      byId(`view-${view}`).hidden = !on;
    }
    byId("b-back").disabled = !this.store.canBack;
    byId("b-forward").disabled = !this.store.canForward;
    for (const id of ["m-png", "m-svg"]) byId(id).disabled = state.view !== "graph";
    if (changed.has("view") && this.narrow()) this.side(false);
  }

  tabs() {
    VIEWS.forEach((view, k) => {
      const tab = byId(`tab-${view}`);
      tab.addEventListener("click", () => this.store.set({ view }));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = VIEWS[(k + step + VIEWS.length) % VIEWS.length];
        this.store.set({ view: next });
        byId(`tab-${next}`).focus();
      });
    });
  }

  menu() {
    const button = byId("b-menu");
    const menu = byId("menu");
    const items = [...menu.querySelectorAll("button")];
    const open = (on) => {
      menu.hidden = !on;
      button.setAttribute("aria-expanded", String(on));
      if (on) (items.find((item) => !item.disabled) || items[0]).focus();
    };
    button.addEventListener("click", () => open(menu.hidden));
    document.addEventListener("pointerdown", (event) => event.target.closest(".menu") || open(false));
    menu.addEventListener("keydown", (event) => {
      const usable = items.filter((item) => !item.disabled);
      const at = usable.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) usable[(at + step + usable.length) % usable.length].focus();
      else if (event.key === "Escape") {
        open(false);
        button.focus();
      } else if (event.key === "Tab") open(false);
      else return;
      event.stopPropagation();
      if (event.key !== "Tab") event.preventDefault();
    });
    const act = (id, f) =>
      byId(id).addEventListener("click", () => {
        open(false);
        f();
      });
    act("m-png", () => savePng(this.graph));
    act("m-svg", () => saveSvg(this.graph));
    act("m-print", () => window.print());
    act("m-link", () => copyLink());
    act("m-keys", () => this.dialog(t("keys.title"), this.keys()));
    act("m-about", () => this.dialog(t("about.title"), this.about()));
  }

  narrow() {
    return matchMedia("(max-width: 860px)").matches;
  }

  sides() {
    byId("b-side").addEventListener("click", () => this.side(document.body.classList.contains("no-side")));
    byId("side-close").addEventListener("click", () => {
      this.side(false);
      byId("b-side").focus();
    });
    this.side(!this.narrow());
  }

  side(on) {
    document.body.classList.toggle("no-side", !on);
    byId("b-side").setAttribute("aria-expanded", String(on));
  }

  key(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
    if (event.key === "Escape") this.escape(typing, event.target);
    else if (typing) return;
    else if (event.key === "/") {
      event.preventDefault();
      this.finder.focus();
    } else if (/^[1-4]$/.test(event.key)) this.store.set({ view: VIEWS[Number(event.key) - 1] });
    else if (event.key === "?") this.dialog(t("keys.title"), this.keys());
    else if (event.key === "t") this.toText();
  }

  /** One thing back at a time: the drawer, the question for a path, the selection. */
  escape(typing, target) {
    const { state } = this.store;
    if (typing) target.blur();
    else if (this.narrow() && !document.body.classList.contains("no-side")) this.side(false);
    else if (this.graph.pathFrom !== undefined) this.graph.askPath(undefined);
    else if (state.node >= 0 || state.edge >= 0 || state.path || state.said) this.store.set({ node: -1, edge: -1, path: null, said: null });
    else this.store.back();
  }

  toText() {
    const { node, edge } = this.store.state;
    const { model } = this;
    const at = edge >= 0 ? model.edge(edge) : node >= 0 ? model.place(node) || model.mentions(node)[0] : null;
    if (at && at.start >= 0) this.store.set({ view: "text", place: { doc: at.doc, start: at.start, end: at.end } });
  }

  notice() {
    const { model } = this;
    const notes = model.raw.notes.map((note) => t(note.key, values(note)));
    const host = byId("notice");
    if (!notes.length) return;
    host.hidden = false;
    const close = () => (host.hidden = true);
    host.append(h("span", null, notes.join(" ")), h("button", { class: "ghost", type: "button", "aria-label": t("close"), onclick: close }, icon("close")));
  }

  dialog(title, content) {
    const dialog = byId("dialog");
    clear(dialog).append(
      h("div", { class: "dialog-head" }, h("h2", { id: "dialog-title" }, title), h("button", { class: "ghost", type: "button", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close"))),
      h("div", { class: "dialog-body" }, content),
    );
    dialog.showModal();
  }

  about() {
    const { model } = this;
    const notes = model.raw.notes.map((note) => h("li", null, t(note.key, values(note))));
    return [
      h("p", null, t("about.lead")),
      h("h3", null, t("about.docs")),
      h("ul", { class: "docs" }, model.documents.map((d) => h("li", null, h("b", null, d.title), h("span", { class: "soft" }, [d.source, t("text.chars", { count: num(d.length) })].filter(Boolean).join(" · "))))),
      h("h3", null, t("about.content")),
      h("p", null, t("counts", { nodes: num(model.size), edges: num(model.edgeCount) })),
      h("h3", null, t("about.left")),
      notes.length ? h("ul", null, notes) : h("p", null, t("about.nothing")),
    ];
  }

  keys() {
    const rows = [
      ["/", "keys.search"],
      ["↑ ↓ Enter", "keys.hits"],
      ["Esc", "keys.esc"],
      ["1 2 3 4", "keys.views"],
      ["← ↑ → ↓", "keys.move"],
      ["+ −", "keys.zoom"],
      ["0", "keys.fit"],
      ["Enter", "keys.expand"],
      ["t", "keys.text"],
    ];
    return h("dl", { class: "keys" }, rows.map(([keys, text]) => [h("dt", null, keys.split(" ").map((key) => h("kbd", null, key))), h("dd", null, t(text))]));
  }
}

function values(note) {
  return Object.fromEntries(Object.entries(note).map(([key, value]) => [key, typeof value === "number" ? num(value) : value]));
}
