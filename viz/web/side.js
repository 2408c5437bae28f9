// The side: legend by label and edge type, and the filters that hold for all views.

import { byId, clear, clip, h, icon, mark, svg } from "./dom.js";
import { anyFilter, NO_FILTERS, yearRange } from "./filters.js";
import { collate, num, t } from "./words.js";

export class Side {
  constructor(model, store) {
    Object.assign(this, { model, store });
    this.years = yearRange(model);
    this.rows = [];
    this.legend();
    this.filters();
  }

  // -- legend -------------------------------------------------------------------------------------

  legend() {
    const { model } = this;
    const nodes = countBy(model.label, model.labels.length);
    const edges = countBy(model.type, model.types.length);
    clear(byId("legend-nodes")).append(
      ...model.labels.filter((_, i) => nodes[i]).map((look) => this.row(look, nodes[look.index], "hiddenLabels", mark(look, 14))),
    );
    clear(byId("legend-edges")).append(
      ...model.types.filter((_, i) => edges[i]).map((look) => this.row(look, edges[look.index], "hiddenTypes", stroke(look))),
    );
    byId("legend-edges-box").hidden = !model.edgeCount;
  }

  row(look, count, key, sign) {
    const button = h(
      "button",
      { class: "legend-row", type: "button", role: "switch", title: t("legend.hide"), onclick: () => this.flip(key, look.name) },
      sign,
      h("span", { class: "word" }, look.word),
      h("span", { class: "count" }, num(count)),
    );
    const only = h("button", { class: "only", type: "button", "aria-label": `${t("legend.only")} ${look.word}`, onclick: () => this.only(key, look.name) }, t("legend.only"));
    this.rows.push({ button, key, name: look.name });
    return h("li", null, button, only);
  }

  flip(key, name) {
    const hidden = this.store.state[key];
    this.store.set({ [key]: hidden.includes(name) ? hidden.filter((n) => n !== name) : [...hidden, name] });
  }

  /** Hides all but one; once more shows all. */
  only(key, name) {
    const all = this.rows.filter((row) => row.key === key).map((row) => row.name);
    const others = all.filter((n) => n !== name);
    const hidden = this.store.state[key];
    const already = others.every((n) => hidden.includes(n)) && !hidden.includes(name);
    const rest = key === "hiddenTypes" ? ["MENTIONS"] : [];
    this.store.set({ [key]: already ? rest : others });
  }

  // -- filters ------------------------------------------------------------------------------------

  filters() {
    const { model } = this;
    this.controls = {};
    const host = clear(byId("filters"));
    if (model.documents.length > 1) {
      const options = model.documents.map((d, i) => [i, d.title]);
      host.append(this.choice("doc", t("filter.doc"), options));
    }
    const regions = regionTree(model);
    if (regions.length) host.append(this.choice("region", t("filter.region"), regions));
    if (this.years && this.years[0] < this.years[1]) host.append(this.yearFields());
    if (model.role.some((r) => r >= 0)) host.append(this.roleBoxes());
    host.append(this.confidence());
    byId("clear").addEventListener("click", () => this.store.set({ filters: { ...NO_FILTERS } }));
  }

  change(patch) {
    this.store.set({ filters: { ...this.store.state.filters, ...patch } });
  }

  choice(key, label, options) {
    const select = h(
      "select",
      { id: `f-${key}`, onchange: (event) => this.change({ [key]: Number(event.target.value) }) },
      h("option", { value: "-1" }, t("filter.any")),
      options.map(([value, text]) => h("option", { value }, clip(text, 40))),
    );
    this.controls[key] = select;
    return h("div", { class: "field" }, h("label", { for: `f-${key}` }, label), select);
  }

  yearFields() {
    const [first, last] = this.years;
    const years = Array.from({ length: Math.min(150, last - first + 1) }, (_, k) => first + k);
    const select = (key, label) => {
      const field = h(
        "select",
        { "aria-label": `${t("filter.years")} ${label}`, id: `f-${key}`, onchange: (event) => this.change({ [key]: Number(event.target.value) }) },
        h("option", { value: "0" }, `${label} ${t("years.any")}`),
        years.map((year) => h("option", { value: year }, year)),
      );
      this.controls[key] = field;
      return field;
    };
    return h("fieldset", { class: "field" }, h("legend", null, t("filter.years")), h("div", { class: "pair" }, select("from", t("filter.from")), h("span", { "aria-hidden": "true" }, "–"), select("to", t("filter.to"))));
  }

