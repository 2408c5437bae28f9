// 责任清单: who answers for what, by when, and in which sentence the plan says so.

import { csv, tsv } from "./csv.js";
import { byId, clear, clip, copyText, debounce, download, fileName, h, icon, mark, put, say } from "./dom.js";
import { placeText } from "./places.js";
import { quote } from "./quote.js";
import { fold } from "./search.js";
import { dutyByBody, dutyRows, proofOf } from "./tables.js";
import { collate, num, t } from "./words.js";

const DUTY_ROWS = 150;

export class DutyView {
  constructor(model, store, getMasks, pick) {
    Object.assign(this, { model, store, getMasks, pick });
    this.host = byId("view-duty");
    this.query = "";
    this.group = "item";
    this.sort = null;
    this.limit = DUTY_ROWS;
  }

  update(state, changed) {
    if (state.view !== "duty") return;
    if (!this.built) this.build();
    if (changed.has("view") || changed.has("filters")) {
      this.rows = dutyRows(this.model, this.getMasks());
      this.limit = DUTY_ROWS;
      this.render();
    }
    this.select(state.node);
  }

  build() {
    this.built = true;
    this.count = h("span", { class: "soft", role: "status" });
    this.table = h("div", { class: "table-box" });
    const find = h("input", { type: "search", class: "find", placeholder: t("duty.find"), "aria-label": t("duty.find"), id: "duty-find" });
    const run = debounce(() => {
      this.query = find.value;
      this.limit = DUTY_ROWS;
      this.render();
    }, 80);
    find.addEventListener("input", run);
    const choose = (group) => () => {
      this.group = group;
      this.limit = DUTY_ROWS;
      this.render();
    };
    this.byItem = h("button", { type: "button", "aria-pressed": "true", onclick: choose("item") }, t("duty.byitem"));
    this.byBody = h("button", { type: "button", "aria-pressed": "false", onclick: choose("body") }, t("duty.bybody"));
    this.host.append(
      h(
        "header",
        { class: "sheet-head" },
        h("div", null, h("h2", null, t("duty.title")), h("p", { class: "soft" }, t("duty.lead"))),
        h(
          "div",
          { class: "sheet-tools" },
          this.count,
          find,
          h("div", { class: "segment flat", role: "group", "aria-label": t("duty.group") }, this.byItem, this.byBody),
          h("button", { class: "act", type: "button", id: "duty-copy", onclick: () => this.copy() }, icon("copy"), t("duty.copy")),
          h("button", { class: "act", type: "button", id: "duty-csv", onclick: () => this.save() }, icon("save"), t("duty.csv")),
        ),
      ),
      this.table,
    );
    window.addEventListener("beforeprint", () => {
      if (this.store.state.view !== "duty") return;
      this.limit = Infinity;
      this.render();
    });
  }

  /** Rows that hold every word of the query, in the order asked for. */
  visible() {
    const { model } = this;
    const words = this.query.split(/\s+/).map(fold).filter(Boolean);
    let rows = this.rows;
    if (words.length) {
      rows = rows.filter((row) => {
        const text = fold(this.cells(row).join("\n"));
        return words.every((word) => text.includes(word));
      });
    }
    if (this.sort) {
      const { key, down } = this.sort;
      const value = (row) => this.cells(row)[key];
      rows = [...rows].sort((a, b) => {
        const x = value(a);
        const y = value(b);
        if (!x !== !y) return x ? -1 : 1;
        return (down ? -1 : 1) * collate(x, y) || a.at - b.at;
      });
    }
    return { rows, model };
  }

  /** The row as plain texts, in the order of the columns. */
  cells(row) {
    if (row.cells) return row.cells;
    const { model } = this;
    const names = (edges, withRole) =>
      edges.map((e) => model.name(model.from[e]) + (withRole && model.role[e] >= 0 ? `（${model.roles[model.role[e]].word}）` : "")).join("、");
    row.cells = [
      model.name(row.item),
      names(row.leads, false),
      names(row.others, true),
      row.deadline,
      row.doc >= 0 ? model.documents[row.doc].title : "",
      model.path(row.section).map((s) => model.heading(s)).join(" › "),
      row.proof.text,
      placeText(model, row.proof),
    ];
    return row.cells;
  }

