import type { Module } from "../program/program.ts";
import { type Mesh, meshIn, meshNamed } from "./mesh.ts";
import {
  expectDevices,
  malformedSharding,
  type Partition,
  type Tiling,
  unsupportedSharding,
  wholeOn,
} from "./tiling.ts";
import { Words } from "./words.ts";

/** An axis of a mesh, or the part of it that is left when it is split: `"x":(2)4`. */
interface AxisPart {
  readonly name: string;
  /** Sizes of the axis before the part, and of the part; absent: the whole axis. */
  readonly part?: { readonly before: number; readonly size: number };
}

/** A sharding as its text has it. */
interface Sharding {
  readonly mesh: Mesh;
  /** Axes along which each dimension is cut, the slowest first. */
  readonly dims: readonly (readonly AxisPart[])[];
  readonly unreduced: readonly AxisPart[];
}

/**
 * Reads lists such as `[<@mesh, [{}, {"tp"}]>, ...]`; axes that are not manual cut nothing.
 *
 * @param manual - `manual_axes{"dp", "tp"}`
 * @throws {AceError} `malformed-model`; `unsupported-operator` for sums that are left to be done
 *
 * Source: Shardy, `sdy.manual_computation` and `TensorShardingAttr`.
 */
export function sdyPartition(
  lists: { readonly inputs: string; readonly outputs: string },
  manual: string,
  module: Module,
): Partition {
  const names = [...manual.matchAll(/"([^"]*)"/g)].map(([, name]) => name as string);
  const isManual = ({ name }: { readonly name: string }) => names.includes(name);
  const [inputs, outputs] = [lists.inputs, lists.outputs].map((text) => readList(text, module)) as [
    readonly Sharding[],
    readonly Sharding[],
  ];
  const manualAxes = [...inputs, ...outputs].map(({ mesh }) => mesh.axes.filter(isManual));
  const axes = manualAxes.find(({ length }) => length === names.length);
  if (axes === undefined) throw malformedSharding(`a mesh with the axes ${names.join()}`, "none");
  const devices = expectDevices(axes.reduce((product, { size }) => product * size, 1));
  const tilingOfDims = ({ dims, unreduced }: Sharding): Tiling => {
    if (unreduced.some(isManual)) throw unsupportedSharding("no unreduced axes", "unreduced axes");
    const cut = dims.map((parts) => parts.filter(isManual));
    return cut.every(({ length }) => length === 0)
      ? wholeOn(devices)
      : tilingOf(cut, { axes }, devices);
  };
  return { devices, inputs: inputs.map(tilingOfDims), outputs: outputs.map(tilingOfDims) };
}

function readList(text: string, module: Module): readonly Sharding[] {
  const words = new Words(text.replace(/^#sdy\.sharding_per_value</, ""));
  words.expect("[");
  return words.items("]", () => readSharding(words, module));
}

function readSharding(words: Words, module: Module): Sharding {
  words.expect("<");
  const mesh = readMesh(words, module);
  words.expect(",");
  words.expect("[");
  const dims = words.items("]", () => readDimension(words));
  let unreduced: readonly AxisPart[] = [];
  while (words.take(",")) {
    const key = words.form(/^(replicated|unreduced)$/, "replicated or unreduced");
    words.expect("=");
    words.expect("{");
    const parts = words.items("}", () => readPart(words));
    if (key === "unreduced") unreduced = parts;
  }
  words.expect(">");
  return { mesh, dims, unreduced };
}

/** `@mesh` or `mesh<["x"=2]>`. */
function readMesh(words: Words, module: Module): Mesh {
  if (!words.take("mesh")) return meshNamed(module, words.symbol());
  words.expect("<");
  const mesh = meshIn(words);
  words.expect(">");
  return mesh;
}

/** `{"x", "y":(1)2, ?}p0`: whether it may be cut further, and what comes first, do not matter here. */
function readDimension(words: Words): readonly AxisPart[] {
  words.expect("{");
  const parts = words.items("}", () => (words.take("?") ? undefined : readPart(words)));
  if (/^p\d+$/.test(words.next ?? "")) words.form(/^p/, "a priority");
  return parts.filter((part) => part !== undefined);
}

function readPart(words: Words): AxisPart {
  const name = words.quoted();
  if (!words.take(":")) return { name };
  words.expect("(");
  const before = words.number();
  words.expect(")");
  return { name, part: { before, size: words.number() } };
}

function tilingOf(dims: readonly (readonly AxisPart[])[], mesh: Mesh, devices: number): Tiling {
  const parts = dims.map((dim) => dim.map((part) => coordinatesOf(part, mesh, devices)));
  const counts = parts.map((dim) => dim.reduce((product, { size }) => product * size, 1));
  const tiles = Array.from({ length: devices }, (_, device) =>
    parts.flat().reduce((tile, { size, of }) => tile * size + of(device), 0),
  );
  return { counts, tiles };
}

/** How many places a part of an axis has, and that of each device; devices are in row-major order. */
function coordinatesOf({ name, part }: AxisPart, { axes }: Mesh, devices: number) {
  const at = axes.findIndex((axis) => axis.name === name);
  const inner = axes.slice(at + 1).reduce((product, { size }) => product * size, 1);
  const whole = (axes[at] as Mesh["axes"][number]).size;
  const { before, size } = part ?? { before: 1, size: whole };
  const after = whole / (before * size);
  if (!Number.isInteger(after) || after < 1 || devices % whole !== 0) {
    throw malformedSharding(`a part of the ${whole} devices along "${name}"`, `(${before})${size}`);
  }
  const of = (device: number): number => Math.floor(device / (inner * after)) % size;
  return { size, of };
}
