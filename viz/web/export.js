// Pictures of what is seen: PNG from the canvas, SVG drawn anew from the same places.

import { download, fileName } from "./dom.js";
import { alpha, colour } from "./theme.js";

/** The canvas as it is seen, on the page's own background. */
export function pngOf(view) {
  const ratio = view.ratio();
  const { x, y } = view.pan.margin();
  const out = document.createElement("canvas");
  out.width = Math.round(view.frame.clientWidth * ratio);
  out.height = Math.round(view.frame.clientHeight * ratio);
  const ctx = out.getContext("2d");
  ctx.fillStyle = view.sheet.paper;
  ctx.fillRect(0, 0, out.width, out.height);
  ctx.drawImage(view.canvas, -x * ratio, -y * ratio);
  return new Promise((resolve) => out.toBlob(resolve, "image/png"));
}

/** Text as XML: what XML cannot hold (control characters, halves of characters) is left out. */
const xml = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
const short = (value) => String(Math.round(value * 100) / 100);

/** What is seen as an SVG document. */
export function svgOf(view) {
  const width = view.frame.clientWidth;
  const height = view.frame.clientHeight;
  const margin = view.pan.margin();
  const at = (i) => {
    const p = view.screen(i);
    return { x: p.x - margin.x, y: p.y - margin.y };
  };
  const seen = (p) => p.x > -80 && p.y > -80 && p.x < width + 80 && p.y < height + 80;
  const parts = [`<rect width="${width}" height="${height}" fill="${view.sheet.paper}"/>`];
  for (const line of view.lines) {
    const a = at(line.from);
    const b = at(line.to);
    if (seen(a) || seen(b)) parts.push(lineOf(view, line, a, b));
  }
  for (const i of [...view.byWeight].reverse()) {
    const p = at(i);
    if (!seen(p)) continue;
    const look = view.model.look(i);
    const r = view.radius(i) * view.scale;
    const faint = view.lit && !view.lit.nodes.has(i) ? ' opacity="0.25"' : "";
    parts.push(
      `<path d="${look.path}" transform="translate(${short(p.x)} ${short(p.y)}) scale(${short(r)})" fill="${colour(look, view.sheet)}" fill-rule="evenodd"${faint}><title>${xml(view.model.name(i).slice(0, 200))}</title></path>`,
    );
  }
  for (const { item, box, where } of view.placed || []) parts.push(nameOf(view, item, box, where, margin));
  const font = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${font}">\n${parts.join("\n")}\n</svg>\n`;
}

function lineOf(view, line, a, b) {
  const lit = !view.lit || view.lit.lines.has(line.id);
  const stroke = alpha(colour(line.type, view.sheet), lit ? 0.75 : 0.14);
  const bend = line.bend * 0.5;
  const middle = `${short((a.x + b.x) / 2 + (b.y - a.y) * bend)} ${short((a.y + b.y) / 2 - (b.x - a.x) * bend)}`;
  const dash = line.type.dash ? ` stroke-dasharray="${line.type.dash.join(" ")}"` : "";
  return `<path d="M${short(a.x)} ${short(a.y)}Q${middle} ${short(b.x)} ${short(b.y)}" fill="none" stroke="${stroke}" stroke-width="${lit ? 1.2 : 1}"${dash}/>`;
}

function nameOf(view, item, box, where, margin) {
  const anchor = where === "right" ? "start" : where === "left" ? "end" : "middle";
  const x = (where === "right" ? box.x0 + 2 : where === "left" ? box.x1 - 2 : (box.x0 + box.x1) / 2) - margin.x;
  const bold = item.style.startsWith("600") ? ' font-weight="600"' : "";
  return item.lines
    .map((line, k) => {
      const y = box.y0 - margin.y + 15 * k + 11.5;
      return `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" font-size="${/(\d+)px/.exec(item.style)[1]}"${bold} fill="${view.sheet.ink}" stroke="${view.sheet.halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${xml(line)}</text>`;
    })
    .join("");
}

export async function savePng(view) {
  download(await pngOf(view), fileName(view.model.raw.title, ".png"));
}

export function saveSvg(view) {
  download(new Blob([svgOf(view)], { type: "image/svg+xml" }), fileName(view.model.raw.title, ".svg"));
}
