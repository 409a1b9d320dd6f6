import { formatProof, hasWidth, statusOf, type ValueSet, widthOf } from "../domain/value-set.ts";
import { formatWhere } from "../errors.ts";
import type { ImportedModel, Missing, Warning } from "../graph/imported.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { Known, ResultModel, ResultUnknown, ResultWarning } from "../results/bits-result.ts";
import type { Counted } from "./network.ts";

/** What every document says of its model. */
export function reportedModel(model: ImportedModel, name: string, network: Counted): ResultModel {
  const { format, producer } = model;
  return { name, format, producer, parameters: network.storage.parameters };
}

/** What the importer and the analysis warn of. */
export function reportedWarnings(model: ImportedModel, network: Counted): ResultWarning[] {
  const { analysis, warnings } = network;
  return [...model.warnings, ...analysis.warnings, ...warnings].map(reportedWarning);
}

function reportedWarning({ code, where, reason }: Warning): ResultWarning {
  return { code, where: formatWhere(where), reason };
}

/** What neither the importer nor the analysis could find out. */
export function missingOf(model: ImportedModel, { analysis }: Counted): readonly Missing[] {
  return [...model.missing, ...analysis.missing];
}

/** Something unknown, apart from the totals that it touches. */
export function reportedUnknown(missing: Missing): ResultUnknown {
  const { hint } = missing;
  return { ...reportedWarning(missing), ...(hint === undefined ? {} : { hint }) };
}

/** A tensor's type, width and proof. */
export function reportedValues({ shape, element }: TensorType, set: ValueSet): Known {
  const { bits, float } = widthOf(set);
  return {
    shape,
    bits,
    float,
    type: element,
    values: valuesKind(set),
    proof: formatProof(set.proof),
    status: statusOf(set),
  };
}

function valuesKind(set: ValueSet): Known["values"] {
  if (!hasWidth(set)) return "float";
  return set.grid?.levels === undefined ? "grid" : "levels";
}
