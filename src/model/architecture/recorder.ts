// Records a model into a graph: each method adds an op and registers its output under a hook name.

import { KernelError } from '../../kernels/errors.ts';
import type { ApplyOptions, OpInputs, Tensor } from '../../kernels/graph/graph.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import type { Op } from '../../kernels/op.ts';
import { add } from '../../kernels/ops/add/add.ts';
import { dropout } from '../../kernels/ops/dropout/dropout.ts';
import { intervene } from '../../kernels/ops/intervene/intervene.ts';
import { layerNorm } from '../../kernels/ops/layer-norm/layer-norm.ts';
import { linear, linearTransposed } from '../../kernels/ops/linear/linear.ts';
import { quantizedLinear } from '../../kernels/ops/quantized-linear/quantized-linear.ts';
import { rmsNorm } from '../../kernels/ops/rms-norm/rms-norm.ts';
import { type CodeBits, scalesPerRow, wordsPerRow } from '../../kernels/quantization.ts';
import type { ActivationName } from './activations.ts';
import { type ModelConfig, modelParts } from './config.ts';
import type { Parameter } from './parameters.ts';
import type { RowShard } from './sharded-layout.ts';

/** A whole table, or one of its row shards. */
export interface TableShard {
  /** (rows, width), or the codes of quantised rows. */
  readonly tensor: Tensor;
  readonly firstRow: number;
  readonly quantized?: { readonly bits: CodeBits; readonly K: number; readonly scale?: Tensor };
}

/** Inputs of one intervention: the activation becomes `activation × factor + offset`, element by element. */
export interface InterventionInputs {
  readonly factor: Tensor;
  readonly offset: Tensor;
}

type DropoutSite = 'embedding' | 'attention' | 'residual';

export class Recorder {
  readonly graph = new Graph();
  /** Tensors by activation name. */
  readonly hooks = new Map<string, Tensor>();
  readonly interventions = new Map<string, InterventionInputs>();
  private readonly weights: ReadonlyMap<string, readonly TableShard[]>;
  private readonly intervenable: ReadonlySet<string>;
  private readonly transposed: ReadonlySet<string>;
  private dropouts: { readonly key: Tensor; readonly rates: Record<DropoutSite, number> } | undefined;
  private dropoutCount = 0;

  /** `intervenable` activations get intervention inputs; `shards` are the row shards of tables that exceed the largest buffer. */
  constructor(
    parameters: readonly Parameter[],
    intervenable: Iterable<ActivationName> = [],
    shards: ReadonlyMap<string, readonly RowShard[]> = new Map(),
  ) {
    this.weights = new Map(
      parameters.map(({ name, shape }) => {
        const rowShards = shards.get(name) ?? [{ name, firstRow: 0, rowCount: shape[0] }];
        return [name, rowShards.map((shard) => tableShard(this.graph, shard, shape.slice(1)))];
      }),
    );
    this.intervenable = new Set(intervenable);
    this.transposed = new Set(parameters.flatMap(({ name, isTransposed }) => (isTransposed ? name : [])));
  }

  weight(name: string): Tensor {
    const [whole, ...others] = this.tableShards(name);
    if (others.length > 0) throw new KernelError(`recorder: the weight '${name}' is sharded`);
    if (whole.quantized) throw new KernelError(`recorder: the weight '${name}' is quantised`);
    return whole.tensor;
  }

  /** The row shards of a weight; a single one unless it exceeds the largest buffer. */
  tableShards(name: string): readonly TableShard[] {
    const shards = this.weights.get(name);
    if (!shards) throw new KernelError(`recorder: the model has no weight '${name}'`);
    return shards;
  }

  /** Name of an op's output: the hook name, or a second name if an intervention produces the hooked tensor. */
  opOutputName(name: string): string {
    return this.intervenable.has(name) ? `${name} before intervention` : name;
  }

  /** Registers a tensor under its hook name, after an intervention if it is intervenable. */
  hook(name: string, tensor: Tensor): Tensor {
    const hooked = this.intervenable.has(name) ? this.intervene(name, tensor) : tensor;
    this.hooks.set(name, hooked);
    return hooked;
  }

  /** Registers a read-only tensor: later ops do not depend on it, so an intervention would have no effect. */
  observe(name: string, tensor: Tensor): void {
    if (this.intervenable.has(name)) {
      throw new KernelError(`${name} is read-only; intervene on the activation it is computed from`);
    }
    this.hooks.set(name, tensor);
  }

  /** One op, its first output under a hook name. */
  step<O extends Op>(
    name: string,
    op: O,
    inputs: OpInputs<O>,
    options: Omit<ApplyOptions, 'name' | 'names'> = {},
  ): Tensor {
    const outputs = this.graph.apply(op, inputs, { ...options, name: this.opOutputName(name) });
    return this.hook(name, Object.values<Tensor>(outputs)[0]);
  }

