// What stands on the picture: the buttons for scope, layout and size, the counts, the question for a path's end.

import { byId, h, icon, say } from "./dom.js";
import { num, t } from "./words.js";

export class GraphBar {
  constructor(view) {
    this.view = view;
    this.tools();
  }

  /** Brings the words and buttons in line with the picture. */
  describe() {
    const { model, shown } = this.view;
    const edges = this.view.lines.reduce((sum, line) => sum + line.edges.length, 0);
    this.view.canvas.setAttribute("aria-label", t("graph.label", { nodes: num(shown.size), edges: num(edges) }));
    byId("shown").textContent =
      shown.size === model.size
        ? t("count.all", { all: num(model.size) })
        : t("count.shown", { shown: num(shown.size), all: num(model.size) });
    byId("empty").hidden = shown.size > 0;
    this.buttons();
  }

  /** Asks for the other end of a path that starts at `from`; undefined ends the question. */
  ask(from) {
    const bar = byId("pathbar");
    bar.hidden = from === undefined;
    if (from === undefined) return;
    bar.replaceChildren(
      icon("path"),
      h("span", null, t("path.pick", { name: this.view.model.name(from).slice(0, 24) })),
      h("button", { class: "plain", type: "button", onclick: () => this.view.askPath(undefined) }, t("path.cancel")),
    );
  }

  tools() {
    byId("t-in").addEventListener("click", () => this.view.camera.zoom(1.25));
    byId("t-out").addEventListener("click", () => this.view.camera.zoom(0.8));
    byId("t-fit").addEventListener("click", () => this.view.camera.fit(true));
    for (const name of ["force", "tree"]) {
      byId(`t-${name}`).addEventListener("click", () => this.view.store.set({ layout: name }));
    }
    byId("t-overview").addEventListener("click", () => this.scopeTo("overview"));
    byId("t-all").addEventListener("click", () => {
      if (this.view.all > this.view.model.raw.limits.all) say(t("tool.all.off", { limit: num(this.view.model.raw.limits.all) }));
      else this.scopeTo("all");
    });
  }

  scopeTo(mode) {
    this.view.store.set({ scope: { mode, centers: [], hops: 1, grown: [], extra: [] }, node: -1, edge: -1, path: null, said: null });
  }

  buttons() {
    const { scope, layout } = this.view.state;
    const press = (id, on) => byId(id).setAttribute("aria-pressed", String(on));
    press("t-force", layout === "force");
    press("t-tree", layout === "tree");
    const everything = this.view.shown.size === this.view.all;
    press("t-all", scope.mode === "all" || (scope.mode === "overview" && everything));
    press("t-overview", scope.mode === "overview" && !everything);
    byId("t-scope").hidden = everything && scope.mode === "overview";
    byId("t-all").setAttribute("aria-disabled", String(this.view.all > this.view.model.raw.limits.all));
    const note = byId("scope");
    if (scope.mode === "focus") {
      note.textContent = t("graph.focus", { name: scope.centers.map((i) => this.view.model.name(i)).join("、").slice(0, 40), hops: scope.hops });
    } else {
      note.textContent = scope.mode === "overview" && !everything ? t("graph.overview") : "";
    }
    note.hidden = !note.textContent;
  }
}
