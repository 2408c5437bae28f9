// Names on the picture: how they break into lines, and which of them fit without covering each other.

const LINE = 9;

/** Width of a text in units of one Chinese character. */
export function span(text) {
  let width = 0;
  for (const c of text) width += c.codePointAt(0) < 0x2e80 ? 0.56 : 1;
  return width;
}

/** A name in at most `lines` lines of about nine Chinese characters, with … when it is cut. */
export function nameLines(name, lines, line) {
  const most = line || LINE;
  const clean = name.slice(0, 400).replace(/\s+/g, " ").trim();
  const whole = span(clean);
  if (whole <= most + 1) return [clean];
  const count = Math.min(lines, Math.ceil(whole / most));
  const width = Math.max(Math.min(most, whole / count + 0.5), most * 0.6);
  const found = [];
  let rest = Array.from(clean);
  for (let k = 0; k < count && rest.length; k++) {
    const last = k === count - 1;
    let taken = 0;
    let used = 0;
    const room = last && span(rest.join("")) > most ? most - 1 : last ? Infinity : width;
    while (taken < rest.length && used + span(rest[taken]) <= room) used += span(rest[taken++]);
    if (!last) taken = goodBreak(rest, Math.max(1, taken));
    found.push(rest.slice(0, taken).join("").trim());
    rest = rest.slice(taken);
  }
  if (rest.length) found[found.length - 1] += "…";
  return found;
}

/** Keeps closing marks off the start of a line and Latin words and numbers whole. */
function goodBreak(chars, at) {
  let cut = at;
  while (cut < chars.length && /[，。、）》”’：；！？]/.test(chars[cut]) && cut < at + 2) cut++;
  const latin = (c) => c !== undefined && /[\w.%+-]/.test(c);
  let back = cut;
  while (back > 1 && latin(chars[back]) && latin(chars[back - 1])) back--;
  if (cut - back > 0 && cut - back < 7 && back > 1) cut = back;
  while (cut > 1 && /[（《“‘]/.test(chars[cut - 1])) cut--;
  return cut;
}

/** A field of boxes that tells whether a new one would cover another. */
export class Room {
  constructor(cell) {
    this.cell = cell || 48;
    this.cells = new Map();
  }

  #keys(box) {
    const keys = [];
    const c = this.cell;
    for (let x = Math.floor(box.x0 / c); x <= Math.floor(box.x1 / c); x++) {
      for (let y = Math.floor(box.y0 / c); y <= Math.floor(box.y1 / c); y++) keys.push(x * 65536 + y);
    }
    return keys;
  }

  free(box) {
    for (const key of this.#keys(box)) {
      for (const b of this.cells.get(key) || []) {
        if (b.x0 < box.x1 && box.x0 < b.x1 && b.y0 < box.y1 && box.y0 < b.y1 && b.own !== box.own) return false;
      }
    }
    return true;
  }

  take(box) {
    for (const key of this.#keys(box)) {
      if (this.cells.has(key)) this.cells.get(key).push(box);
      else this.cells.set(key, [box]);
    }
  }
}

/**
 * Which names to write, and where. `items` are `{own, x, y, r, lines, widths, must}` in screen pixels, most
 * important first; those with `strong` may lie over marks, those with `must` over anything. Returns
 * `{item, box, where}`; a name that would cover another is not among them.
 */
export function placeNames(items, options) {
  const room = new Room();
  const written = new Room();
  const height = options.lineHeight;
  for (const item of items) {
    const r = item.r * 0.8;
    const own = { x0: item.x - r, x1: item.x + r, y0: item.y - r, y1: item.y + r, own: item.own };
    room.take(own);
    if (item.strong) written.take(own);
  }
  const placed = [];
  for (const item of items) {
    if (placed.length >= options.most && !item.must) continue;
    const spots = options.side ? ["right"] : ["below", "above", "right", "left"];
    const boxes = spots.map((where) => ({ item, where, box: boxAt(item, where, height) })).filter((p) => !outside(p.box, options));
    const over = boxes.find((p) => room.free(p.box)) || (item.strong && boxes.find((p) => written.free(p.box)));
    const chosen = over || (item.must && { item, where: spots[0], box: boxAt(item, spots[0], height) });
    if (!chosen) continue;
    room.take(chosen.box);
    written.take(chosen.box);
    placed.push(chosen);
  }
  return placed;
}

function outside(box, options) {
  const { width, height } = options;
  return box.x0 < 0 || box.y0 < (options.top || 0) || box.x1 > width || box.y1 > height;
}

function boxAt(item, where, lineHeight) {
  const w = Math.max(...item.widths);
  const h = lineHeight * item.lines.length;
  const { x, y, r } = item;
  const at = {
    below: [x - w / 2, y + r + 2],
    above: [x - w / 2, y - r - h - 2],
    right: [x + r + 5, y - h / 2],
    left: [x - r - w - 5, y - h / 2],
  }[where];
  return { x0: at[0] - 2, y0: at[1], x1: at[0] + w + 2, y1: at[1] + h, own: item.own };
}
