// The definition of an op: symbolic shapes of its tensors, and forward and backward passes. Each pass is implemented in WGSL,
// in WebAssembly and as plain loops.

import type { Dims, TensorSpec } from './shape.ts';

/** Compile-time settings of a node, e.g. `{ scale: 0.125, causal: true }`. */
export type Attributes = Readonly<Record<string, number | boolean>>;

/** Constants of a pass by name: sizes by letter, derived sizes, attributes as numbers, `has_<role>` of optional inputs. */
export type Constants = Readonly<Record<string, number>>;

/** The tensors of a node by role, row-major. The gradient of `x` is `d_x`. */
export type Tensors = Readonly<Record<string, Float32Array | Int32Array>>;

/** [x, y, z] counts of workgroups. */
export type WorkgroupCount = readonly [number, number, number];

/**
 * The kind of adapter, which decides the variants worth compiling. `software` computes on the CPU; `quads` is a software
 * adapter with subgroups of four lanes that share registers (SwiftShader).
 */
export type AdapterKind = 'hardware' | 'software' | 'quads';

/**
 * A WGSL kernel for a pass. Bindings are resolved by name: variables of group 0 are roles of the op; override constants and
 * the fields of a uniform `sizes` are entries of `Constants`. An override is baked into the pipeline; a kernel that reads its
 * sizes from the uniform compiles once for all shapes.
 */
export interface Variant {
  /** Unique within the pass and recorded in checkpoints: `row-per-thread`, `tile-8x8`. */
  readonly name: string;
  /** Names in earlier releases, which their checkpoints and caches record. */
  readonly formerNames?: readonly string[];
  readonly wgsl: string;
  readonly workgroups: (k: Constants) => WorkgroupCount;
  /** Device features the kernel needs, e.g. `subgroups`. */
  readonly requiredFeatures?: readonly GPUFeatureName[];
  /** Kind of adapter the kernel is tuned for; default: all. It is correct on every adapter. */
  readonly preferredOn?: AdapterKind;
  /** Whether the kernel supports these sizes; default: all. Each pass has at least one variant without limits. */
  readonly supports?: (k: Constants) => boolean;
}

/**
 * What threads may compute separately in a WebAssembly pass: rows, heads, columns. The kernel has two more arguments, the first item
 * and the end of a range. Its bits must not depend on the ranges, so that they do not depend on the number of threads.
 */
export interface Split {
  readonly items: (k: Constants) => number;
  /** Ranges begin at multiples of it; default 1. */
  readonly multiple?: number;
}

export const splitRows: Split = { items: ({ R }) => R };

/** Ranges of N elements, in whole cache lines. */
export const splitElements: Split = { items: ({ N }) => N, multiple: 16 };

/**
 * One dispatch. `reads` and `writes` are roles of the op: inputs, outputs, scratch tensors, and their gradients `d_<role>`.
 * A kernel may compute again what others read.
 *
 * Gradients: a tensor with several consumers receives one contribution from each. A WGSL kernel that writes `d_x` declares
 * `override accumulate_d_x: bool` and computes `+=` if it is true, else `=`. References always compute `+=`, and WebAssembly
 * kernels without an argument `accumulate_d_x`; their executors zero the gradient before the first contribution. A pass that
 * reads `before_d_x` adds to it instead, and writes the sum to `d_x`, where it is given (`has_before_d_x`).
 */
export interface Pass {
  /** Unique within the op; labels are `<op>.<pass>`, e.g. `softmax.backward`. */
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Whether, with these sizes, the gradient that it writes equals the one that it reads; a plan then needs no copy of it. */
  readonly isCopy?: (k: Constants) => boolean;
  /**
   * WGSL variables, at most four, in the order of the columns of `members`: a kernel that reads this table computes a batch of equal
   * passes, one by workgroup z, whose tensors begin so many words after those that are bound. Row 0 is zeros without a batch.
   */
  readonly batch?: readonly string[];
  /** Role by WGSL variable, for kernels shared by several passes: `{ a: 'x', b: 'weight', c: 'y' }`. Default: the same name. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Additional constants of this pass, e.g. the strides of a transposed operand. */
  readonly constants?: (k: Constants) => Record<string, number>;
  /** In order of preference where no variant has been timed. */
  readonly variants: readonly [Variant, ...Variant[]];
  /**
   * Export of the WebAssembly module; arguments are roles (byte addresses), constants (numbers) or `accumulate_<role>` (0 or 1: the
   * kernel assigns that gradient itself, so the executor need not clear it). Default: the WebAssembly
   * backend runs `reference`, since ops defined outside this project are not part of the compiled module.
   */
  readonly wasm?: { readonly export: string; readonly args: readonly string[]; readonly split?: Split };
  /** Reference implementation, the ground truth of all tests: plain loops, sums in float64. */
  readonly reference: (t: Tensors, k: Constants) => void;
  /** Floating-point operations per run, for benchmarks and for the length of command buffers. */
  readonly flops: (k: Constants) => number;
}

/** A test case of an op. */
export interface Case {
  readonly dims: Dims;
  readonly attributes?: Attributes;
  /** Optional inputs that are absent. */
  readonly without?: readonly string[];
}

export interface Op {
  readonly name: string;
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /** Inputs that may be absent; kernels read the constant `has_<role>`. */
  readonly optional?: readonly string[];
  /** Temporary tensors of a node, e.g. partial sums. */
  readonly scratch?: Readonly<Record<string, TensorSpec>>;
  /** Derived sizes, e.g. the number of partial sums. */
  readonly derive?: (k: Constants) => Record<string, number>;
  /** Throws a `KernelError` for sizes or attributes the op does not support. */
  readonly check?: (k: Constants) => void;
  readonly forward: readonly [Pass, ...Pass[]];
  /**
   * Backward passes; `none` for optimizers and inference-only ops. An input is differentiable if a pass writes its `d_<role>`. The
   * backward passes of a loss read no gradient of its outputs.
   */
  readonly backward: readonly [Pass, ...Pass[]] | 'none';
  /** Inputs with constraints, such as ids below V; other inputs are uniform in [−1, 1). `random()` is uniform in [0, 1). */
  readonly caseInputs?: (k: Constants, random: () => number) => Tensors;
  /** Used by gradient checks, by the comparisons of WGSL and WebAssembly with the reference, and by the self-test. */
  readonly cases: readonly [Case, ...Case[]];
}

/** Declares an op. The return type keeps the literal role names, so that a misspelt role is a type error. */
export function defineOp<const O extends Op>(op: O): O {
  return op;
}

/** The variant of a pass with this current or former name. Every look-up of a recorded name uses this function. */
export function findVariant({ variants }: Pass, name: string | undefined): Variant | undefined {
  if (name === undefined) return undefined;
  return variants.find((variant) => variant.name === name || variant.formerNames?.includes(name));
}

/** Grid for `n` items, `workgroupSize` per workgroup; two-dimensional, because WebGPU limits a dimension to 65,535. */
export function workgroupCount(n: number, workgroupSize: number): WorkgroupCount {
  const groups = Math.ceil(n / workgroupSize);
  const x = Math.min(groups, 32768);
  return [x, Math.ceil(groups / x), 1];
}

/**
 * Grid for a kernel with a grid-stride loop over `n` elements as vec4 and workgroups of 64 threads. Each thread computes about
 * 16 elements, because software adapters pay more for starting a thread than for a few elements.
 */
export function vec4WorkgroupCount(n: number): WorkgroupCount {
  return workgroupCount(n, 64 * 16);
}
