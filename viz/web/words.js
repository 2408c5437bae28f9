// The page's own words, in the language it was made for.

const words = { table: new Map(), groups: {}, lang: "zh" };

export function setWords(lang, messages) {
  words.lang = lang;
  words.table = new Map(Object.entries(messages).filter(([, value]) => typeof value === "string"));
  words.groups = {
    prop: new Map(Object.entries(messages.prop || {})),
    value: new Map(Object.entries(messages.value || {})),
    comparator: new Map(Object.entries(messages.comparator || {})),
  };
}

/** The message `key` with its `{places}` filled. */
export function t(key, values) {
  const text = words.table.has(key) ? words.table.get(key) : key;
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}

/** The word for a property, a value or a comparator; itself if there is none. */
export function word(group, name) {
  const found = words.groups[group].get(String(name));
  return found === undefined ? String(name) : found;
}

/** A count with thousands separated. */
export function num(n) {
  return n.toLocaleString("en-US");
}

export function language() {
  return words.lang;
}

/** Puts Chinese text in the order a reader expects (by sound), Latin after its alphabet, numbers by size. */
export const collate = new Intl.Collator("zh-CN", { numeric: true }).compare;
