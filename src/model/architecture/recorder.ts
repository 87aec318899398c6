// Records a model into a graph under the names of the field: each step of the paper is one call with its hook name.

import { KernelError } from '../../kernels/errors.ts';
import type { ApplyOptions, OpInputs, Tensor } from '../../kernels/graph/graph.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import type { Op } from '../../kernels/op.ts';
import { add } from '../../kernels/ops/add/add.ts';
import { intervene } from '../../kernels/ops/intervene/intervene.ts';
import { layerNorm } from '../../kernels/ops/layer-norm/layer-norm.ts';
import { linear } from '../../kernels/ops/linear/linear.ts';
import type { ActivationName } from './activations.ts';
import { LAYER_NORM_EPSILON } from './config.ts';
import type { Parameter } from './parameters.ts';
import type { RowShard } from './sharded-layout.ts';

/** A table, or the rows of it that are one tensor. */
export interface TableShard {
  readonly tensor: Tensor;
  readonly firstRow: number;
}

/** The inputs of one intervention: the activation becomes `activation × factor + offset`, element by element. */
export interface InterventionInputs {
  readonly factor: Tensor;
  readonly offset: Tensor;
}

export class Recorder {
  readonly graph = new Graph();
  /** The tensor behind every activation name. */
  readonly hooks = new Map<string, Tensor>();
  readonly interventions = new Map<string, InterventionInputs>();
  private readonly weights: ReadonlyMap<string, readonly TableShard[]>;
  private readonly intervenable: ReadonlySet<string>;

  /** `intervened` names the activations that this graph lets the caller change; `parts` are those of tables that are cut. */
  constructor(
    parameters: readonly Parameter[],
    intervenable: Iterable<ActivationName> = [],
    shards: ReadonlyMap<string, readonly RowShard[]> = new Map(),
  ) {
    this.weights = new Map(
      parameters.map(({ name, shape }) => {
        const rowShards = shards.get(name) ?? [{ name, firstRow: 0, rowCount: shape[0] }];
        return [
          name,
          rowShards.map((shard) => ({
            tensor: this.graph.parameter(shard.name, [shard.rowCount, ...shape.slice(1)]),
            firstRow: shard.firstRow,
          })),
        ];
      }),
    );
    this.intervenable = new Set(intervenable);
  }

  weight(name: string): Tensor {
    const [whole, ...others] = this.tableShards(name);
    if (others.length > 0) throw new KernelError(`recorder: the weight '${name}' is in parts`);
    return whole.tensor;
  }

  /** A weight that may be cut between its rows: one part as a rule. */
  tableShards(name: string): readonly TableShard[] {
    const parts = this.weights.get(name);
    if (!parts) throw new KernelError(`recorder: the model has no weight '${name}'`);
    return parts;
  }

  /** The name an op's output gets: the hook's own, or a second one where an intervention stands between. */
  opOutputName(name: string): string {
    return this.intervenable.has(name) ? `${name} before intervention` : name;
  }

  /** Registers a tensor under its hook name and, where asked for, lets the caller change it. */
  hook(name: string, tensor: Tensor): Tensor {
    const hooked = this.intervenable.has(name) ? this.intervene(name, tensor) : tensor;
    this.hooks.set(name, hooked);
    return hooked;
  }

  /** A tensor that is only looked at: nothing is computed from it, so changing it would change nothing. */
  observe(name: string, tensor: Tensor): void {
    if (this.intervenable.has(name)) {
      throw new KernelError(`${name} can be read but not changed; change the activation it is made from`);
    }
    this.hooks.set(name, tensor);
  }

  /** One op as a step of the paper: its first output under a hook name. */
  step<O extends Op>(
    name: string,
    op: O,
    inputs: OpInputs<O>,
    options: Omit<ApplyOptions, 'name' | 'names'> = {},
  ): Tensor {
    const outputs = this.graph.apply(op, inputs, { ...options, name: this.opOutputName(name) });
    return this.hook(name, Object.values<Tensor>(outputs)[0]);
  }

  /** x W + b, with GPT-2's `[in, out]` weight; a step on the way to a hook, with no hook of its own. */
  project(name: string, x: Tensor, weightName: string): Tensor {
    const weight = this.weight(`${weightName}.weight`);
    const bias = this.weight(`${weightName}.bias`);
    return this.graph.apply(linear, { x, weight, bias }, { name }).y;
  }

  /** x W + b under a hook name. */
  linear(name: string, x: Tensor, weightName: string): Tensor {
    return this.hook(name, this.project(this.opOutputName(name), x, weightName));
  }

  /** Layer norm with its three hooks: `<name>.hook_normalized`, `<name>.hook_scale`, `<name>.xhat`. */
  layerNorm(name: string, x: Tensor, weightName: string): Tensor {
    const normalized = `${name}.hook_normalized`;
    const { y, scale, xhat } = this.graph.apply(
      layerNorm,
      { x, gain: this.weight(`${weightName}.weight`), bias: this.weight(`${weightName}.bias`) },
      {
        name: this.opOutputName(normalized),
        names: { scale: `${name}.hook_scale`, xhat: `${name}.xhat` },
        attributes: { epsilon: LAYER_NORM_EPSILON },
      },
    );
    this.observe(`${name}.hook_scale`, scale);
    this.observe(`${name}.xhat`, xhat);
    return this.hook(normalized, y);
  }

  /** a + b; b may lack leading axes of a, as positions lack the batch. */
  add(name: string, a: Tensor, b: Tensor): Tensor {
    return this.step(name, add, { a, b });
  }

  private intervene(name: string, x: Tensor): Tensor {
    const factor = this.graph.input(`${name} factor`, x.shape);
    const offset = this.graph.input(`${name} offset`, x.shape);
    this.interventions.set(name, { factor, offset });
    return this.graph.apply(intervene, { x, factor, offset }, { name, shapes: { y: x.shape } }).y;
  }
}