  heads() {
    return ["duty.item", "duty.lead.col", "duty.support", "duty.deadline", "duty.doc", "duty.section", "duty.evidence", "place"].map((key) => t(key));
  }

  render() {
    const { rows } = this.visible();
    this.count.textContent = t("duty.rows", { count: num(rows.length) });
    this.byItem.setAttribute("aria-pressed", String(this.group === "item"));
    this.byBody.setAttribute("aria-pressed", String(this.group === "body"));
    clear(this.table);
    if (!rows.length) put(this.table, h("p", { class: "nothing" }, icon("duty"), t(this.rows.length ? "graph.empty" : "duty.empty")));
    else if (this.group === "item") put(this.table, ...this.itemTable(rows));
    else put(this.table, ...this.bodyTables(rows));
  }

  more(total, shown) {
    if (total <= shown) return null;
    const show = () => {
      this.limit += 500;
      this.render();
    };
    return h("button", { class: "act more", type: "button", onclick: show }, t("duty.more", { count: num(total - shown) }));
  }

  itemTable(rows) {
    const many = this.model.documents.length > 1;
    const columns = [0, 1, 2, 3, ...(many ? [4] : []), 5, 6];
    const heads = this.heads();
    const head = h(
      "tr",
      null,
      columns.map((c) => this.headCell(heads[c], c)),
    );
    const body = h(
      "tbody",
      null,
      rows.slice(0, this.limit).map((row) => this.itemRow(row, many)),
    );
    return [h("table", { class: "grid duty" }, h("thead", null, head), body), this.more(rows.length, this.limit)];
  }

  headCell(text, key) {
    const on = this.sort && this.sort.key === key;
    const press = () => {
      this.sort = !on ? { key, down: false } : this.sort.down ? null : { key, down: true };
      this.render();
    };
    const order = on ? (this.sort.down ? "descending" : "ascending") : "none";
    return h("th", { scope: "col", "aria-sort": order, class: `c${key}` }, h("button", { type: "button", onclick: press }, text, icon("sort")));
  }

  itemRow(row, many) {
    const { model } = this;
    const heads = this.heads();
    const cell = (c, ...content) => h("td", { class: `c${c}`, data: { head: heads[c] } }, content);
    return h(
      "tr",
      { data: { item: row.item } },
      h("th", { scope: "row", class: "c0" }, this.nodeButton(row.item, 120)),
      cell(1, this.bodies(row.leads, false)),
      cell(2, this.bodies(row.others, true)),
      cell(3, row.deadline ? h("span", { class: "due" }, row.deadline) : h("span", { class: "soft" }, t("none"))),
      many ? cell(4, row.doc >= 0 ? clip(model.documents[row.doc].title, 60) : "") : null,
      cell(5, h("span", { class: "soft" }, sectionText(model, row))),
      cell(6, this.evidence(row.proof, row.edges)),
    );
  }

  evidence(proof, edges) {
    const { model } = this;
    const nodes = edges.flatMap((e) => [model.from[e], model.to[e]]);
    return proof.text ? quote(model, this.store, proof.text, proof, nodes, true) : h("span", { class: "soft" }, t("panel.derived"));
  }

  bodies(edges, withRole) {
    const { model } = this;
    if (!edges.length) return h("span", { class: "soft" }, t("none"));
    return h(
      "span",
      { class: "bodies" },
      edges.map((e) => {
        const role = model.role[e] >= 0 ? model.roles[model.role[e]] : null;
        const tag = withRole && role ? h("small", { class: `role ${role.name}` }, role.word) : null;
        return h("button", { class: "body", type: "button", onclick: () => this.pick(model.from[e]) }, clip(model.name(model.from[e]), 40), tag);
      }),
    );
  }

