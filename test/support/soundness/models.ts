import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileAccess } from "../../../src/api/model-access.ts";
import { AceError } from "../../../src/errors.ts";
import { elementsOf, openSupported } from "../../../src/exec/verify-case.ts";
import { isFloat } from "../../../src/graph/element-type.ts";
import type { Graph, TensorId } from "../../../src/graph/graph.ts";
import { type Tensor, zeros } from "../../../src/graph/tensor.ts";
import { Chance } from "./chance.ts";
import type { Inputs } from "./check-runs.ts";
import { randomElements } from "./elements.ts";
import { type Survey, skip, survey } from "./survey.ts";

/** A model file and the files of its given inputs. */
export interface ModelFiles {
  readonly model: string;
  readonly inputs: readonly string[];
}

/** The models of a folder: `model.onnx` with its first test data set, or files beside an `in.npz`. */
export function modelsIn(folder: string): readonly ModelFiles[] {
  const data = join(folder, "test_data_set_0");
  const files = readdirSync(folder).filter((name) => name.endsWith(".onnx"));
  const npz = join(folder, "in.npz");
  return files.toSorted().map((name) => ({
    model: join(folder, name),
    inputs: existsSync(data) ? numbered(data) : existsSync(npz) ? [npz] : [],
  }));
}

function numbered(folder: string): readonly string[] {
  const at = (i: number) => join(folder, `input_${i}.pb`);
  const count = readdirSync(folder).filter((name) => /^input_\d+\.pb$/.test(name)).length;
  return Array.from({ length: count }, (_, i) => at(i));
}

/** Elements that one run may hold: models with more are run less often. */
const MANY_ELEMENTS = 2 ** 20;

/** Checks a model on its given inputs and on random ones of the same types. */
export function surveyModel(files: ModelFiles, seed: number, into: Survey): void {
  try {
    const given = givenInputs(files);
    const opened = openSupported(given, undefined, (bound) => fileAccess.open(files.model, bound));
    if (opened instanceof AceError) throw opened;
    try {
      const title = `${basename(dirname(files.model))}/${basename(files.model)}`;
      surveyRuns(title, opened.graph, boundInputs(opened.graph, given), seed, into);
    } finally {
      opened.close();
    }
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    skip(error.code, into);
  }
}

function surveyRuns(title: string, graph: Graph, own: Inputs, seed: number, into: Survey): void {
  const count = elementsIn(graph) > MANY_ELEMENTS ? 1 : 3;
  survey(title, graph, [own], into);
  if (own.size === 0) return;
  const others = Array.from({ length: count }, (_, i) => varied(graph, own, new Chance(seed + i)));
  survey(title, graph, others, into);
}

/** The tensors of the files under the names of the model's inputs. */
function givenInputs({ model, inputs }: ModelFiles): ReadonlyMap<string, Tensor> {
  const declared = fileAccess.signature(model).inputs;
  const elements = elementsOf(declared);
  const byPosition = inputs.some((file) => file.endsWith(".pb"));
  const tensors = inputs.map((file) => fileAccess.readTensors(file, elements));
  const named = byPosition
    ? tensors.flatMap((list, i) =>
        list.map(({ tensor }) => ({ name: declared[i]?.name ?? "", tensor })),
      )
    : tensors.flat();
  const only = named.length === 1 && named[0]?.name === "" ? declared[0]?.name : undefined;
  return new Map(named.map(({ name, tensor }) => [only ?? name, tensor]));
}

/** The inputs that did not become constants when the model was opened; else some value of each. */
function boundInputs(graph: Graph, given: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  return new Map(
    graph.inputs.map((id) => {
      const name = graph.tensorName(id) ?? "";
      return [name, given.get(name) ?? filled(graph, id)];
    }),
  );
}

/** Zeros, or the lowest value that an annotation speaks of. */
function filled(graph: Graph, id: TensorId): Tensor {
  const tensor = zeros(graph.type(id));
  const claim = graph.claims.get(id);
  if (claim !== undefined && "lo" in claim) {
    tensor.data.fill(((claim.scale ?? 1) * (claim.lo - claim.zero)) as never);
  }
  return tensor;
}

function elementsIn(graph: Graph): number {
  let sum = 0;
  for (const { outputs } of graph.nodes()) {
    for (const id of outputs) sum += graph.type(id).shape.reduce((n, size) => n * size, 1);
  }
  return sum;
}

/** Floats drawn anew; integers may be indices and stay, as does what an annotation speaks of. */
function varied(graph: Graph, inputs: Inputs, chance: Chance): Inputs {
  const claimed = new Set([...graph.claims.keys()].map((id) => graph.tensorName(id)));
  return new Map(
    [...inputs].map(([name, tensor]) => {
      const { element } = tensor.type;
      const drawn = !claimed.has(name) && (isFloat(element) || /^[iu]8$/.test(element));
      const palette = { marks: [127.5, 0.5], tame: true };
      return [name, drawn ? randomElements(tensor.type, chance, palette) : tensor] as const;
    }),
  );
}
