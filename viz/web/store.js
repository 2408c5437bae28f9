// What is shown now, as one plain value; every change goes through `set` and into the history.

import { NO_FILTERS } from "./filters.js";

export const VIEWS = ["graph", "duty", "goals", "text"];

/** The state a page opens with. */
export function firstState(model) {
  const centers = model.raw.center;
  return {
    view: "graph",
    node: -1,
    edge: -1,
    said: null,
    path: null,
    scope: { mode: centers.length ? "focus" : "overview", centers, hops: model.raw.hops, grown: [], extra: [] },
    layout: "force",
    filters: { ...NO_FILTERS },
    hiddenLabels: [],
    hiddenTypes: ["MENTIONS"],
    place: null,
  };
}

export class Store {
  constructor(state) {
    this.state = state;
    this.stack = [state];
    this.at = 0;
    this.listeners = [];
    this.toHash = () => "";
    this.fromHash = () => null;
  }

  subscribe(listener) {
    this.listeners.push(listener);
  }

  /** Changes part of the state; `quiet` changes replace the present entry of the history. */
  set(patch, quiet) {
    const before = this.state;
    const next = { ...before, ...patch };
    const changed = Object.keys(patch).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]));
    if (!changed.length && !patch.again) return;
    this.state = next;
    if (quiet) {
      this.stack[this.at] = next;
    } else {
      this.stack.length = this.at + 1;
      this.stack.push(next);
      this.at++;
    }
    this.#record(quiet);
    this.#tell(changed, before);
  }

  back() {
    if (this.at > 0) this.#go(this.at - 1);
  }

  forward() {
    if (this.at < this.stack.length - 1) this.#go(this.at + 1);
  }

  get canBack() {
    return this.at > 0;
  }

  get canForward() {
    return this.at < this.stack.length - 1;
  }

  /** Follows the browser's own buttons and edited addresses. */
  listen() {
    window.addEventListener("popstate", (event) => {
      const at = event.state && event.state.plankg;
      if (typeof at === "number" && at < this.stack.length) this.#show(at);
      else this.#open();
    });
    this.#record(true);
  }

  #open() {
    const patch = this.fromHash(location.hash);
    if (patch) this.set(patch, true);
  }

  #go(at) {
    const steps = at - this.at;
    this.#show(at);
    try {
      if (history.state && typeof history.state.plankg === "number") history.go(steps);
    } catch {
      // a sandboxed frame has no history of its own
    }
  }

  #show(at) {
    if (at === this.at) return;
    const before = this.state;
    this.at = at;
    this.state = this.stack[at];
    const changed = Object.keys(this.state).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(this.state[key]),
    );
    this.#tell(changed, before);
  }

  #record(quiet) {
    try {
      const method = quiet ? "replaceState" : "pushState";
      history[method]({ plankg: this.at }, "", this.toHash(this.state) || "#");
    } catch {
      // a sandboxed frame has no history of its own
    }
  }

  #tell(changed, before) {
    const set = new Set(changed);
    for (const listener of this.listeners) listener(this.state, set, before);
  }
}
