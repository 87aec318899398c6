// What an op is: its tensors in letters, and its passes, each written three times (WGSL, WebAssembly, plain loops).

import type { Dims, TensorSpec } from './shape.ts';

/** Settings of one use of an op that are fixed when the graph is recorded, e.g. `{ scale: 0.125, causal: true }`. */
export type Attributes = Readonly<Record<string, number | boolean>>;

/** Everything a pass may ask by name: sizes by letter, derived sizes, attributes, `has_<role>` of optional inputs. */
export type Constants = Readonly<Record<string, number>>;

/** The tensors of one use of an op, by role. A gradient has its value's name: `d_x`. */
export type Tensors = Readonly<Record<string, Float32Array | Int32Array>>;

/** [x, y, z] counts of workgroups. */
export type WorkgroupCount = readonly [number, number, number];

/**
 * What an adapter is, as far as it decides which kernels are worth trying. `quads` computes in software four lanes at a
 * time, and the four can read from each other's registers (SwiftShader); `software` is any other that does without a GPU.
 */
export type AdapterKind = 'hardware' | 'software' | 'quads';

/**
 * One way to compute a pass on a GPU. The WGSL stands alone: variables of group 0 are named after the op's roles, override
 * constants and the fields of a uniform `sizes` after entries of `Constants`, and all are filled in by name. A kernel with
 * its sizes in the uniform is compiled once for all of them.
 */
export interface Variant {
  /** Unique within the pass, recorded in checkpoints: `rows`, `tile-8x8`. */
  readonly name: string;
  /** Names it had before, under which checkpoints and caches of earlier releases record it. */
  readonly formerNames?: readonly string[];
  readonly wgsl: string;
  readonly workgroups: (k: Constants) => WorkgroupCount;
  /** Device features without which it cannot run, e.g. `subgroups`. */
  readonly requiredFeatures?: readonly GPUFeatureName[];
  /** The only adapters on which it may be the fastest; any, if left out. It computes the same on all. */
  readonly preferredOn?: AdapterKind;
  /** Whether it can compute these sizes; all, if left out. At least one variant of a pass fits any. */
  readonly supports?: (k: Constants) => boolean;
}

/**
 * One dispatch. Reads and writes are roles of the op: an input, an output, a scratch tensor, or `d_` and one of those.
 *
 * Writing a gradient: a tensor used twice receives two contributions. A WGSL kernel that writes `d_x` therefore declares
 * `override accumulate_d_x: bool` and adds when it is true; CPU passes always add, and their executors clear first what
 * is to be assigned.
 */
export interface Pass {
  /** Unique within the op; part of every label: `softmax.backward`. */
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** WGSL variable → role, where a kernel serves several passes (`{ a: 'x', b: 'weight', c: 'y' }`); else they are equal. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Further constants computed from the others, e.g. the strides of a transposed operand. */
  readonly constants?: (k: Constants) => Record<string, number>;
  /** At least one; the first is what runs when nothing has been measured on this adapter. */
  readonly variants: readonly [Variant, ...Variant[]];
  /**
   * The function of the WebAssembly module: its name, and its arguments as roles (pointers) or constants (numbers). Without
   * it, the WebAssembly backend runs `reference`: an op defined outside this project has no part in the compiled module.
   */
  readonly wasm?: { readonly export: string; readonly args: readonly string[] };
  /** The truth the other two are held against: plain loops, sums in doubles. */
  readonly reference: (t: Tensors, k: Constants) => void;
  /** Floating point operations of one run, for the benchmark and for splitting command buffers. */
  readonly flops: (k: Constants) => number;
}

/** A row of an op's table of cases: sizes, and attributes where it has any. */
export interface Case {
  readonly dims: Dims;
  readonly attributes?: Attributes;
  /** Optional inputs left out in this case. */
  readonly without?: readonly string[];
}

export interface Op {
  readonly name: string;
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /** Inputs that may be absent; kernels see `has_<role>`. */
  readonly optional?: readonly string[];
  /** Working memory of this use of the op, e.g. partial sums. */
  readonly scratch?: Readonly<Record<string, TensorSpec>>;
  /** Sizes that follow from others, e.g. the number of partial sums. */
  readonly derive?: (k: Constants) => Record<string, number>;
  /** Throws a sentence if these sizes and attributes cannot be computed. */
  readonly check?: (k: Constants) => void;
  readonly forward: readonly [Pass, ...Pass[]];
  /** The reverse passes, or `none` for ops nobody differentiates (optimisers). Differentiable inputs are those written as `d_`. */
  readonly backward: readonly [Pass, ...Pass[]] | 'none';
  /** A loss is where the reverse walk starts: its backward reads no `d_` of its outputs. */
  readonly loss?: boolean;
  /** Inputs of a case that cannot be arbitrary numbers, such as ids below V; `random` gives numbers in [0, 1). */
  readonly caseInputs?: (k: Constants, random: () => number) => Tensors;
  /** One table serves finite differences, WGSL and WebAssembly against the reference, the self-test and the benchmark. */
  readonly cases: readonly [Case, ...Case[]];
}

/** Declares an op; the return value keeps its literal role names, so that a misspelt role does not compile. */
export function defineOp<const O extends Op>(op: O): O {
  return op;
}

/** The variant of a pass with this name, or that once had this name. Every look-up by a recorded name goes through here. */
export function findVariant({ variants }: Pass, name: string | undefined): Variant | undefined {
  if (name === undefined) return undefined;
  return variants.find((variant) => variant.name === name || variant.formerNames?.includes(name));
}

/** Workgroups for `n` independent items, `size` to a workgroup, within the limit of 65,535 a dimension. */
export function workgroupCount(n: number, workgroupSize: number): WorkgroupCount {
  const groups = Math.ceil(n / workgroupSize);
  const x = Math.min(groups, 32768);
  return [x, Math.ceil(groups / x), 1];
}

/**
 * Workgroups of 64 for a kernel that takes `n` elements four at a time and walks on in strides of the grid: each thread has
 * about sixteen. Starting a thread costs a software adapter as much as several of them.
 */
export function vec4WorkgroupCount(n: number): WorkgroupCount {
  return workgroupCount(n, 64 * 16);
}
