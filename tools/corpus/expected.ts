import { readFileSync } from "node:fs";
import { isInteger, parse } from "lossless-json";

/** From here on two engines' outputs are different answers; the corpus' own rule. */
const ENGINES_DIFFER = 1e-3;

/** A contraction in the words of the model's author. */
export interface ExpectedLayer {
  readonly macs: bigint;
  readonly lhsBits: number;
  readonly lhsFloat: boolean;
  readonly rhsBits: number;
  readonly rhsFloat: boolean;
  readonly weightCount: bigint;
  readonly sharedWeight: boolean;
  /** `macs` is of all trips together. */
  readonly tripCount: number;
}

export interface ExpectedTotals {
  readonly macs: bigint;
  /** Floats at their own width. */
  readonly ace: bigint;
  /** Floats at 16 bits. */
  readonly acePokebnn: bigint;
  readonly weightBits: bigint;
}

export interface ExpectedInput {
  readonly shape: readonly number[];
  readonly dtype: string;
}

export interface Golden {
  readonly kind: "exact" | "peak" | "none";
  readonly value: number;
}

/** The right answers of one folder; see the corpus' own description. */
export interface Expected {
  readonly layers: readonly ExpectedLayer[];
  readonly totals: ExpectedTotals;
  readonly inputs: Readonly<Record<string, ExpectedInput>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly needsTrips: boolean;
  /** Files that the answers hold for, with totals where a file has its own. */
  readonly files: readonly {
    readonly file: string;
    readonly totals?: ExpectedTotals;
    /** A second engine gave other outputs for this file; they are beside it. */
    readonly ownOutputs: boolean;
  }[];
  readonly golden: Golden | undefined;
  /** Files of weights, from the folder. */
  readonly weights: readonly string[];
  /** Names of arguments by their place in the program; those that it dropped have none. */
  readonly arguments: readonly { readonly place: number | undefined; readonly name: string }[];
}

/** Reads an `expected.json`; counts may be of any size. */
export function readExpected(path: string): Expected {
  const parseNumber = (text: string) =>
    isInteger(text) && !Number.isSafeInteger(Number(text)) ? BigInt(text) : Number(text);
  return expectedOf(parse(readFileSync(path, "utf8"), null, { parseNumber }) as RawExpected);
}

type RawCount = number | bigint;
/** Without quantized floats both totals are one. */
type RawTotals = Readonly<Record<Exclude<keyof ExpectedTotals, "acePokebnn">, RawCount>> & {
  readonly acePokebnn?: RawCount;
};
interface RawExpected {
  readonly layers: readonly (Omit<ExpectedLayer, "macs" | "weightCount"> & {
    readonly macs: RawCount;
    readonly weightCount: RawCount;
  })[];
  readonly totals: RawTotals;
  readonly inputs?: Expected["inputs"];
  readonly dims?: Expected["dims"];
  readonly needsTrips?: boolean;
  readonly files?: readonly {
    readonly file: string;
    readonly totals?: RawTotals;
    readonly secondEngine?: { readonly relToMax?: number };
  }[];
  readonly weights?: readonly string[];
  readonly arguments?: readonly { readonly mlirArg: number | null; readonly name: string }[];
  readonly golden?: { readonly tolerance: Partial<Golden> & Pick<Golden, "kind"> };
}

/** Some folders say by name how large each file is instead. */
function listedFiles({ files = ONE_FILE }: RawExpected): typeof ONE_FILE {
  return Array.isArray(files) ? files : [];
}

const ONE_FILE: NonNullable<RawExpected["files"]> = [{ file: "model.onnx" }];

function expectedOf(raw: RawExpected): Expected {
  return {
    layers: raw.layers.map((layer) => ({
      ...layer,
      macs: BigInt(layer.macs),
      weightCount: BigInt(layer.weightCount),
      sharedWeight: layer.sharedWeight ?? false,
      tripCount: layer.tripCount ?? 1,
    })),
    totals: totalsOf(raw.totals),
    inputs: raw.inputs ?? {},
    dims: raw.dims ?? {},
    needsTrips: raw.needsTrips ?? false,
    files: listedFiles(raw).map(({ file, totals, secondEngine }) => ({
      file,
      ownOutputs: (secondEngine?.relToMax ?? 0) > ENGINES_DIFFER,
      ...(totals === undefined ? {} : { totals: totalsOf(totals) }),
    })),
    weights: raw.weights ?? [],
    arguments: (raw.arguments ?? []).map(({ mlirArg, name }) => ({
      place: mlirArg ?? undefined,
      name,
    })),
    golden:
      raw.golden == null
        ? undefined
        : { kind: raw.golden.tolerance.kind, value: raw.golden.tolerance.value ?? 0 },
  };
}

function totalsOf({ macs, ace, acePokebnn = ace, weightBits }: RawTotals): ExpectedTotals {
  return {
    macs: BigInt(macs),
    ace: BigInt(ace),
    acePokebnn: BigInt(acePokebnn),
    weightBits: BigInt(weightBits),
  };
}
