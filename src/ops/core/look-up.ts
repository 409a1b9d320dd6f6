import { mapped } from "../../domain/transfer/mapping.ts";
import { elementBits, isFloat, isInteger, isSigned } from "../../graph/element-type.ts";
import { numbers, zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

/**
 * Real values of unsigned codes of at most 8 bits, by a table that has one for each code.
 *
 * Unlike with `take`, the codes are what is stored.
 *
 * Source: the 4-bit types of bitsandbytes, in onnxruntime's `MatMulBnb4`.
 */
export const lookUp: PrimitiveOperator<object, 2> = {
  kind: "core",
  name: "lookUp",
  arity: 2,
  infer([codes, table]) {
    const { element } = codes;
    if (!isInteger(element) || isSigned(element) || elementBits(element) > 8) {
      refuse("type-mismatch", "lookUp", "unsigned codes of at most 8 bits", element);
    }
    const count = 2 ** elementBits(element);
    if (!isFloat(table.element) || table.shape.length !== 1 || table.shape[0] !== count) {
      const got = `${table.element} ${formatShape(table.shape)}`;
      refuse("shape-mismatch", "lookUp", `a table of ${count} floats`, got);
    }
    return [{ element: table.element, shape: codes.shape }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "dequantize"),
  values([codes], site, solver) {
    const table = solver.constant(1);
    if (table === undefined) return [undefined];
    const entries = numbers(table);
    return [mapped("table", (code) => entries[code] as number, [codes], site, solver)];
  },
  evaluate([codes, table], { outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const [places, entries, out] = [numbers(codes), numbers(table), numbers(result)];
    for (let i = 0; i < out.length; i++) out[i] = entries[places[i] as number] as number;
    return [result];
  },
};
