import type { Claim } from "../../src/graph/claim.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { ImportedModel } from "../../src/graph/imported.ts";
import { zeros } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import type { ConvAttributes } from "../../src/ops/core/conv.ts";

export const BIPOLAR: Claim = { lo: 0, hi: 1, zero: 0.5, scale: 2, by: "said to be -1 or +1" };

/** A builder with the vocabulary of these tests: named inputs and stored tensors of zeros. */
export class Network extends GraphBuilder {
  layer(name: string, operator: string): this {
    this.origin = this.graph.addOrigin({ name, operator });
    return this;
  }

  given(name: string, element: ElementType, shape: readonly number[], claim?: Claim): number {
    return this.claimed(this.graph.addInput(this.graph.types.intern(element, shape), name), claim);
  }

  stored(name: string, element: ElementType, shape: readonly number[], claim?: Claim): number {
    const tensor = zeros(new TypeTable().intern(element, shape));
    const type = this.graph.types.intern(element, shape);
    return this.claimed(this.graph.addConstant({ type, read: () => tensor }, name), claim);
  }

  claimed(id: number, claim?: Claim): number {
    if (claim !== undefined) this.graph.claims.set(id, claim);
    return id;
  }

  model(...outputs: number[]): ImportedModel {
    this.graph.outputs.push(...outputs);
    return {
      graph: this.graph,
      format: "onnx",
      producer: "a test",
      dims: {},
      outputNames: outputs.map(String),
      missing: [],
      warnings: [],
    };
  }
}

/** A 3x3 convolution of channels-first images with padding 1. */
export const CONV_3X3: ConvAttributes = {
  data: { batch: 0, feature: 1, spatial: [2, 3] },
  kernel: { output: 0, input: 1, spatial: [2, 3] },
  output: { batch: 0, feature: 1, spatial: [2, 3] },
  strides: [1, 1],
  padLow: [1, 1],
  padHigh: [1, 1],
  dataDilation: [1, 1],
  kernelDilation: [1, 1],
  reversed: [false, false],
  groups: 1,
  batchGroups: 1,
  result: "f32",
};
