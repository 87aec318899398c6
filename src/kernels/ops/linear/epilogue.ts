// Epilogues of a matrix product: WGSL that stores a result of a product kernel, in the place of its function `put`.

import type { Variant } from '../../op.ts';

const PUT = /^fn put\(.*\}$/m;

/**
 * The product kernels with an epilogue: bindings and a function `put(at: u32, value: Value)`, which computes the element `at` of c.
 * `Value` is f32 or vec4f. Bindings are numbered `NEXT`, at most one an epilogue.
 */
export function withEpilogue(
  variants: readonly [Variant, ...Variant[]],
  epilogue: string,
): [Variant, ...Variant[]] {
  const [first, ...others] = variants.map((variant) => ({
    ...variant,
    wgsl: variant.wgsl.replace(PUT, epilogue.replace('NEXT', String(bindingCount(variant.wgsl)))),
  }));
  return [first, ...others];
}

const bindingCount = (wgsl: string) => wgsl.match(/@binding\(\d+\)/g)?.length ?? 0;
