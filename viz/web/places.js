// Where in its source (a PDF, a Word file, a web page) a passage stands: page 7; table 2, row 3.

import { language, t } from "./words.js";

const PART = /^([a-z ]+) (\d+)$/;
const KINDS = new Map([
  ["page", "place.page"],
  ["table", "place.table"],
  ["row", "place.row"],
  ["column", "place.column"],
  ["paragraph", "place.paragraph"],
  ["footnote", "place.footnote"],
  ["endnote", "place.endnote"],
  ["text box", "place.textbox"],
]);

/** The place of `{doc, start, end}` in words; "" if it is not known. */
export function placeText(model, at) {
  if (!at || at.doc < 0 || at.start < 0) return "";
  const { places } = model.documents[at.doc];
  if (!places) return "";
  const first = partsAt(places, at.start);
  const last = partsAt(places, Math.max(at.start, at.end - 1));
  let same = 0;
  while (same < first.length && first[same] === last[same]) same++;
  return inWords(same ? first.slice(0, same) : first);
}

/** The parts of the place that holds an offset: `["page 7", "table 2", …]`. */
function partsAt(places, offset) {
  let low = 0;
  let high = places.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[2 * middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low ? places[2 * low - 1].split(", ").filter((part) => !part.startsWith("box ")) : [];
}

function inWords(parts) {
  const words = parts.map((part) => {
    const [, kind, n] = PART.exec(part) || [];
    if (KINDS.has(kind)) return t(KINDS.get(kind), { n });
    return part === "scan" ? t("place.scan") : part;
  });
  return words.join(language() === "en" ? ", " : "").trim();
}
