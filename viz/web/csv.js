// Tables as files that Excel and WPS open right.

const FORMULA = /^[=+\-@\t\r]/;

/** One cell: quoted where needed; a text that a spreadsheet would run as a formula is kept as text. */
export function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (FORMULA.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Rows as CSV with a byte order mark, so that Chinese is read as UTF-8. */
export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Rows for the clipboard: tabs between cells, line breaks in cells made blanks. */
export function tsv(rows) {
  const cell = (value) => {
    const text = String(value ?? "").replace(/[\t\r\n]+/g, " ");
    return FORMULA.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  };
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}
