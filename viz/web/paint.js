// What vis-network cannot draw by itself: our shapes, the names, and the lines of very large pictures.

import { nameLines, placeNames } from "./names.js";
import { alpha, colour } from "./theme.js";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif';
const SIZE = 12;
const LINE_HEIGHT = 15;

/** Shapes as `Path2D`, by label. */
export function shapes(model) {
  return model.labels.map((label) => new Path2D(label.path));
}

/** Radius of a node in the picture's own units: on the screen marks grow and shrink much less than the picture. */
export function radius(model, i, scale, big) {
  const own = model.look(i).size * (1 + Math.min(0.9, Math.log2(1 + model.degree[i]) / 9));
  if (big) return Math.max(own * 0.62, 1.7 / scale);
  return (own * Math.min(1.12, Math.max(0.6, scale ** 0.4))) / scale;
}

/** Draws one node; `ctx` is in the picture's units. */
export function drawNode(ctx, view, i, x, y, r) {
  const { model, sheet } = view;
  const dim = view.lit && !view.lit.nodes.has(i);
  const selected = i === view.state.node || (view.state.path && view.state.path.includes(i));
  const fill = colour(model.look(i), sheet);
  ctx.save();
  ctx.translate(x, y);
  if (dim) ctx.globalAlpha = sheet.dark ? 0.28 : 0.24;
  if (selected || view.hovered === i) {
    ctx.beginPath();
    ctx.arc(0, 0, r * 1.25 + 5 / view.scale, 0, Math.PI * 2);
    ctx.fillStyle = alpha(sheet.accent, selected ? 0.22 : 0.12);
    ctx.fill();
    if (selected) {
      ctx.lineWidth = 2 / view.scale;
      ctx.strokeStyle = sheet.accent;
      ctx.stroke();
    }
  }
  ctx.scale(r, r);
  ctx.lineWidth = (view.big ? 0.8 : 2.2) / (r * view.scale);
  ctx.strokeStyle = sheet.paper;
  const shape = view.shapes[model.label[i]];
  if (!view.big || r * view.scale > 4) ctx.stroke(shape);
  ctx.fillStyle = fill;
  ctx.fill(shape, "evenodd");
  ctx.restore();
}

/** Names and small counts, drawn over everything in screen pixels. Returns what was placed. */
export function drawNames(ctx, view, width, height) {
  const items = nameItems(ctx, view, width, height);
  const placed = placeNames(items, { width, height, lineHeight: LINE_HEIGHT, most: view.big ? 90 : 260, top: view.big ? 0 : 52, side: view.side });
  for (const { item, box, where } of placed) writeName(ctx, view, item, box, where);
  if (!view.big) for (const item of items) drawMore(ctx, view, item);
  return placed;
}

function nameItems(ctx, view, width, height) {
  const { model, state } = view;
  const items = [];
  for (const i of view.byWeight) {
    const at = view.screen(i);
    if (!at || at.x < -120 || at.y < -60 || at.x > width + 120 || at.y > height + 60) continue;
    const must = i === state.node || i === view.hovered;
    const lit = !view.lit || view.lit.nodes.has(i);
    if (!lit && !must) continue;
    if (view.big && items.length > 400 && !must) continue;
    const heavy = model.weight[i] > 60;
    const style = `${heavy || must ? "600 " : ""}${heavy ? SIZE + 1 : SIZE}px ${FONT}`;
    const label = view.nameOf(i, must, view.side);
    items.push({ own: i, x: at.x, y: at.y, r: view.radius(i) * view.scale, lines: label, style, must, strong: view.strong.has(i) });
  }
  items.sort((a, b) => Number(b.must) - Number(a.must));
  for (const item of items) item.widths = view.measure(ctx, item.style, item.lines);
  return items;
}

function writeName(ctx, view, item, box, where) {
  const { sheet } = view;
  ctx.font = item.style;
  ctx.textBaseline = "middle";
  const left = where === "right";
  const right = where === "left";
  ctx.textAlign = left ? "left" : right ? "right" : "center";
  const x = left ? box.x0 + 2 : right ? box.x1 - 2 : (box.x0 + box.x1) / 2;
  if (item.strong && !item.must) {
    ctx.fillStyle = alpha(sheet.paper, 0.82);
    ctx.fillRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  }
  if (item.must) {
    ctx.fillStyle = sheet.dark ? "#243046" : "#ffffff";
    ctx.strokeStyle = alpha(sheet.accent, 0.55);
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.roundRect(box.x0 - 4, box.y0 - 2, box.x1 - box.x0 + 8, box.y1 - box.y0 + 4, 6);
    ctx.fill();
    ctx.stroke();
  }
  item.lines.forEach((line, k) => {
    const y = box.y0 + LINE_HEIGHT * (k + 0.5);
    if (!item.must) {
      ctx.lineWidth = 3.5;
      ctx.lineJoin = "round";
      ctx.strokeStyle = sheet.halo;
      ctx.strokeText(line, x, y);
    }
    ctx.fillStyle = sheet.ink;
    ctx.fillText(line, x, y);
  });
}

