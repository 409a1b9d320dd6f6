const SCOPES = "pkg.torch.onnx.name_scopes";
const NO_MODULE = "_empty_nn_module_stack_from_metadata_hook";

/**
 * Module path that an exporter wrote beside a node, "" where there is none.
 *
 * PyTorch's exporter writes a Python list of scopes, outermost first; the last one is the
 * operation itself and each of the others is a full dotted path.
 */
export function moduleScope(metadata: ReadonlyMap<string, string>): string {
  const scopes = metadata.get(SCOPES);
  if (scopes === undefined) return "";
  const names = Array.from(scopes.matchAll(/'((?:[^'\\]|\\.)*)'/g), (match) => match[1] as string);
  const module = names.at(-2) ?? "";
  return module === NO_MODULE ? "" : module;
}

const WIDTH_KEYS = ["lhs_bits", "rhs_bits", "bits"];

/** The metadata of a node that claims bit widths; empty where none does. */
export function widthNotes(metadata: ReadonlyMap<string, string>): {
  readonly notes?: Readonly<Record<string, string>>;
} {
  const notes = [...metadata].filter(([key]) => WIDTH_KEYS.includes(key));
  return notes.length === 0 ? {} : { notes: Object.fromEntries(notes) };
}

/**
 * What the user calls a node: the module path, else the node's name, else its first output's;
 * a leading slash is dropped.
 */
export function layerName(scope: string, name: string, outputs: readonly string[]): string {
  const chosen = scope || name || outputs.find((output) => output !== "") || "";
  return chosen.startsWith("/") ? chosen.slice(1) : chosen;
}
