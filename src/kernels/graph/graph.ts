// The static graph: a model is recorded once into named nodes, and never changes after that.

import { invariant } from '../errors.ts';
import type { Attributes, Constants, Op } from '../op.ts';
import type { Dims, DType, TensorSpec } from '../shape.ts';
import { AxisSizes, elementCount, formatShape } from '../shape.ts';

/**
 * Where a tensor's numbers live. `parameter`, `gradient` and `moment` tensors are parts of flat storages that outlive the
 * plan; `input` is written from outside before a run; everything else belongs to the plan.
 */
export type TensorKind = 'parameter' | 'input' | 'activation' | 'gradient' | 'scratch' | 'shared';

export interface Tensor {
  readonly kind: TensorKind;
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Named scalars, if this is a tensor of settings that change between steps. */
  readonly fields?: readonly string[];
  /** The tensor whose numbers these are, under another shape. */
  readonly viewOf?: Tensor;
  /** Name of the storage that holds a `shared` tensor as a whole. */
  readonly storage?: string;
}

/** One use of an op. */
export interface Node {
  readonly op: Op;
  /** Shows up in labels: the hook name of its first output. */
  readonly name: string;
  readonly k: Constants;
  /** Inputs, outputs and scratch by role. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

type Roles<S> = { readonly [role in keyof S]: Tensor };
type OptionalRoles<O extends Op> = O['optional'] extends readonly (infer R)[] ? R & string : never;
/** The inputs an op asks for, by role; a misspelt or forgotten one does not compile. */
export type OpInputs<O extends Op> = Omit<Roles<O['inputs']>, OptionalRoles<O>> & {
  readonly [role in OptionalRoles<O>]?: Tensor;
};

export interface ApplyOptions {
  /** Name of the first output; further outputs are `<name>.<role>` unless `names` says otherwise. */
  readonly name: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly attributes?: Attributes;
  /** Sizes of letters that no input tells. */
  readonly dims?: Dims;
  /** Real shapes of outputs where they should have more axes than the op's spec, e.g. `[B, T, H, D]`. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The numbers behind a tensor: itself, or what it is a view of. */
export function root(tensor: Tensor): Tensor {
  return tensor.viewOf ? root(tensor.viewOf) : tensor;
}

export class Graph {
  /** Every tensor that owns its numbers, in the order of creation. */
  readonly tensors: Tensor[] = [];
  readonly nodes: Node[] = [];
  private readonly names = new Set<string>();

  /** A trained tensor; its place in the flat storage is the plan's business. */
  parameter(name: string, shape: readonly number[]): Tensor {
    return this.register({ kind: 'parameter', name, shape, dtype: 'f32' });
  }

  /** A tensor the caller writes before a run. */
  input(name: string, shape: readonly number[], dtype: DType = 'f32'): Tensor {
    return this.register({ kind: 'input', name, shape, dtype });
  }

  /** Named scalars the caller writes before a run, in the order the op declares. */
  scalars(name: string, fields: readonly string[]): Tensor {
    return this.register({ kind: 'input', name, shape: [fields.length], dtype: 'f32', fields });
  }

  /** A whole flat storage as one tensor, for ops over all parameters at once. */
  shared(storage: string, length: number): Tensor {
    return this.register({ kind: 'shared', name: `all ${storage}`, shape: [length], dtype: 'f32', storage });
  }

  /** Room for a gradient; made by the reverse walk. */
  gradient(tensor: Tensor): Tensor {
    return this.register({ kind: 'gradient', name: `d_${tensor.name}`, shape: tensor.shape, dtype: 'f32' });
  }

  /** The same numbers under another shape, e.g. heads side by side: `(B, T, H, D)` as `(B, T, C)`. */
  view(tensor: Tensor, shape: readonly number[]): Tensor {
    invariant(
      elementCount(shape) === elementCount(tensor.shape),
      `view of ${tensor.name}`,
      `${formatShape(tensor.shape)} cannot be seen as ${formatShape(shape)}`,
    );
    return { ...tensor, shape, viewOf: tensor };
  }

