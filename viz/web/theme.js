// Colours of the canvas, for light and dark; the rest of the page takes them from the stylesheet.

const SHEETS = {
  light: { paper: "#fbfcfd", ink: "#1b2430", soft: "#5a6778", halo: "#fbfcfd", faint: 0.16, line: 0.62, accent: "#1c4fd6" },
  dark: { paper: "#10151d", ink: "#e8edf4", soft: "#9fadc0", halo: "#10151d", faint: 0.2, line: 0.72, accent: "#7da8ff" },
};

const media = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;

let printing = false;

/** The theme in force; paper is always light. */
export function theme() {
  const dark = Boolean(media && media.matches) && !printing;
  return { ...(dark ? SHEETS.dark : SHEETS.light), dark };
}

export function onTheme(listener) {
  if (media) media.addEventListener("change", () => listener(theme()));
  const print = (on) => () => {
    printing = on;
    listener(theme());
  };
  window.addEventListener("beforeprint", print(true));
  window.addEventListener("afterprint", print(false));
}

/** Colour of a label or edge type in this theme. */
export function colour(look, sheet) {
  return sheet.dark ? look.dark : look.color;
}

/** `#rrggbb` with an alpha. */
export function alpha(hex, a) {
  const n = Number.parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${a})`;
}
