import { basename, dirname } from "node:path";
import { AceError } from "../errors.ts";
import type { ImportedModel } from "../graph/imported.ts";
import { filled, type Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { type ByteSource, bufferSource, fileSource } from "../io/byte-source.ts";
import { filesBeside, noFiles } from "../parsers/onnx/external-files.ts";
import { importOnnx } from "../parsers/onnx/index.ts";
import { expectOnnx } from "../parsers/onnx/sniff.ts";
import { binaryOfText } from "../parsers/onnx/text/index.ts";

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
}

/**
 * Opens a model, a path or its bytes, and gives its graph static shapes. The caller closes it.
 *
 * @throws {AceError} what the file or the bindings have wrong
 */
export function openModel(input: string | Uint8Array, options: ImportOptions): OpenModel {
  const source = openSource(input, options.name);
  try {
    return { name: nameOf(input, options), model: imported(source, input, options), close };
  } catch (error) {
    close();
    throw error instanceof AceError ? error.at({ file: source.name }) : error;
  }

  function close(): void {
    source.close();
  }
}

/**
 * The bytes of an ONNX model in its binary form, by range; the caller closes it.
 *
 * @throws {AceError} `unreadable-file`; `unsupported-format` for what is clearly something else
 */
export function openSource(input: string | Uint8Array, name = "model"): ByteSource {
  const source = typeof input === "string" ? fileSource(input) : bufferSource(name, input);
  try {
    const binary = binaryOfText(source);
    if (binary === undefined) expectOnnx(source);
    return binary ?? source;
  } catch (error) {
    source.close();
    throw error;
  }
}

function imported(
  source: ByteSource,
  input: string | Uint8Array,
  options: ImportOptions,
): ImportedModel {
  const external = typeof input === "string" ? filesBeside(dirname(input)) : noFiles;
  const values = new Map<string, (type: TensorType) => Tensor>();
  for (const [name, value] of Object.entries(options.values ?? {})) {
    values.set(name, (type) => filled(type, value));
  }
  const { given, maxNodes } = options;
  return importOnnx(source, external, {
    dims: options.dims ?? {},
    inputs: options.inputs ?? {},
    values,
    strict: options.strict,
    trips: options.trips ?? {},
    ...(given === undefined ? {} : { given }),
    ...(maxNodes === undefined ? {} : { maxNodes }),
  });
}

function nameOf(input: string | Uint8Array, options: ModelOptions): string {
  if (options.name !== undefined) return options.name;
  return typeof input === "string" ? basename(input) : "model";
}
