// 图谱: vis-network draws the nodes and lines that the scope chooses; names are written by us on top.

import { forcePlaces, treePlaces } from "./arrange.js";
import { Camera } from "./camera.js";
import { byId, say } from "./dom.js";
import { GraphBar } from "./graphbar.js";
import { BitmapPan } from "./pan.js";
import { canvasName, drawManyLines, drawNames, drawNode, drawPhrases, radius, shapes } from "./paint.js";
import { bundles, nextTo, shownNodes, usableEdges } from "./scope.js";
import { alpha, colour, onTheme, theme } from "./theme.js";
import { num, t } from "./words.js";

/** From this many nodes on, lines are drawn in bulk and panning moves a picture of the canvas. */
const BIG = 1200;

/** From this many nodes on, marks are drawn smaller, at the places that came with the page. */
const DENSE = 420;

/** So many names get their own room in a layout; the others are written where there is room left. */
const NAMED = 130;

/** So many names are written even where they cover other marks. */
const STRONG = 14;

/** Parts of the state that change the picture. */
const CONTENT = ["filters", "scope", "hiddenLabels", "hiddenTypes", "node", "edge", "path", "layout", "view"];

/** How strongly lines pull in a layout; others 0.7. */
const STRENGTH = new Map([
  ["CONTAINS", 1],
  ["PART_OF", 1],
  ["MENTIONS", 0.5],
]);

export class GraphView {
  constructor(model, store, getMasks) {
    Object.assign(this, { model, store, getMasks });
    this.state = store.state;
    this.sheet = theme();
    this.shapes = shapes(model);
    this.places = new Map();
    this.lines = [];
    this.byWeight = [];
    this.shown = new Set();
    this.hovered = -1;
    this.lit = null;
    this.strong = new Set();
    this.unnamed = new Set();
    this.widths = new Map();
    this.names = new Map();
    this.scale = 1;
    this.host = byId("canvas");
    this.frame = byId("stage");
    this.camera = new Camera(this);
    this.bar = new GraphBar(this);
    onTheme((sheet) => {
      this.sheet = sheet;
      this.restyle();
    });
  }

  /** Builds the network; needs the view to have a size. */
  start() {
    const options = JSON.parse(JSON.stringify(this.model.raw.options));
    options.nodes = { shape: "custom", chosen: false, label: undefined };
    options.edges = { chosen: false, arrowStrikethrough: false };
    this.nodeSet = new vis.DataSet();
    this.edgeSet = new vis.DataSet();
    this.network = new vis.Network(this.host, { nodes: this.nodeSet, edges: this.edgeSet }, options);
    this.canvas = this.host.querySelector("canvas");
    this.canvas.setAttribute("tabindex", "0");
    this.canvas.setAttribute("role", "img");
    this.pan = new BitmapPan(this);
    this.events();
    new ResizeObserver(() => this.resized()).observe(this.frame);
  }

  resized() {
    const width = this.frame.clientWidth;
    if (!width || !this.network) return;
    this.network.redraw();
    if (this.waiting) this.camera.fit();
    this.waiting = false;
  }