  nodeButton(i, length) {
    const { model } = this;
    return h("button", { class: "node", type: "button", onclick: () => this.pick(i) }, mark(model.look(i), 11), h("span", null, clip(model.name(i), length)));
  }

  bodyTables(rows) {
    const { model } = this;
    const groups = dutyByBody(model, rows);
    const shown = [];
    let count = 0;
    for (const group of groups) {
      if (count > this.limit) break;
      count += group.rows.length;
      shown.push(this.bodyTable(group));
    }
    return [...shown, shown.length < groups.length ? this.more(groups.length, shown.length) : null];
  }

  bodyTable({ body, rows, leads, others }) {
    const { model } = this;
    const heads = this.heads();
    const counts = [leads ? t("duty.leads", { count: num(leads) }) : "", others ? t("duty.supports", { count: num(others) }) : ""];
    return h(
      "section",
      { class: "body-group" },
      h("h3", null, this.nodeButton(body, 80), h("span", { class: "soft" }, counts.filter(Boolean).join(" · "))),
      h(
        "table",
        { class: "grid body-rows" },
        h("thead", null, h("tr", null, [t("duty.role"), heads[0], heads[3], heads[5], heads[6]].map((text) => h("th", { scope: "col" }, h("span", null, text))))),
        h(
          "tbody",
          null,
          rows.map(({ row, edge }) => {
            const role = model.role[edge] >= 0 ? model.roles[model.role[edge]] : null;
            return h(
              "tr",
              { data: { item: row.item } },
              h("td", { class: "c-role", data: { head: t("duty.role") } }, role ? h("small", { class: `role ${role.name}` }, role.word) : t("none")),
              h("th", { scope: "row", class: "c0" }, this.nodeButton(row.item, 120)),
              h("td", { class: "c3", data: { head: heads[3] } }, row.deadline || h("span", { class: "soft" }, t("none"))),
              h("td", { class: "c5", data: { head: heads[5] } }, h("span", { class: "soft" }, sectionText(model, row))),
              h("td", { class: "c6", data: { head: heads[6] } }, this.evidence(proofOf(model, [edge]), [edge])),
            );
          }),
        ),
      ),
    );
  }

  select(node) {
    for (const row of this.table.querySelectorAll("tr[data-item]")) row.classList.toggle("on", Number(row.dataset.item) === node);
  }

  /** The rows as they are seen, as texts with a head. */
  sheet() {
    const { rows } = this.visible();
    const { model } = this;
    const placed = model.documents.some((d) => d.places);
    const cut = (cells) => (placed ? cells : cells.slice(0, -1));
    if (this.group === "item") return [cut(this.heads()), ...rows.map((row) => cut(this.cells(row)))];
    const heads = this.heads();
    const lines = [cut([t("duty.body"), t("duty.role"), heads[0], ...heads.slice(3)])];
    for (const { body, rows: own } of dutyByBody(model, rows)) {
      for (const { row, edge } of own) {
        const role = model.role[edge] >= 0 ? model.roles[model.role[edge]].word : "";
        lines.push(cut([model.name(body), role, this.cells(row)[0], ...this.cells(row).slice(3, 6), model.evidence(edge), placeText(model, model.edge(edge))]));
      }
    }
    return lines;
  }

  async copy() {
    const rows = this.sheet();
    if (await copyText(tsv(rows))) say(t("duty.copied", { count: num(rows.length - 1) }));
  }

  save() {
    const blob = new Blob([csv(this.sheet())], { type: "text/csv;charset=utf-8" });
    download(blob, fileName(`${t("duty.title")} ${this.model.raw.title}`, ".csv"));
  }
}

/** The two innermost sections that say more than the name of the thing itself. */
function sectionText(model, row) {
  const start = model.name(row.item).slice(0, 6);
  const path = model.path(row.section).filter((s) => !model.name(s).startsWith(start));
  return path.slice(-2).map((s) => clip(model.heading(s), 26)).join(" › ");
}
