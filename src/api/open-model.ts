import { basename, dirname } from "node:path";
import { AceError } from "../errors.ts";
import type { ImportedModel } from "../graph/imported.ts";
import { filled, type Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { type ByteSource, bufferSource, fileSource } from "../io/byte-source.ts";
import { filesBeside, noFiles } from "../parsers/onnx/external-files.ts";
import { importOnnx } from "../parsers/onnx/index.ts";
import { binaryOfText } from "../parsers/onnx/text/index.ts";
import { expectModel } from "./expect-model.ts";
import type { importProgram } from "./import-program.ts";

/** What is known of a model beside its file; names are the model's. */
export interface ModelOptions {
  /** Name in reports; the file's where it is absent. */
  readonly name?: string;
  /** Sizes of symbolic dimensions. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Shapes of inputs. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
  /** Inputs that hold one known value everywhere. */
  readonly values?: Readonly<Record<string, number>>;
  /** A file that fills the arguments of a StableHLO or HLO program: msgpack, safetensors or npz. */
  readonly weights?: string;
  /** How often loops run whose trips depend on data, by the names that the result asks for. */
  readonly trips?: Readonly<Record<string, number>>;
}

/** A model whose constants can still be read. */
export interface OpenModel {
  readonly name: string;
  readonly model: ImportedModel;
  close(): void;
}

interface ImportOptions extends ModelOptions {
  /** True: every operator must be supported. */
  readonly strict: boolean;
  /** Elements of the inputs with which the graph will be run. */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** Most nodes of functions and inner graphs. */
  readonly maxNodes?: number;
  /** Says of an argument of a program, by its name, that it is a weight. */
  readonly isWeight?: (name: string) => boolean;
}

/** Imports programs of XLA; the command does without it, which starts sooner, for ONNX files. */
export type ImportProgram = typeof importProgram;

/**
 * Opens a model, a path or its bytes, and gives its graph static shapes. The caller closes it.
 *
 * @param programs - absent: a program of XLA is no model
 * @throws {AceError} what the file or the bindings have wrong
 */
export function openModel(
  input: string | Uint8Array,
  options: ImportOptions,
  programs?: ImportProgram,
): OpenModel {
  const sources = [openBytes(input, options.name)];
  try {
    const model = imported(sources, input, options, programs);
    return { name: nameOf(input, options), model, close };
  } catch (error) {
    close();
    const [source] = sources as [ByteSource];
    throw error instanceof AceError ? error.at({ file: source.name }) : error;
  }

  function close(): void {
    for (const source of sources) source.close();
  }
}

/** The bytes of a model, by range; the caller closes it. */
export function openBytes(input: string | Uint8Array, name = "model"): ByteSource {
  return typeof input === "string" ? fileSource(input) : bufferSource(name, input);
}

/**
 * The bytes of an ONNX model in its binary form.
 *
 * @throws {AceError} `unsupported-format` for what is clearly something else
 */
export function onnxBytes(source: ByteSource): ByteSource {
  const binary = binaryOfText(source);
  if (binary === undefined) expectModel(source);
  return binary ?? source;
}

/** @param sources - the model's; what else must stay open is added */
function imported(
  sources: ByteSource[],
  input: string | Uint8Array,
  options: ImportOptions,
  programs: ImportProgram | undefined,
): ImportedModel {
  const [source] = sources as [ByteSource];
  const { given, maxNodes, isWeight } = options;
  const shared = {
    dims: options.dims ?? {},
    inputs: options.inputs ?? {},
    values: valuesOf(options),
    strict: options.strict,
    trips: options.trips ?? {},
    ...(given === undefined ? {} : { given }),
    ...(maxNodes === undefined ? {} : { maxNodes }),
  };
  const { weights } = options;
  const program = programs?.(
    source,
    {
      ...shared,
      ...(weights === undefined ? {} : { weights }),
      ...(isWeight === undefined ? {} : { isWeight }),
    },
    (file) => {
      const opened = fileSource(file);
      sources.push(opened);
      return opened;
    },
  );
  if (program !== undefined) return program;
  sources[0] = onnxBytes(source);
  if (weights !== undefined) throw weightsOfOnnx(weights);
  const external = typeof input === "string" ? filesBeside(dirname(input)) : noFiles;
  return importOnnx(sources[0], external, shared);
}

function weightsOfOnnx(file: string): AceError {
  return new AceError("wrong-usage", {
    action: "fill",
    subject: "the weights",
    expected: "a StableHLO or HLO program, whose weights are arguments",
    got: `an ONNX model, which has its own, beside ${file}`,
  });
}

function valuesOf({ values = {} }: ImportOptions) {
  const known = new Map<string, (type: TensorType) => Tensor>();
  for (const [name, value] of Object.entries(values)) {
    known.set(name, (type) => filled(type, value));
  }
  return known;
}

function nameOf(input: string | Uint8Array, options: ModelOptions): string {
  if (options.name !== undefined) return options.name;
  return typeof input === "string" ? basename(input) : "model";
}