  events() {
    const network = this.network;
    network.on("beforeDrawing", (ctx) => {
      this.scale = network.getScale();
      if (this.big) drawManyLines(ctx, this);
    });
    network.on("afterDrawing", (ctx) => this.after(ctx));
    network.on("click", (event) => this.clicked(event));
    network.on("doubleClick", (event) => event.nodes.length && this.toggle(event.nodes[0]));
    network.on("hoverNode", ({ node }) => this.hover(node));
    network.on("blurNode", () => this.hover(-1));
    network.on("dragEnd", (event) => this.dragged(event.nodes));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  after(ctx) {
    const ratio = this.ratio();
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const placed = drawNames(ctx, this, this.host.clientWidth, this.host.clientHeight);
    drawPhrases(ctx, this, placed);
    ctx.restore();
    this.placed = placed;
    this.pan.drawn();
    if (!document.documentElement.dataset.ready && this.shown.size) {
      document.documentElement.dataset.ready = String(Math.round(performance.now()));
    }
  }

  ratio() {
    return this.canvas.width / (this.canvas.clientWidth || 1);
  }

  /** Where a node is in the (possibly oversized) canvas element, in CSS pixels. */
  screen(i) {
    const at = this.places.get(i);
    if (!at) return null;
    const view = this.network.getViewPosition();
    return {
      x: (at.x - view.x) * this.scale + this.host.clientWidth / 2,
      y: (at.y - view.y) * this.scale + this.host.clientHeight / 2,
    };
  }

  nameOf(i, full, side) {
    const key = i * 4 + (full ? 2 : 0) + (side ? 1 : 0);
    if (!this.names.has(key)) this.names.set(key, canvasName(this.model, i, full, side));
    return this.names.get(key);
  }

  measure(ctx, style, lines) {
    const known = this.widths;
    return lines.map((line) => {
      const key = style + line;
      if (!known.has(key)) {
        ctx.font = style;
        known.set(key, ctx.measureText(line).width);
      }
      return known.get(key);
    });
  }

  // -- what is shown ------------------------------------------------------------------------------

  /** Works out what a new state shows; the panel needs to know before the picture is drawn. */
  prepare(state, changed) {
    this.state = state;
    this.stale = false;
    if (state.view !== "graph" || !CONTENT.some((key) => changed.has(key))) return;
    this.stale = true;
    const masks = this.getMasks();
    const { shown, cut, path, all } = shownNodes(this.model, masks, state);
    this.same = sameSet(shown, this.shown) && !changed.has("layout");
    Object.assign(this, { shown, path, masks, all });
    this.lines = bundles(this.model, shown, masks, state, path);
    this.light();
    if (cut) say(t("graph.cut", { count: num(shown.size) }));
  }

  /** Draws the state that `prepare` was given. */
  update(state, changed, before) {
    if (!this.stale) return;
    if (!this.network) this.start();
    const { same, drawn } = this;
    const centre = (s) => JSON.stringify([s.scope.mode, s.scope.centers]);
    const moved = Boolean(before) && centre(before) !== centre(state);
    if (!same || !drawn) this.arrange(changed.has("layout") || moved);
    this.draw(same);
    const refit = changed.has("scope") || changed.has("layout") || changed.has("filters");
    if (!drawn || (refit && !same)) this.camera.fit(drawn && !changed.has("layout"));
    else if (this.path && changed.has("path")) this.camera.fit(true, this.lit.nodes);
    else if (state.node >= 0 && changed.has("node")) this.camera.reveal(state.node);
    this.drawn = true;
    this.bar.describe();
  }

  arrange(restart) {
    const { model, shown } = this;
    this.big = shown.size > BIG;
    this.side = this.state.layout === "tree" && !this.big;
    const before = restart ? new Map() : this.places;
    this.byWeight = [...shown].sort((a, b) => model.weight[b] - model.weight[a] || a - b);
    this.strong = new Set(this.byWeight.slice(0, STRONG));
    this.unnamed = new Set(this.byWeight.slice(NAMED));
    const given = model.raw.nodes;
    if (this.side) {
      this.places = treePlaces(model, shown);
    } else if (shown.size >= DENSE && given.x.length && given.x[0] !== null) {
      this.places = new Map([...shown].map((i) => [i, { x: given.x[i], y: given.y[i] }]));
    } else {
      const links = this.lines.map((line) => [line.from, line.to, STRENGTH.get(line.type.name) || 0.7]);
      this.places = forcePlaces(model, shown, links, this.side === this.wasSide ? before : new Map(), (i) => this.room(i), this.aspect());
    }
    this.wasSide = this.side;
  }

  aspect() {
    const { clientWidth, clientHeight } = this.frame;
    return Math.min(2, Math.max(0.62, (clientWidth || 1.4) / (clientHeight || 1)));
  }

  /** Radius of a node as it is drawn now; in rows it must not touch its neighbours. */
  radius(i) {
    const r = radius(this.model, i, this.scale, this.big);
    if (this.side) return Math.min(r, 9);
    return this.big || this.shown.size < DENSE ? r : r * 0.6;
  }

  /** The room that a node with its name needs. */
  room(i) {
    const r = radius(this.model, i, 1, false);
    if (this.unnamed.has(i)) return { w: 2 * r + 10, h: 2 * r + 10 };
    const lines = this.nameOf(i, false, false);
    const longest = Math.max(...lines.map((line) => line.length));
    const more = this.model.look(i).name === "Document" ? 26 : 0;
    return { w: Math.max(2 * r, longest * 12) + 12 + more, h: 2 * r + 15 * lines.length + 10 + more };
  }

  // -- drawing ------------------------------------------------------------------------------------

  draw(same) {
    if (!same || this.nodeSet.length !== this.shown.size) {
      const nodes = this.byWeight.map((i) => this.visNode(i));
      this.nodeSet = new vis.DataSet(nodes);
      this.edgeSet = new vis.DataSet(this.big ? [] : this.lines.map((line) => this.visEdge(line)));
      const view = this.drawn ? { position: this.network.getViewPosition(), scale: this.network.getScale() } : null;
      this.pan.toggle(this.big);
      this.network.setOptions({ interaction: { hover: !this.big, dragNodes: !this.big, dragView: !this.big, zoomView: !this.big } });
      this.network.setData({ nodes: this.nodeSet, edges: this.edgeSet });
      if (view) this.network.moveTo(view);
    } else if (!this.big) {
      const now = new Set(this.lines.map((line) => line.id));
      this.edgeSet.remove(this.edgeSet.getIds().filter((id) => !now.has(id)));
      this.edgeSet.update(this.lines.map((line) => this.visEdge(line)));
    }
    this.network.redraw();
  }

  restyle() {
    if (!this.network) return;
    if (!this.big) this.edgeSet.update(this.lines.map((line) => this.visEdge(line)));
    this.network.redraw();
  }

  visNode(i) {
    const at = this.places.get(i);
    return {
      id: i,
      x: at.x,
      y: at.y,
      ctxRenderer: ({ ctx, x, y }) => {
        const r = this.radius(i);
        return { drawNode: () => drawNode(ctx, this, i, x, y, r), nodeDimensions: { width: 2 * r, height: 2 * r } };
      },
    };
  }

  visEdge(line) {
    const { sheet } = this;
    const lit = this.lit && this.lit.lines.has(line.id);
    const strength = lit ? 1 : this.lit ? sheet.faint : line.type.name === "MENTIONS" ? 0.9 : sheet.line;
    const tree = this.side && line.bend === 0;
    const bent = { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.min(0.7, Math.abs(line.bend)) };
    return {
      id: line.id,
      from: line.from,
      to: line.to,
      width: (lit ? 2 : 1.1) + Math.min(2.2, Math.log2(line.edges.length) * 0.5),
      color: { color: alpha(colour(line.type, sheet), strength), inherit: false },
      dashes: line.type.dash || false,
      arrows: { to: { enabled: line.type.name !== "CONTAINS", scaleFactor: lit ? 0.55 : 0.42, type: "arrow" } },
      smooth: tree ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 } : line.bend ? bent : false,
      hoverWidth: 0.6,
    };
  }

