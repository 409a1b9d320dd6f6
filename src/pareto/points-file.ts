import { AceError, within } from "../errors.ts";
import { oneOf } from "../results/names.ts";
import { type CsvRecord, parseCsv } from "./csv.ts";
import type { Placing } from "./metric.ts";
import { type Millionths, parseMillionths } from "./millionths.ts";
import { checkAccuracy, OWN_FAMILY, type OwnNetwork } from "./own.ts";
import { figureOf } from "./published/figure.ts";

const MACS = ["binaryMacs", "int4Macs", "int8Macs", "floatMacs"] as const;
const TEXTS = ["family", "counted", "source", "notes"] as const;

type Row = ReadonlyMap<string, string>;

/**
 * Networks of a CSV file with the columns `name`, `accuracy` (percent), a cost by the id of its
 * metric (`ace`, `cpu64`, ...), or `binaryMacs`, `int4Macs`, `int8Macs`, `floatMacs` to compute it
 * from; and `family`, `year`, `counted`, `source`, `notes`. All but `name` may be left out or empty.
 *
 * @param metrics - ids of all metrics that may have a column
 * @throws {AceError} `wrong-usage` with the line and the column
 */
export function networksOfCsv(
  text: string,
  placing: Placing,
  metrics: readonly string[],
): readonly OwnNetwork[] {
  const [head, ...records] = parseCsv(text);
  if (head === undefined)
    throw refuse("a file of points", "a line of column names", "an empty file");
  const columns = head.cells.map((cell) => cell.trim());
  within({ line: head.line }, () => checkColumns(columns, metrics));
  if (records.length === 0) throw refuse("a file of points", "a network", "column names only");
  return records.map((record) =>
    within({ line: record.line }, () => network(rowOf(columns, record), placing, metrics)),
  );
}

function checkColumns(columns: readonly string[], metrics: readonly string[]): void {
  const known = [...new Set(["name", "accuracy", "year", ...metrics, ...MACS, ...TEXTS])];
  columns.forEach((column, i) => {
    if (!known.includes(column)) {
      throw refuse(
        "the columns of a file of points",
        oneOf(known, column),
        column || "an empty name",
      );
    }
    if (columns.indexOf(column) < i) throw refuse(`column ${column}`, "it once", "it twice");
  });
  if (!columns.includes("name"))
    throw refuse("a file of points", "a column name", columns.join(", "));
}

function rowOf(columns: readonly string[], { cells }: CsvRecord): Row {
  if (cells.length !== columns.length) {
    throw refuse("a point", `${columns.length} cells`, `${cells.length}`);
  }
  return new Map(columns.map((column, i) => [column, (cells[i] as string).trim()]));
}

function network(row: Row, placing: Placing, metrics: readonly string[]): OwnNetwork {
  const cell = (column: string): string | undefined => row.get(column) || undefined;
  const name = cell("name");
  if (name === undefined) throw refuse("a point", "a name", "an empty cell");
  const costs = [...metrics, ...MACS].flatMap((column): [string, Millionths][] => {
    const value = cell(column);
    return value === undefined ? [] : [[column, costIn(value, column)]];
  });
  const [accuracy, year, counted] = [cell("accuracy"), cell("year"), cell("counted")];
  return {
    name,
    family: cell("family") ?? OWN_FAMILY,
    ...(accuracy === undefined ? {} : { accuracy: checkAccuracy(name, numberIn(accuracy)) }),
    ...(year === undefined ? {} : { year: yearIn(year) }),
    ...costOf(new Map(costs), placing),
    ...(counted === undefined ? {} : { otherConvention: counted }),
    source: cell("source") ?? "your file of points",
  };
}

type OwnCost = Pick<OwnNetwork, "cost" | "costStatus" | "otherConvention">;

/** The column of the metric, else what the columns of multiply-accumulates come to. */
function costOf(costs: ReadonlyMap<string, Millionths>, placing: Placing): OwnCost {
  const stated = costs.get(placing.metric.id);
  if (stated !== undefined) return { cost: stated, costStatus: "given" };
  const macs = MACS.flatMap((column) => {
    const value = costs.get(column);
    return value === undefined ? [] : [[column, wholeOf(value, column)]];
  });
  if (macs.length === 0) return { cost: "no-cost", costStatus: "given" };
  const figure = figureOf(
    { ...PLAIN_ROW, ...Object.fromEntries(macs), macsQuality: "exact", macsStatus: "computed" },
    placing,
  );
  if (typeof figure === "string") return { cost: figure, costStatus: "given" };
  const { cost, otherConvention } = figure;
  return {
    cost,
    costStatus: "computed",
    ...(otherConvention === undefined ? {} : { otherConvention }),
  };
}

const PLAIN_ROW = { name: "", family: "", year: 0, accuracyStatus: "not-found" } as const;

function costIn(text: string, column: string): Millionths {
  const cost = parseMillionths(text);
  if (cost !== undefined && cost >= 0n) return cost;
  throw refuse(`column ${column}`, "a number from 0 with at most six decimal places", text);
}

function wholeOf(value: Millionths, column: string): bigint {
  if (value % 1_000_000n === 0n) return value / 1_000_000n;
  throw refuse(`column ${column}`, "a whole number", `${Number(value) / 1e6}`);
}

function numberIn(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw refuse("column accuracy", "a number in percent", text);
}

function yearIn(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw refuse("column year", "a year of four digits", text);
}

function refuse(subject: string, expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "read", subject, expected, got });
}
