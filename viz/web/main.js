// Puts the page together: the data, the state, the views, the keys.

import { fromHash, toHash } from "./address.js";
import { byId } from "./dom.js";
import { passing } from "./filters.js";
import { Finder } from "./find.js";
import { GraphView } from "./graph.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import { Search } from "./search.js";
import { Side } from "./side.js";
import { firstState, Store, VIEWS } from "./store.js";
import { num, setWords, t } from "./words.js";

function start() {
  const raw = JSON.parse(byId("data").textContent);
  setWords(raw.lang, raw.messages);
  const model = new Model(raw);
  const first = firstState(model);
  const asked = fromHash(model, location.hash, first);
  const store = new Store({ ...first, ...(asked || {}) });
  store.toHash = (state) => toHash(model, state);
  store.fromHash = (hash) => fromHash(model, hash, first) || first;

  let masks = null;
  let maskOf = null;
  const getMasks = () => {
    if (maskOf !== store.state.filters) {
      maskOf = store.state.filters;
      masks = passing(model, maskOf);
    }
    return masks;
  };

  const graph = new GraphView(model, store, getMasks);
  const side = new Side(model, store);
  const panel = new Panel(model, store, graph, getMasks);
  const finder = new Finder(model, store, new Search(model), (i) => graph.pick(i));

  const all = new Set(Object.keys(first));
  const apply = (state, changed) => {
    tabs(state);
    side.update(state, changed);
    graph.update(state, changed);
    panel.update(state, changed);
    byId("b-back").disabled = !store.canBack;
    byId("b-forward").disabled = !store.canForward;
  };
  store.subscribe(apply);
  chrome(model, store, finder);
  apply(store.state, all);
  store.listen();
}

function tabs(state) {
  document.body.dataset.view = state.view;
  for (const view of VIEWS) {
    const on = view === state.view;
    byId(`tab-${view}`).setAttribute("aria-selected", String(on));
    byId(`tab-${view}`).setAttribute("tabindex", on ? "0" : "-1");
    byId(`view-${view}`).hidden = !on;
  }
}

function chrome(model, store, finder) {
  byId("counts").textContent = t("counts", { nodes: num(model.size), edges: num(model.edgeCount) });
  for (const view of VIEWS) byId(`tab-${view}`).addEventListener("click", () => store.set({ view }));
  byId("b-back").addEventListener("click", () => store.back());
  byId("b-forward").addEventListener("click", () => store.forward());
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      finder.focus();
    }
  });
}

start();
