// 目标指标: indicators by year and document, what is known next to what is aimed at.

import { chart } from "./chart.js";
import { csv } from "./csv.js";
import { byId, clear, clip, debounce, download, fileName, h, icon, mark } from "./dom.js";
import { valueText } from "./panel.js";
import { placeText } from "./places.js";
import { quote, whereabouts } from "./quote.js";
import { fold } from "./search.js";
import { goalFor, goalRows, series, yearsOf } from "./tables.js";
import { num, t } from "./words.js";

const GOAL_ROWS = 120;

export class GoalsView {
  constructor(model, store, getMasks, pick) {
    Object.assign(this, { model, store, getMasks, pick });
    this.host = byId("view-goals");
    this.query = "";
    this.limit = GOAL_ROWS;
  }

  update(state, changed) {
    if (state.view !== "goals") return;
    if (!this.built) this.build();
    if (changed.has("view") || changed.has("filters")) {
      this.data = goalRows(this.model, this.getMasks());
      this.limit = GOAL_ROWS;
      this.render();
    }
    for (const b of this.table.querySelectorAll("[data-i]")) b.classList.toggle("on", Number(b.dataset.i) === state.node);
  }

  build() {
    this.built = true;
    this.table = h("div", { class: "table-box" });
    this.count = h("span", { class: "soft", role: "status" });
    const find = h("input", { type: "search", class: "find", placeholder: t("goals.find"), "aria-label": t("goals.find"), id: "goals-find" });
    const run = debounce(() => {
      this.query = fold(find.value);
      this.limit = GOAL_ROWS;
      this.render();
    }, 80);
    find.addEventListener("input", run);
    this.host.append(
      h(
        "header",
        { class: "sheet-head" },
        h("div", null, h("h2", null, t("goals.title")), h("p", { class: "soft" }, t("goals.lead"))),
        h(
          "div",
          { class: "sheet-tools" },
          this.count,
          h("span", { class: "key" }, h("i", { class: "known" }), t("goals.now"), h("i", { class: "target" }), t("goals.target")),
          find,
          h("button", { class: "act", type: "button", id: "goals-csv", onclick: () => this.save() }, icon("save"), t("goals.csv")),
        ),
      ),
      this.table,
    );
    window.addEventListener("beforeprint", () => {
      if (this.store.state.view !== "goals") return;
      this.limit = Infinity;
      this.render();
    });
  }

  visible() {
    if (!this.query) return this.data;
    const has = (text) => fold(text).includes(this.query);
    return {
      rows: this.data.rows.filter((row) => has(row.name) || row.statements.some((s) => has(this.model.name(s.i)))),
      loose: this.data.loose.filter((s) => has(this.model.name(s.i))),
    };
  }

  render() {
    const { rows, loose } = this.visible();
    this.count.textContent = t("duty.rows", { count: num(rows.length) });
    clear(this.table);
    if (rows.length) this.table.append(this.matrix(rows.slice(0, this.limit)));
    else this.table.append(h("p", { class: "nothing" }, icon("goals"), t("goals.empty")));
    if (rows.length > this.limit) {
      const show = () => {
        this.limit += 500;
        this.render();
      };
      this.table.append(h("button", { class: "act more", type: "button", onclick: show }, t("duty.more", { count: num(rows.length - this.limit) })));
    }
    if (loose.length) this.table.append(this.looseGoals(loose));
  }

  matrix(rows) {
    const years = yearsOf(rows);
    const undated = rows.some((row) => row.statements.some((s) => !s.year));
    const many = this.model.documents.length > 1;
    const nature = rows.some((row) => row.statements.some((s) => s.nature));
    const columns = [...years, ...(undated ? [0] : [])];
    const head = h(
      "tr",
      null,
      h("th", { scope: "col", class: "g-name" }, h("span", null, t("goals.indicator"))),
      many ? h("th", { scope: "col", class: "g-doc" }, h("span", null, t("duty.doc"))) : null,
      columns.map((year) => h("th", { scope: "col", class: "g-year" }, h("span", null, year || t("goals.noyear")))),
      nature ? h("th", { scope: "col" }, h("span", null, t("goals.nature"))) : null,
      h("th", { scope: "col", class: "g-trend" }, h("span", null, t("goals.trend"))),
    );
    const body = rows.flatMap((row) => this.indicator(row, { columns, many, nature }));
    return h("table", { class: "grid goals" }, h("thead", null, head), h("tbody", null, body));
  }