  /** x W + b without a hook, W in its layout, b if there is one: x (…, in) → `shape`, (…, out) by default. */
  project(name: string, x: Tensor, weightName: string, shape?: readonly number[]): Tensor {
    const bias = this.weights.has(`${weightName}.bias`) ? this.weight(`${weightName}.bias`) : undefined;
    const options = { name, ...(shape && { shapes: { y: shape } }) };
    const [first] = this.tableShards(`${weightName}.weight`);
    if (first.quantized) return this.quantizedProduct(x, first, options, bias);
    const weight = this.weight(`${weightName}.weight`);
    const op = this.transposed.has(`${weightName}.weight`) ? linearTransposed : linear;
    return this.graph.apply(op, { x, weight, bias }, options).y;
  }

  /** x Wᵀ for the rows of a table or shard: x (…, in) → (…, rows). */
  tableProduct(name: string, x: Tensor, shard: TableShard): Tensor {
    if (shard.quantized) return this.quantizedProduct(x, shard, { name });
    return this.graph.apply(linearTransposed, { x, weight: shard.tensor }, { name }).y;
  }

  private quantizedProduct(
    x: Tensor,
    { tensor: codes, quantized }: TableShard,
    options: ApplyOptions,
    bias?: Tensor,
  ): Tensor {
    const { bits, scale } = quantized as NonNullable<TableShard['quantized']>;
    const attributes = { bits };
    return this.graph.apply(quantizedLinear, { x, codes, scale, bias }, { ...options, attributes }).y;
  }

  /** x W + b under a hook name. */
  linear(name: string, x: Tensor, weightName: string, shape?: readonly number[]): Tensor {
    return this.hook(name, this.project(this.opOutputName(name), x, weightName, shape));
  }

  /** The model's norm with three hooks: `<name>.hook_normalized`, `<name>.hook_scale`, `<name>.xhat`. */
  norm(name: string, x: Tensor, weightName: string, config: ModelConfig): Tensor {
    const { norm, normEpsilon: epsilon } = modelParts(config);
    const normalized = `${name}.hook_normalized`;
    const gain = this.weight(`${weightName}.weight`);
    const options = {
      name: this.opOutputName(normalized),
      names: { scale: `${name}.hook_scale`, xhat: `${name}.xhat` },
      attributes: { epsilon },
    };
    const { y, scale, xhat } =
      norm === 'rms'
        ? this.graph.apply(rmsNorm, { x, gain }, options)
        : this.graph.apply(layerNorm, { x, gain, bias: this.weight(`${weightName}.bias`) }, options);
    this.observe(`${name}.hook_scale`, scale);
    this.observe(`${name}.xhat`, xhat);
    return this.hook(normalized, y);
  }

  /** RMS norm of each head of x (B, T, heads, D), with the hooks `<name>.hook_normalized` and `<name>.hook_scale`. */
  headNorm(name: string, x: Tensor, weightName: string, epsilon: number): Tensor {
    const normalized = `${name}.hook_normalized`;
    const { y, scale } = this.graph.apply(
      rmsNorm,
      { x, gain: this.weight(`${weightName}.weight`) },
      {
        name: this.opOutputName(normalized),
        names: { scale: `${name}.hook_scale` },
        attributes: { epsilon },
        shapes: { y: x.shape, scale: [...x.shape.slice(0, -1), 1] },
      },
    );
    this.observe(`${name}.hook_scale`, scale);
    return this.hook(normalized, y);
  }

  /** Records dropout from here on, at the rates of the model; returns the key of the masks. */
  enableDropout({ embeddingDropout, attentionDropout, residualDropout }: ModelConfig): Tensor | undefined {
    const rates = {
      embedding: embeddingDropout ?? 0,
      attention: attentionDropout ?? 0,
      residual: residualDropout ?? 0,
    };
    if (Object.values(rates).every((rate) => rate === 0)) return undefined;
    this.dropouts = { key: this.graph.input('dropout key', [3], 'i32'), rates };
    return this.dropouts.key;
  }

  /** x, with dropout in a training step. Hooks keep what was computed before it. */
  dropout(site: DropoutSite, x: Tensor): Tensor {
    const place = this.dropoutCount++;
    const rate = this.dropouts?.rates[site] ?? 0;
    if (!this.dropouts || rate === 0) return x;
    return this.graph.apply(
      dropout,
      { x, key: this.dropouts.key },
      { name: `${x.name} after dropout`, attributes: { rate, place }, shapes: { y: x.shape } },
    ).y;
  }

  /** a + b under a hook name; b broadcasts over leading axes. */
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

function tableShard(
  graph: Graph,
  { name, firstRow, rowCount, quantized }: RowShard,
  axes: readonly number[],
): TableShard {
  if (!quantized) return { tensor: graph.parameter(name, [rowCount, ...axes]), firstRow };
  const { bits, K, scale } = quantized;
  return {
    tensor: graph.parameter(name, [rowCount, wordsPerRow(K, bits)], 'i32'),
    firstRow,
    quantized: {
      bits,
      K,
      ...(scale !== undefined && { scale: graph.parameter(scale, [rowCount, scalesPerRow(K, bits)]) }),
    },
  };
}
