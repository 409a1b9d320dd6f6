import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileAccess } from "../../src/api/model-access.ts";
import type { ModelAccess } from "../../src/exec/model-access.ts";
import { BITWISE, type Rule, type Tolerance } from "../../src/exec/tolerance.ts";
import type { VerifyCase } from "../../src/exec/verified-case.ts";
import { verify } from "../../src/exec/verify.ts";
import { verifyCase } from "../../src/exec/verify-case.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import { roundToFloat } from "../../src/graph/small-float.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { foldersWith } from "./corpus-folder.ts";
import { readDisputes, withDoubles } from "./disputes.ts";
import { type Golden, readExpected } from "./expected.ts";
import type { Finding, FolderReport } from "./report.ts";

/** Results of all networks whose right results are known. */
export function* executionReports(
  root: string,
  only: string,
  quick: boolean,
): Generator<FolderReport> {
  const light = "onnx/backend/light";
  if (!quick && light.startsWith(only) && existsSync(join(root, light))) {
    const findings = verify([join(root, light)], fileAccess).cases.map(found);
    yield { title: `execution ${light}`, findings };
  }
  const folders = foldersWith(root, "onnx/torch", "expected.json");
  for (const folder of folders.filter((name) => name.startsWith(only))) {
    const { files, golden } = readExpected(join(root, folder, "expected.json"));
    if (golden === undefined) continue;
    yield {
      title: `execution ${folder}`,
      findings: files.map(({ file, ownOutputs }) =>
        executed(root, folder, { file, ownOutputs, golden }),
      ),
    };
  }
}

interface Case {
  readonly file: string;
  readonly ownOutputs: boolean;
  readonly golden: Golden;
}

function executed(root: string, title: string, { file, ownOutputs, golden }: Case): Finding {
  const folder = join(root, title);
  const own = join(folder, `out.${file.replaceAll(".", "_")}.npz`);
  const expected = ownOutputs && existsSync(own) ? own : join(folder, "out.npz");
  return compareRun({ root, title, file, expected, golden }, fileAccess);
}

/** A program with the outputs that its author's engine gave. */
export interface GoldenRun {
  readonly root: string;
  /** Its folder, from the corpus' root. */
  readonly title: string;
  readonly file: string;
  /** The file of outputs. */
  readonly expected: string;
  readonly golden: Golden;
}

/** Runs one file of a folder on the inputs beside it. */
export function compareRun(
  { root, title, file, expected, golden }: GoldenRun,
  plain: ModelAccess,
): Finding {
  const folder = join(root, title);
  const model = join(folder, file);
  const files = {
    name: file,
    model,
    inputs: [join(folder, "in.npz")],
    expected: [expected],
    byPosition: false,
    tolerance: toleranceOf(golden),
  };
  const access = withOutputNames(model, expected, plain);
  const result = verifyCase(files, access, undefined);
  const reason = readDisputes().get(`${title}/${file}`) ?? readDisputes().get(title);
  if (result.status === "different" && reason !== undefined) {
    const inDoubles = verifyCase(files, withDoubles(access), undefined);
    if (inDoubles.status === "different") return { name: file, verdict: "disputed", reason };
  }
  if (golden.kind !== "none" || result.status === "unsupported" || result.status === "failed") {
    return found(result);
  }
  return { name: file, verdict: "right", reason: "runs; engines disagree on the result" };
}

/** Sums in another order are no difference; `exact` allows −0 for 0. */
function toleranceOf({ kind, value }: Golden): Tolerance {
  const floats: Rule = kind === "peak" ? { peak: value } : { rtol: 0, atol: 0 };
  return { floats, integers: BITWISE, source: "expected.json" };
}

/** Outputs of another engine, where they differ in a bit. */
const SECOND_ENGINE = ".eager";

/** Expected tensors belong to the outputs in order, whatever their authors call them. */
function withOutputNames(model: string, expected: string, access: ModelAccess): ModelAccess {
  return {
    ...access,
    readTensors(path, elements) {
      const tensors = access.readTensors(path, elements);
      if (path !== expected) return tensors;
      const { outputs } = access.signature(model);
      return tensors
        .filter(({ name }) => !name.endsWith(SECOND_ENGINE))
        .slice(0, outputs.length)
        .map(({ name, tensor }, i) => ({
          name: outputs[i]?.name ?? name,
          tensor: asDeclared(tensor, outputs[i]?.element),
        }));
    },
  };
}

/** A file that has no bf16 may hold such values as f32. */
function asDeclared(tensor: Tensor, element: ElementType | undefined): Tensor {
  const isNarrower = element === "bf16" && tensor.type.element === "f32";
  const fits = isNarrower && tensor.data.every((x) => roundToFloat("bf16", x as number) === x);
  return fits ? { type: { element, shape: tensor.type.shape }, data: tensor.data } : tensor;
}

/** Weights without names whose order leaves a choice are refused, with a hint. */
const AMBIGUOUS = "expected one way to fill arguments that have no names";

function found({ name, status, reason, first, maxAbs, tolerance }: VerifyCase): Finding {
  if (status === "equal" || status === "close") return { name, verdict: "right" };
  if (status === "unsupported" || reason?.includes(AMBIGUOUS) === true) {
    return { name, verdict: "refused", ...(reason === undefined ? {} : { reason }) };
  }
  const where =
    first === undefined
      ? (reason ?? "")
      : `${first.tensor}[${first.index}]: expected ${first.expected}, got ${first.got}, at most ${maxAbs} off (${tolerance})`;
  return { name, verdict: "wrong", reason: `${status}: ${where}` };
}
