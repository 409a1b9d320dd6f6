import { AceError } from "../errors.ts";
import type { Baseline, BaselineModel } from "../results/baseline.ts";
import type { Layer, Operand, ResultMissing } from "../results/score-result.ts";
import { entriesOf, flag, listOf, namedValues, oneText, wholeNumber } from "./checks.ts";
import { type JsonDocument, placeOf, readDocument } from "./json-document.ts";
import {
  anyText,
  convention,
  count,
  decimal,
  fields,
  orNull,
  totalKeys,
  totals,
} from "./result-readers.ts";

const SCHEMA = "acemeter/baseline@1";
const WRITE_ANEW = "ace check --update writes it anew";

const sizes = listOf(wholeNumber);

const operand = fields<Operand>({
  tensor: anyText,
  role: oneText<Operand["role"]>(["activation", "weight", "constant"]),
  shape: sizes,
  bits: wholeNumber,
  float: flag,
  type: anyText,
  values: oneText<Operand["values"]>(["float", "grid", "levels"]),
  proof: anyText,
  status: oneText<Operand["status"]>(["claimed", "declared", "proven", "inspected", "assumed"]),
});

const layer = fields<Omit<Layer, "share">>(
  {
    name: anyText,
    operator: anyText,
    kind: oneText<Layer["kind"]>(["convolution", "dense", "product", "attention", "recurrent"]),
    macs: count,
    trips: count,
    ace: count,
    cpu64: decimal,
    lhs: operand,
    rhs: operand,
    output: sizes,
    stride: sizes,
    groups: wholeNumber,
    accumulatorBits: orNull(wholeNumber),
    weightCount: count,
    weightBits: count,
  },
  ["stride", "groups"],
);

const missing = fields<ResultMissing>(
  { code: anyText, where: anyText, reason: anyText, hint: anyText, affects: totalKeys },
  ["hint"],
);

const model = fields<BaselineModel>({
  name: anyText,
  convention,
  model: fields<BaselineModel["model"]>({
    name: anyText,
    format: anyText,
    producer: anyText,
    parameters: count,
  }),
  dims: namedValues(wholeNumber),
  atLeast: totalKeys,
  missing: listOf(missing),
  totals,
  layers: listOf(layer),
});

/**
 * Reads a baseline file.
 *
 * @throws {AceError} `wrong-usage` with line and key path; of a newer version, that it is one
 */
export function readBaseline(file: string, text: string): Baseline {
  try {
    const document = readDocument(file, text);
    expectVersion(document);
    const read = fields<Baseline>({ schema: oneText([SCHEMA] as const), models: listOf(model) });
    return read(document.value, [], document);
  } catch (error) {
    if (!(error instanceof AceError) || error.hint !== undefined) throw error;
    const { code, reason, where, cause } = error;
    throw new AceError(code, reason, { where, hint: WRITE_ANEW, cause });
  }
}

function expectVersion(document: JsonDocument): void {
  const { schema } = entriesOf(document.value, [], document);
  const version = typeof schema === "string" ? /^acemeter\/baseline@(\d+)$/.exec(schema) : null;
  if (version === null || Number(version[1]) <= 1) return;
  const got = `${schema}, which a newer acemeter wrote`;
  throw new AceError(
    "wrong-usage",
    { action: "read", subject: document.file, expected: SCHEMA, got },
    { where: placeOf(document, ["schema"]), hint: `update acemeter, or ${WRITE_ANEW}` },
  );
}
