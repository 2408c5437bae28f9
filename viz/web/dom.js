// Elements are made from data, never from strings of HTML: names and evidence can hold anything.

const SVG_NS = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.setAttribute("class", value);
    else if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") for (const [key, part] of Object.entries(value)) element.dataset[key] = part;
    else if (name === "css") for (const [key, part] of Object.entries(value)) element.style.setProperty(key, part);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** An HTML element: `h("button", {class: "x", onclick: f}, "text", other)`. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG_NS, tag), attributes, children);
}

/** An icon from the page's sprite. */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true", viewBox: "0 0 20 20" }, svg("use", { href: `#i-${name}` }));
}

/** The mark of a label: its shape in its colour. */
export function mark(label, size) {
  const s = size || 12;
  const path = svg("path", { d: label.path, "fill-rule": "evenodd", class: `fill-${label.name}` });
  return svg("svg", { class: "mark", width: s, height: s, viewBox: "-1.15 -1.15 2.3 2.3", "aria-hidden": "true" }, path);
}

/** Appends children as `h` does: lists are opened, null and false left out. */
export function put(element, ...children) {
  return fill(element, null, children);
}

export function byId(id) {
  return document.getElementById(id);
}

export function clear(element) {
  element.replaceChildren();
  return element;
}

/** Calls `f` at most once per `wait` ms, with the last arguments. */
export function debounce(f, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), wait);
  };
}

/** `text` cut to `length` characters, never inside a surrogate pair. */
export function clip(text, length) {
  if (text.length <= length) return text;
  const cut = /[\uD800-\uDBFF]/.test(text[length - 1]) ? length - 1 : length;
  return `${text.slice(0, cut)}…`;
}

/** Says something to screen readers, and briefly on the screen. */
export function say(text) {
  const live = byId("live");
  live.textContent = text;
  live.classList.add("on");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => live.classList.remove("on"), 2600);
}

/** Puts `text` on the clipboard; resolves to whether that worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "sr", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** Offers `blob` as a download called `name`. */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** A file name from a title: no character that a file system minds. */
export function fileName(title, suffix) {
  // eslint-disable-next-line no-control-regex
  const safe = title.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g, "").trim();
  return `${clip(safe, 60).replace(/^\.+|…$/g, "") || "plankg"}${suffix}`;
}