  /** One row for each document that speaks of an indicator. */
  indicator(row, { columns, many, nature }) {
    const { model } = this;
    const docs = many ? [...new Set(row.statements.map((s) => s.doc))] : [null];
    return docs.map((doc, k) => {
      const own = doc === null ? row.statements : row.statements.filter((s) => s.doc === doc);
      const natures = [...new Set(own.map((s) => s.nature).filter(Boolean))];
      const name = row.node >= 0 ? this.nodeButton(row.node) : h("span", { class: "plain-name" }, clip(row.name, 80));
      return h(
        "tr",
        { class: k ? "again" : "" },
        k ? null : h("th", { scope: "row", class: "g-name", rowspan: docs.length }, name),
        many ? h("td", { class: "g-doc soft", data: { head: t("duty.doc") } }, doc >= 0 ? h("span", { title: model.documents[doc].title }, clip(model.documents[doc].title, 60)) : "") : null,
        columns.map((year) =>
          h("td", { class: "g-year", data: { head: year || t("goals.noyear") } }, own.filter((s) => s.year === year).map((s) => this.value(s))),
        ),
        nature ? h("td", { data: { head: t("goals.nature") } }, natures.map((n) => h("span", { class: "chip" }, n))) : null,
        k ? null : h("td", { class: "g-trend", rowspan: docs.length }, chart(row.name, series(row.statements))),
      );
    });
  }

  value(s) {
    const { model } = this;
    const whose = s.goal ? goalFor(model, s.i) : -1;
    const about = whose >= 0 && model.look(whose).name !== "Document" ? h("small", { class: "soft" }, clip(model.name(whose), 40)) : null;
    const kind = t(s.goal ? "goals.target" : "goals.now");
    const where = placeText(model, model.place(s.i));
    return h(
      "button",
      { class: `value ${s.goal ? "target" : "known"}`, type: "button", title: `${kind}：${clip(model.name(s.i), 120)}`, data: { i: s.i }, onclick: () => this.pick(s.i) },
      h("i", { "aria-hidden": "true" }),
      h("span", { class: "sr" }, kind),
      h("b", null, valueText(model, s.i)),
      about,
      where ? h("small", { class: "at-place" }, where) : null,
    );
  }

  nodeButton(i) {
    const { model } = this;
    return h("button", { class: "node", type: "button", onclick: () => this.pick(i) }, mark(model.look(i), 11), h("span", null, clip(model.name(i), 80)));
  }

  looseGoals(loose) {
    const { model } = this;
    return h(
      "section",
      { class: "loose" },
      h("h3", null, t("goals.other"), h("span", { class: "count" }, num(loose.length))),
      h(
        "ul",
        { class: "cards" },
        loose.slice(0, this.limit).map((s) => {
          const whose = goalFor(model, s.i);
          return h(
            "li",
            { data: { i: s.i } },
            h("p", { class: "card-head" }, this.nodeButton(s.i), s.year ? h("span", { class: "due" }, s.year) : null),
            whose >= 0 && model.look(whose).name !== "Document" ? h("p", null, this.nodeButton(whose)) : null,
            quote(model, this.store, model.nodeEvidence(s.i) || model.name(s.i), model.place(s.i), []),
            h("p", { class: "soft small" }, whereabouts(model, s.doc, model.home(s.i).section, true)),
          );
        }),
      ),
    );
  }

  save() {
    const { model } = this;
    const { rows, loose } = this.visible();
    const heads = ["goals.indicator", "goals.kind", "goals.year", "goals.value", "goals.nature", "goals.for", "duty.doc", "duty.section", "goals.text"];
    const placed = model.documents.some((d) => d.places);
    if (placed) heads.push("place");
    const lines = [heads.map((key) => t(key))];
    const add = (name, s) => {
      const whose = s.goal ? goalFor(model, s.i) : -1;
      const home = model.home(s.i);
      lines.push([
        name,
        t(s.goal ? "goals.target" : "goals.now"),
        s.year || "",
        valueText(model, s.i),
        s.nature,
        whose >= 0 ? model.name(whose) : "",
        home.doc >= 0 ? model.documents[home.doc].title : "",
        model.path(home.section).map((x) => model.heading(x)).join(" › "),
        model.nodeEvidence(s.i) || model.name(s.i),
        ...(placed ? [placeText(model, model.place(s.i))] : []),
      ]);
    };
    for (const row of rows) for (const s of row.statements) add(row.name, s);
    for (const s of loose) add("", s);
    download(new Blob([csv(lines)], { type: "text/csv;charset=utf-8" }), fileName(`${t("goals.title")} ${model.raw.title}`, ".csv"));
  }
}
