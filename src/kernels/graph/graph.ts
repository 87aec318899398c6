// The static computation graph: a model is recorded once as named nodes and does not change afterwards.

import { invariant } from '../errors.ts';
import type { Attributes, Constants, Op } from '../op.ts';
import type { Dims, DType, TensorSpec } from '../shape.ts';
import { AxisSizes, elementCount, formatShape } from '../shape.ts';

/**
 * The memory of a tensor. `parameter` and `shared` tensors, and the gradients of parameters, lie in flat storages that outlive
 * the plan. The plan owns the memory of all others. The caller writes `input` tensors before a run.
 */
export type TensorKind = 'parameter' | 'input' | 'activation' | 'gradient' | 'scratch' | 'shared';

export interface Tensor {
  readonly kind: TensorKind;
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Names of the elements of a tensor of scalars, e.g. `learning_rate`. */
  readonly fields?: readonly string[];
  /** The tensor that this one is a reshaped view of. */
  readonly viewOf?: Tensor;
  /** The tensor whose gradient this one is. */
  readonly gradientOf?: Tensor;
  /** Name of the storage that a `shared` tensor covers, and its first word there. */
  readonly storage?: string;
  readonly offset?: number;
}

/** One application of an op. */
export interface Node {
  readonly op: Op;
  /** Name of the first output, e.g. `blocks.0.attn.hook_pattern`; part of step labels. */
  readonly name: string;
  /** Sizes, attributes and derived constants by name. */
  readonly k: Constants;
  /** Inputs, outputs and scratch by role. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

type Roles<S> = { readonly [role in keyof S]: Tensor };
type OptionalRoles<O extends Op> = O['optional'] extends readonly (infer R)[] ? R & string : never;
/** The inputs of an op by role. A misspelt or missing role is a type error. */
export type OpInputs<O extends Op> = Omit<Roles<O['inputs']>, OptionalRoles<O>> & {
  readonly [role in OptionalRoles<O>]?: Tensor;
};

export interface ApplyOptions {
  /** Name of the first output. Further outputs are named `<name>.<role>`, unless `names` names them. */
  readonly name: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly attributes?: Attributes;
  /** Sizes that cannot be inferred from the inputs. */
  readonly dims?: Dims;
  /** Shapes of outputs that differ from the inferred ones, e.g. `[B, T, H, D]` for `[B·T, C]`. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The tensor that owns the memory: the base of a view, else the tensor itself. */
export function root(tensor: Tensor): Tensor {
  return tensor.viewOf ? root(tensor.viewOf) : tensor;
}

export class Graph {
  /** All tensors but views, in the order of creation. */
  readonly tensors: Tensor[] = [];
  readonly nodes: Node[] = [];
  private readonly names = new Set<string>();

  /** A weight: trainable, or the codes of a quantised matrix (`i32`). The layout passed to `plan` sets its offset in the flat storage. */
  parameter(name: string, shape: readonly number[], dtype: DType = 'f32'): Tensor {
    return this.register({ kind: 'parameter', name, shape, dtype });
  }

  /** A tensor that the caller writes before a run. */
  input(name: string, shape: readonly number[], dtype: DType = 'f32'): Tensor {
    return this.register({ kind: 'input', name, shape, dtype });
  }

  /** Scalars that the caller writes before a run, in the order of the op's spec. */
  scalars(name: string, fields: readonly string[]): Tensor {
    return this.register({ kind: 'input', name, shape: [fields.length], dtype: 'f32', fields });
  }

  /** A whole flat storage as one tensor, for optimizers that update all parameters in one dispatch. */
  shared(storage: string, length: number): Tensor {
    return this.register({ kind: 'shared', name: `all ${storage}`, shape: [length], dtype: 'f32', storage });
  }

  /** A part of a flat storage, e.g. the momentum of one matrix. `offset`, in words, is a multiple of `ALIGNMENT`. */
  slice(storage: string, offset: number, shape: readonly number[]): Tensor {
    const name = `${storage} from ${offset}`;
    return this.register({ kind: 'shared', name, shape, dtype: 'f32', storage, offset });
  }