  roleBoxes() {
    const { model } = this;
    const used = model.roles.map((_, i) => model.role.includes(i));
    this.controls.roles = [];
    const boxes = model.roles.map((role, i) => {
      if (!used[i]) return null;
      const press = () => {
        const now = this.store.state.filters.roles;
        this.change({ roles: now.includes(i) ? now.filter((r) => r !== i) : [...now, i].sort() });
      };
      const button = h("button", { class: "pick", type: "button", "aria-pressed": "false", onclick: press }, role.word);
      this.controls.roles.push([i, button]);
      return button;
    });
    return h("fieldset", { class: "field" }, h("legend", null, t("filter.role")), h("div", { class: "picks" }, boxes));
  }

  confidence() {
    const output = h("output", { for: "f-confidence" }, t("years.any"));
    const input = h("input", { id: "f-confidence", type: "range", min: 0, max: 100, step: 5, value: 0 });
    input.addEventListener("input", () => (output.textContent = sure(Number(input.value))));
    input.addEventListener("change", () => this.change({ confidence: Number(input.value) }));
    this.controls.confidence = { input, output };
    return h("div", { class: "field" }, h("label", { for: "f-confidence" }, t("filter.confidence"), output), input);
  }

  update(state) {
    for (const { button, key, name } of this.rows) {
      button.setAttribute("aria-checked", String(!state[key].includes(name)));
    }
    const f = state.filters;
    for (const key of ["doc", "region", "from", "to"]) if (this.controls[key]) this.controls[key].value = String(f[key]);
    for (const [i, button] of this.controls.roles || []) button.setAttribute("aria-pressed", String(f.roles.includes(i)));
    this.controls.confidence.input.value = String(f.confidence);
    this.controls.confidence.input.style.setProperty("--v", `${f.confidence}%`);
    this.controls.confidence.output.textContent = sure(f.confidence);
    const any = anyFilter(f);
    byId("clear").hidden = !any;
    byId("b-side").classList.toggle("marked", any);
  }
}

function sure(percent) {
  return percent ? `≥ ${percent}%` : t("years.any");
}

function countBy(column, size) {
  const counts = Array.from({ length: size }, () => 0);
  for (const i of column) counts[i]++;
  return counts;
}

function stroke(look) {
  return svg(
    "svg",
    { class: "mark", width: 22, height: 14, viewBox: "0 0 22 14", "aria-hidden": "true" },
    svg("path", { d: "M1 7H21", class: `stroke-${look.name}`, "stroke-width": 2.4, "stroke-dasharray": look.dash ? look.dash.map((d) => d / 2.2).join(" ") : null }),
  );
}

/** Regions that something is tied to, each under the one it lies in, indented. */
function regionTree(model) {
  const within = new Map();
  const all = [];
  for (let i = 0; i < model.size; i++) if (model.label[i] === model.L.Region) all.push(i);
  for (const i of all) {
    for (const e of model.edgesOf(i)) {
      const up = model.to[e];
      if (model.type[e] === model.T.PART_OF && model.from[e] === i && model.label[up] === model.L.Region) within.set(i, up);
    }
  }
  const rows = [];
  const visit = (i, depth) => {
    if (depth > 6 || rows.length > 600) return;
    rows.push([i, `${"\u3000".repeat(depth)}${model.name(i)}`]);
    const below = all.filter((child) => within.get(child) === i);
    below.sort((a, b) => collate(model.name(a), model.name(b))).forEach((child) => visit(child, depth + 1));
  };
  const roots = all.filter((i) => !within.has(i));
  roots.sort((a, b) => collate(model.name(a), model.name(b))).forEach((i) => visit(i, 0));
  return rows;
}

/** The icon that the close buttons share. */
export function closeIcon() {
  return icon("close");
}