  /** Records one use of an op and returns its outputs by role. */
  apply<O extends Op>(op: O, inputs: OpInputs<O>, options: ApplyOptions): Roles<O['outputs']> {
    const tensorsByRole = inputs as Readonly<Record<string, Tensor | undefined>>;
    const sizes = new AxisSizes(op.name, options.dims ?? {});
    const present: Record<string, Tensor> = {};
    const flags: Record<string, number> = {};
    for (const [role, spec] of Object.entries(op.inputs)) {
      const tensor = tensorsByRole[role];
      const optional = op.optional?.includes(role) ?? false;
      if (optional) flags[`has_${role}`] = tensor ? 1 : 0;
      if (!tensor) {
        invariant(optional, op.name, `input '${role}' is missing`);
        continue;
      }
      matchInput(op, role, spec, tensor, sizes);
      present[role] = tensor;
    }
    const k = resolveConstants(op, sizes.dims(), options.attributes ?? {}, flags);
    op.check?.(k);
    const outputs = this.createOutputs(op, sizes, k, options);
    const scratch = this.createScratch(op, sizes, k, options.name);
    this.nodes.push({ op, name: options.name, k, tensors: { ...present, ...outputs, ...scratch } });
    return outputs as Roles<O['outputs']>;
  }

  private createOutputs(
    op: Op,
    sizes: AxisSizes,
    k: Constants,
    options: ApplyOptions,
  ): Record<string, Tensor> {
    const outputs: Record<string, Tensor> = {};
    Object.entries(op.outputs).forEach(([role, spec], i) => {
      const inferredShape = sizes.resolve(spec, k);
      const shape = options.shapes?.[role] ?? inferredShape;
      const name = options.names?.[role] ?? (i === 0 ? options.name : `${options.name}.${role}`);
      invariant(
        elementCount(shape) === elementCount(inferredShape),
        `${op.name}: output '${role}'`,
        `${formatShape(inferredShape)} cannot have the shape ${formatShape(shape)}`,
      );
      outputs[role] = this.register({ kind: 'activation', name, shape, dtype: spec.dtype });
    });
    return outputs;
  }

  private createScratch(op: Op, sizes: AxisSizes, k: Constants, name: string): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(op.scratch ?? {}).map(([role, spec]) => [
        role,
        this.register({
          kind: 'scratch',
          name: `${name}.${role}`,
          shape: sizes.resolve(spec, k),
          dtype: spec.dtype,
        }),
      ]),
    );
  }

  private register(tensor: Tensor): Tensor {
    invariant(!this.names.has(tensor.name), 'graph', `two tensors are called '${tensor.name}'`);
    this.names.add(tensor.name);
    this.tensors.push(tensor);
    return tensor;
  }
}

function matchInput(op: Op, role: string, spec: TensorSpec, tensor: Tensor, sizes: AxisSizes): void {
  const context = `${op.name}: input '${role}' (${tensor.name})`;
  invariant(tensor.dtype === spec.dtype, context, `it is ${tensor.dtype}, and ${spec.dtype} is needed`);
  if (spec.fields) {
    const hasSameFields = spec.fields.join() === tensor.fields?.join();
    invariant(hasSameFields, context, `its fields must be ${spec.fields.join(', ')}`);
    return;
  }
  sizes.match(role, spec, tensor.shape);
}

/** All that a pass may ask by name: sizes, attributes, what is present, and what follows from those. */
function resolveConstants(
  op: Op,
  dims: Dims,
  attributes: Attributes,
  flags: Record<string, number>,
): Constants {
  const attributeValues = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, Number(value)]),
  );
  const known = { ...dims, ...attributeValues, ...flags };
  return { ...known, ...op.derive?.(known) };
}