  /** The gradient of a tensor; created by `backward`. */
  gradient(tensor: Tensor): Tensor {
    const name = `d_${tensor.name}`;
    return this.register({ kind: 'gradient', name, shape: tensor.shape, dtype: 'f32', gradientOf: tensor });
  }

  /** The same memory with another shape, e.g. `(B, T, H, D)` as `(B, T, C)`. */
  view(tensor: Tensor, shape: readonly number[]): Tensor {
    invariant(
      elementCount(shape) === elementCount(tensor.shape),
      `view of ${tensor.name}`,
      `cannot view ${formatShape(tensor.shape)} as ${formatShape(shape)}`,
    );
    return { ...tensor, shape, viewOf: tensor };
  }

  /** Records a node and returns its outputs by role. */
  apply<O extends Op>(op: O, inputs: OpInputs<O>, options: ApplyOptions): Roles<O['outputs']> {
    const { k, sizes, present } = this.resolve(op, inputs, options);
    const outputs = this.createOutputs(op, sizes, k, options);
    const scratch = this.createScratch(op, sizes, k, options.name);
    this.nodes.push({ op, name: options.name, k, tensors: { ...present, ...outputs, ...scratch } });
    return outputs as Roles<O['outputs']>;
  }

  /** Puts one node in the place of several, in front of the nodes after the last of them; tensors of theirs alone are removed. */
  replace<O extends Op>(
    replaced: readonly Node[],
    op: O,
    inputs: OpInputs<O>,
    outputs: Roles<O['outputs']>,
    options: Pick<ApplyOptions, 'name' | 'attributes' | 'dims'>,
  ): void {
    const { k, sizes, present } = this.resolve(op, inputs, options);
    const kept = new Set(Object.values<Tensor>({ ...present, ...outputs }).map(root));
    const own = replaced.flatMap(({ op, tensors }) =>
      Object.keys({ ...op.outputs, ...op.scratch }).map((role) => tensors[role]),
    );
    for (const tensor of own.filter((each) => !kept.has(each))) this.unregister(tensor);
    const scratch = this.createScratch(op, sizes, k, options.name);
    const node = { op, name: options.name, k, tensors: { ...present, ...outputs, ...scratch } };
    const end = Math.max(...replaced.map((each) => this.nodes.indexOf(each))) + 1;
    this.nodes.splice(end, 0, node);
    for (const each of replaced) this.nodes.splice(this.nodes.indexOf(each), 1);
  }

  /** Checks the inputs of a node and determines its constants. */
  private resolve<O extends Op>(
    op: O,
    inputs: OpInputs<O>,
    options: Pick<ApplyOptions, 'attributes' | 'dims'>,
  ) {
    const tensorByRole = inputs as Readonly<Record<string, Tensor | undefined>>;
    const sizes = new AxisSizes(op.name, options.dims ?? {});
    const present: Record<string, Tensor> = {};
    const flags: Record<string, number> = {};
    for (const [role, spec] of Object.entries(op.inputs)) {
      const tensor = tensorByRole[role];
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
    return { k, sizes, present };
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
        `cannot reshape ${formatShape(inferredShape)} to ${formatShape(shape)}`,
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
    invariant(!this.names.has(tensor.name), 'graph', `duplicate tensor name '${tensor.name}'`);
    this.names.add(tensor.name);
    this.tensors.push(tensor);
    return tensor;
  }

  private unregister(tensor: Tensor): void {
    this.names.delete(tensor.name);
    this.tensors.splice(this.tensors.indexOf(tensor), 1);
  }
}

function matchInput(op: Op, role: string, spec: TensorSpec, tensor: Tensor, sizes: AxisSizes): void {
  const context = `${op.name}: input '${role}' (${tensor.name})`;
  invariant(tensor.dtype === spec.dtype, context, `expected ${spec.dtype}, got ${tensor.dtype}`);
  if (spec.fields) {
    const hasSameFields = spec.fields.join() === tensor.fields?.join();
    invariant(hasSameFields, context, `expected the fields ${spec.fields.join(', ')}`);
    return;
  }
  sizes.match(role, spec, tensor.shape);
}

/** Sizes, attributes, flags of optional inputs, and the sizes derived from them. */
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
