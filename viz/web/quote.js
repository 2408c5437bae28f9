// Evidence: the plan's own words, with the names in them marked, and the way to their place in the text.

import { clip, h, icon } from "./dom.js";
import { placeText } from "./places.js";
import { t } from "./words.js";

const MOST = 220;

/** Evidence shorter than this is shown with the sentence around it, up to so many characters before and after. */
const SHORT = 40;
const BEFORE = 90;
const AFTER = 50;

/** Spans `[start, end, node]` of the given nodes inside a passage, not overlapping, in order. */
export function spansWithin(model, nodes, doc, start, end) {
  const found = [];
  for (const i of nodes) {
    for (const m of model.mentions(i)) {
      if (m.doc === doc && m.start >= start && m.end <= end && !(m.start === start && m.end === end)) {
        found.push([m.start, m.end, i]);
      }
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let last = -1;
  return found.filter(([from, to]) => from >= last && (last = to));
}

/** A quotation with its place in the source (if that is known) that leads to its place in the text; `at` is `{doc, start, end}`. `bare`: without the sentence around it. */
export function quote(model, store, text, at, nodes, bare) {
  const here = at && at.doc >= 0 && at.start >= 0 && model.documents[at.doc].text !== null;
  const body = h("q", { class: "quote" });
  if (here) body.append(...(bare ? passageOf(model, at, nodes || []) : marked(model, at, nodes || [])));
  else body.append(clip(text, MOST));
  if (!here) return h("div", { class: "said" }, body);
  const where = placeText(model, at);
  const said = where ? h("span", { class: "said-body" }, body, h("small", { class: "at-place" }, where)) : body;
  const jump = () => store.set({ view: "text", place: { doc: at.doc, start: at.start, end: at.end } });
  return h("button", { class: "said jump", type: "button", title: t("panel.jump"), onclick: jump }, said, icon("jump"));
}

/** Where the sentence around a short passage begins and ends; the passage itself if it is long enough. */
export function sentence(text, start, end) {
  if (end - start >= SHORT) return [start, end];
  let from = sentenceStart(text, start, start);
  if (/[（(]/.test(text[from]) && text[from - 1] !== "\n") from = sentenceStart(text, from - 1, start);
  let to = end;
  while (to < text.length && to - end < AFTER && !/[。\n！？]/.test(text[to])) to++;
  return [from, to];
}

function sentenceStart(text, at, start) {
  let from = at;
  while (from > 0 && start - from < BEFORE && !/[。\n！？]/.test(text[from - 1])) from--;
  return from;
}

function marked(model, at, nodes) {
  const { text } = model.documents[at.doc];
  const [low, high] = sentence(text, at.start, at.end);
  const around = (a, b) => (a < b ? h("span", { class: "around" }, text.slice(a, b)) : null);
  const cutBefore = low > 0 && !/[。\n！？]/.test(text[low - 1]) && low < at.start;
  return [
    cutBefore ? h("span", { class: "around" }, "…") : null,
    around(low, at.start),
    ...passageOf(model, at, nodes),
    around(at.end, high),
    high > at.end && high - at.end >= AFTER ? h("span", { class: "around" }, "…") : null,
  ].filter(Boolean);
}

function passageOf(model, at, nodes) {
  const { text } = model.documents[at.doc];
  const spans = spansWithin(model, nodes, at.doc, at.start, at.end);
  let from = at.start;
  let to = at.end;
  if (to - from > MOST) {
    const first = spans.length ? spans[0][0] : from;
    from = Math.max(at.start, Math.min(first - 60, at.end - MOST));
    to = from + MOST;
  }
  const parts = [from > at.start ? "…" : ""];
  let done = from;
  for (const [start, end, i] of spans) {
    if (start < done || end > to) continue;
    parts.push(text.slice(done, start), h("mark", { class: `tint-${model.look(i).name}` }, text.slice(start, end)));
    done = end;
  }
  parts.push(text.slice(done, to), to < at.end ? "…" : "");
  return parts;
}

/** Where a passage stands: document and sections. */
export function whereabouts(model, doc, section, short) {
  const parts = model.path(section).map((s) => clip(model.heading(s), short ? 22 : 60));
  if (doc >= 0 && model.documents.length > 1) parts.unshift(`《${clip(model.documents[doc].title, 30)}》`);
  return parts.join(" › ");
}
