/** Where an operation comes from, as a producer tells it. */
export type Location =
  | { readonly kind: "unknown" }
  /** `#loc12`, looked up when it is needed. */
  | { readonly kind: "alias"; readonly name: string }
  | { readonly kind: "name"; readonly name: string; readonly child: Location | undefined }
  /** `"file.py":3:5 to :7`, as written. */
  | { readonly kind: "file"; readonly text: string }
  | { readonly kind: "callsite"; readonly callee: Location; readonly caller: Location }
  | {
      readonly kind: "fused";
      readonly metadata: string | undefined;
      readonly items: readonly Location[];
    };
