// Puts the page together: the data, the state, the views.

import { fromHash, toHash } from "./address.js";
import { Chrome } from "./chrome.js";
import { byId } from "./dom.js";
import { DutyView } from "./duty.js";
import { passing } from "./filters.js";
import { Finder } from "./find.js";
import { GoalsView } from "./goals.js";
import { GraphView } from "./graph.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import { Search } from "./search.js";
import { Side } from "./side.js";
import { firstState, Store } from "./store.js";
import { TextView } from "./text.js";
import { setWords } from "./words.js";

function start() {
  const raw = JSON.parse(byId("data").textContent);
  setWords(raw.lang, raw.messages);
  const model = new Model(raw);
  const first = firstState(model);
  const store = new Store({ ...first, ...fromHash(model, location.hash, first) });
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

  const search = new Search(model);
  const graph = new GraphView(model, store, getMasks);
  const pick = (i) => graph.pick(i);
  const finder = new Finder(model, store, search, pick);
  const parts = [
    new Chrome(model, store, graph, finder),
    new Side(model, store),
    { update: (state, changed) => graph.prepare(state, changed) },
    new Panel(model, store, graph, getMasks),
    graph,
    new DutyView(model, store, getMasks, pick),
    new GoalsView(model, store, getMasks, pick),
    new TextView(model, store, search, pick),
  ];
  const apply = (state, changed, before) => {
    for (const part of parts) part.update(state, changed, before);
  };
  store.subscribe(apply);
  apply(store.state, new Set(Object.keys(first)));
  store.listen();
  if (store.state.view !== "graph" || !model.size) document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

start();
