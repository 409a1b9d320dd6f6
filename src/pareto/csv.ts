import { AceError } from "../errors.ts";

/** A record of a CSV file. */
export interface CsvRecord {
  /** Line of the file that it starts in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV text, empty lines left out. A byte order mark is skipped; lines end in LF,
 * CR LF or CR.
 *
 * @throws {AceError} `wrong-usage` where a quote is not closed or stands inside a cell
 *
 * Source: RFC 4180.
 */
export function parseCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let [line, start] = [1, 1];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  for (let more = at < text.length; more; ) {
    const quoted = text[at] === '"';
    const { cell, end } = quoted ? quotedCell(text, at, line) : bareCell(text, at);
    const [separator] = /^(,|\r?\n|\r|$)/.exec(text.slice(end, end + 2)) ?? [];
    if (separator === undefined) throw badQuote(text, at, line);
    cells.push(cell);
    line += linesIn(cell) + (separator === "," ? 0 : 1);
    at = end + separator.length;
    more = at < text.length || separator === ",";
    if (separator === ",") continue;
    if (cells.length > 1 || cell !== "" || quoted) records.push({ line: start, cells });
    cells = [];
    start = line;
  }
  return records;
}

interface Cell {
  readonly cell: string;
  /** Where its separator is. */
  readonly end: number;
}

function bareCell(text: string, at: number): Cell {
  const special = /[",\r\n]/g;
  special.lastIndex = at;
  const end = special.exec(text)?.index ?? text.length;
  return { cell: text.slice(at, end), end };
}

function quotedCell(text: string, at: number, line: number): Cell {
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw badQuote(text, at, line);
  return { cell: text.slice(at + 1, close).replaceAll('""', '"'), end: close + 1 };
}

function linesIn(cell: string): number {
  return cell.match(/\r?\n|\r/g)?.length ?? 0;
}

function badQuote(text: string, at: number, line: number): AceError {
  const [got = ""] = text.slice(at, at + 60).split(/[\r\n]/);
  const expected = "a cell without quotes, or one in quotes whose inner quotes are doubled";
  const reason = { action: "read", subject: "a CSV file", expected, got };
  return new AceError("wrong-usage", reason, { where: { line } });
}