  /** Which nodes and lines stand out: those at the selection, or a path. */
  light() {
    const { state } = this;
    const nodes = new Set();
    const lines = new Set();
    if (this.path) {
      const edges = new Set(this.path);
      for (const line of this.lines) if (line.edges.some((e) => edges.has(e))) lines.add(line.id);
    } else if (state.edge >= 0) {
      for (const line of this.lines) if (line.edges.includes(state.edge)) lines.add(line.id);
    } else if (state.node >= 0) {
      for (const line of this.lines) if (line.from === state.node || line.to === state.node) lines.add(line.id);
      nodes.add(state.node);
    }
    for (const line of this.lines) if (lines.has(line.id)) nodes.add(line.from).add(line.to);
    this.lit = nodes.size ? { nodes, lines } : null;
    this.hiddenCounts = new Map();
  }

  hiddenCount(i) {
    if (!this.hiddenCounts.has(i)) {
      const usable = usableEdges(this.model, this.masks, this.state);
      const near = new Set();
      for (const e of this.model.edgesOf(i)) if (usable(e)) near.add(this.model.other(e, i));
      let hidden = 0;
      for (const other of near) if (!this.shown.has(other)) hidden++;
      this.hiddenCounts.set(i, hidden);
    }
    return this.hiddenCounts.get(i);
  }

