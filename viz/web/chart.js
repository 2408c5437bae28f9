// A small chart of one indicator: known values as rings, targets as stars' dots, years along.

import { svg } from "./dom.js";
import { t } from "./words.js";

const W = 150;
const H = 64;

/** An SVG line or bar chart of a `series`, or null. */
export function chart(name, data) {
  if (!data) return null;
  const points = data.points.map((p) => `${p.year || t("goals.noyear")} ${p.value}${data.unit}`).join("，");
  const parts = data.kind === "line" ? line(data) : bars(data);
  return svg("svg", { class: `chart ${data.kind}`, viewBox: `0 0 ${W} ${H}`, width: W, height: H, role: "img", "aria-label": t("goals.chart", { name, points }) }, parts);
}

function line({ points }) {
  const years = points.map((p) => p.year);
  const values = points.map((p) => p.value);
  const [from, to] = [Math.min(...years), Math.max(...years)];
  const [low, high] = range(values);
  const x = (year) => 16 + ((year - from) / (to - from)) * (W - 32);
  const y = (value) => H - 20 - ((value - low) / (high - low)) * (H - 40);
  const path = points.map((p, k) => `${k ? "L" : "M"}${x(p.year).toFixed(1)} ${y(p.value).toFixed(1)}`).join("");
  const shown = ends(points);
  return [
    svg("path", { class: "axis", d: `M8 ${H - 14.5}H${W - 8}` }),
    svg("path", { class: "trend", d: path }),
    points.map((p) => svg("circle", { class: p.goal ? "target" : "known", cx: x(p.year).toFixed(1), cy: y(p.value).toFixed(1), r: 3.4 })),
    shown.map((p) => text(x(p.year), y(p.value) - 7, p.value, "value")),
    [...new Set([from, to])].map((year) => text(x(year), H - 3, year, "year")),
  ];
}

/** The first and the last point: those whose values are written. */
function ends(points) {
  const last = points[points.length - 1];
  return points[0] === last ? [last] : [points[0], last];
}

function bars({ points }) {
  const some = points.slice(0, 6);
  const high = Math.max(...some.map((p) => Math.abs(p.value)), 1e-9);
  const width = Math.min(26, (W - 24) / some.length - 6);
  const step = (W - 16) / some.length;
  return some.map((p, k) => {
    const tall = Math.max(2, (Math.abs(p.value) / high) * (H - 34));
    const x = 8 + step * (k + 0.5);
    return [
      svg("rect", { class: p.goal ? "target" : "known", x: (x - width / 2).toFixed(1), y: (H - 14 - tall).toFixed(1), width: width.toFixed(1), height: tall.toFixed(1), rx: 2 }),
      text(x, H - 18 - tall, p.value, "value"),
      p.year ? text(x, H - 3, p.year, "year") : null,
    ];
  });
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? [low - 1, high + 1] : [low, high];
}

function text(x, y, value, name) {
  return svg("text", { class: name, x: x.toFixed(1), y: y.toFixed(1), "text-anchor": "middle" }, String(value));
}