/** A small plus with the number of neighbours that are not shown. */
function drawMore(ctx, view, item) {
  const hidden = view.hiddenCount(item.own);
  if (!hidden || !(item.must || view.state.node === item.own || item.r > 9)) return;
  if (!item.must && view.scale < 0.75) return;
  const text = hidden > 99 ? "99+" : `+${hidden}`;
  ctx.font = `600 9.5px ${FONT}`;
  const w = ctx.measureText(text).width + 7;
  const x = item.x + item.r * 0.75;
  const y = item.y - item.r * 0.95 - 5;
  ctx.beginPath();
  ctx.roundRect(x, y - 6.5, w, 13, 6.5);
  ctx.fillStyle = view.sheet.dark ? "#2b3850" : "#e6ebf3";
  ctx.fill();
  ctx.fillStyle = view.sheet.soft;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + w / 2, y + 0.5);
}

/** What the lines at the selected node say, written along them where there is room. */
export function drawPhrases(ctx, view, placed) {
  const { lit, model, sheet } = view;
  if (!lit || lit.lines.size > 26 || view.big) return;
  const taken = placed.map((p) => p.box);
  ctx.font = `11px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const line of view.lines) {
    if (!lit.lines.has(line.id)) continue;
    const a = view.screen(line.from);
    const b = view.screen(line.to);
    if (!a || !b || Math.hypot(a.x - b.x, a.y - b.y) < 74) continue;
    const x = (a.x + b.x) / 2 - (b.y - a.y) * line.bend * -0.5;
    const y = (a.y + b.y) / 2 + (b.x - a.x) * line.bend * -0.5;
    const count = line.edges.length > 1 ? ` ×${line.edges.length}` : "";
    const text = model.phrase(line.edges[0], line.from) + count;
    const w = ctx.measureText(text).width / 2 + 3;
    const box = { x0: x - w, x1: x + w, y0: y - 8, y1: y + 8 };
    if (taken.some((o) => o.x0 < box.x1 && box.x0 < o.x1 && o.y0 < box.y1 && box.y0 < o.y1)) continue;
    taken.push(box);
    ctx.fillStyle = alpha(sheet.paper, 0.9);
    ctx.fillRect(box.x0, box.y0 + 1, 2 * w, 14);
    ctx.fillStyle = colour(line.type, sheet);
    ctx.fillText(text, x, y + 0.5);
  }
}

/** The lines of a very large picture: one stroke for each colour instead of one for each line. */
export function drawManyLines(ctx, view) {
  const { sheet } = view;
  const groups = new Map();
  for (const line of view.lines) {
    const lit = !view.lit || view.lit.lines.has(line.id);
    const key = lit ? line.type.name : "-";
    if (!groups.has(key)) groups.set(key, { lit, type: line.type, lines: [] });
    groups.get(key).lines.push(line);
  }
  ctx.save();
  ctx.lineWidth = 0.8 / view.scale;
  for (const { lit, type, lines } of groups.values()) {
    const strength = lit ? (view.lit ? 0.9 : 0.3) : 0.06;
    ctx.strokeStyle = alpha(colour(type, sheet), strength);
    for (let k = 0; k < lines.length; k += 400) strokeSome(ctx, view, lines, k, Math.min(lines.length, k + 400));
  }
  ctx.restore();
}

function strokeSome(ctx, view, lines, from, to) {
  ctx.beginPath();
  for (let k = from; k < to; k++) {
    const a = view.places.get(lines[k].from);
    const b = view.places.get(lines[k].to);
    if (!a || !b) continue;
    ctx.moveTo(a.x, a.y);
    ctx.lineTo(b.x, b.y);
  }
  ctx.stroke();
}

/** A name as the canvas writes it. */
export function canvasName(model, i, full, side) {
  const name = model.look(i).name === "Section" ? model.heading(i) : model.name(i);
  if (full) return nameLines(name, 3, 14);
  if (side) return nameLines(name, 1, 16);
  if (model.weight[i] > 60) return nameLines(name, 3, 10);
  return nameLines(name, 2);
}