  // -- acting -------------------------------------------------------------------------------------

  hover(i) {
    if (this.big && this.pan.busy) return;
    this.hovered = i;
    this.host.classList.toggle("pointing", i >= 0);
    this.network.redraw();
  }

  dragged(nodes) {
    if (!nodes.length) return;
    const at = this.network.getPositions(nodes);
    for (const i of nodes) this.places.set(i, at[i]);
    this.network.redraw();
  }

  clicked({ nodes, edges }) {
    if (nodes.length) this.pick(nodes[0]);
    else if (edges.length) this.store.set({ edge: this.lines.find((line) => line.id === edges[0]).edges[0], node: -1, path: null, said: null });
    else if (this.state.node >= 0 || this.state.edge >= 0) this.store.set({ node: -1, edge: -1 });
  }

  /** A node is chosen: as the end of a path if one is being asked for. */
  pick(i) {
    const from = this.pathFrom;
    if (from !== undefined && from !== i) {
      this.askPath(undefined);
      this.store.set({ path: [from, i], node: -1, edge: -1, said: null, view: "graph" });
    } else {
      this.store.set({ node: i, edge: -1, path: null, said: null });
    }
  }

  askPath(from) {
    this.pathFrom = from;
    this.bar.ask(from);
  }

  /** Brings a node's neighbours in, or takes them away again. */
  toggle(i) {
    const { scope } = this.state;
    if (scope.grown.includes(i)) {
      const before = this.shown.size;
      this.store.set({ scope: { ...scope, grown: scope.grown.filter((g) => g !== i) }, node: i });
      say(t("graph.collapsed", { count: num(Math.max(0, before - this.shown.size)) }));
      return;
    }
    if (!nextTo(this.model, i, usableEdges(this.model, this.masks, this.state), this.masks).some((o) => !this.shown.has(o))) {
      say(t("graph.nothing"));
      return;
    }
    const before = this.shown.size;
    this.store.set({ scope: { ...scope, grown: [...scope.grown, i] }, node: i });
    say(t("graph.expanded", { count: num(this.shown.size - before) }));
  }

  key(event) {
    const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (event.key in ways) this.step(...ways[event.key]);
    else if (event.key === "+" || event.key === "=") this.camera.zoom(1.25);
    else if (event.key === "-") this.camera.zoom(0.8);
    else if (event.key === "0") this.camera.fit(true);
    else if (event.key === "Enter" && this.state.node >= 0) this.toggle(this.state.node);
    else return;
    event.preventDefault();
  }

  /** Selects the nearest node in a direction; without a selection, the weightiest. */
  step(dx, dy) {
    const from = this.places.get(this.state.node);
    if (!from) {
      if (this.byWeight.length) this.store.set({ node: this.byWeight[0], edge: -1 });
      return;
    }
    let best = -1;
    let least = Infinity;
    for (const i of this.shown) {
      const at = this.places.get(i);
      const along = (at.x - from.x) * dx + (at.y - from.y) * dy;
      const across = Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx);
      if (i === this.state.node || along <= 4 || across > along * 1.6) continue;
      if (along + across * 1.5 < least) {
        least = along + across * 1.5;
        best = i;
      }
    }
    if (best >= 0) this.store.set({ node: best, edge: -1 }, true);
  }
}

function sameSet(a, b) {
  if (a.size !== b.size) return false;
  for (const i of a) if (!b.has(i)) return false;
  return true;
}
