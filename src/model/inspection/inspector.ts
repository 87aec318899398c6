// Runs a transformer on given tokens, with interventions, and reads activations and gradients by name.

import type { Executor, Program, Storage } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { Backward } from '../../kernels/graph/backward.ts';
import { backward } from '../../kernels/graph/backward.ts';
import { type Tensor as GraphTensor, root } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import type { Step } from '../../kernels/graph/step.ts';
import { own } from '../../shared/own-record.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { shownValue } from '../../shared/shown-value.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { type TokenIds, writePositions, writeTargets, writeTokens } from '../architecture/model-inputs.ts';
import type { NextTokenLoss, Transformer } from '../architecture/transformer.ts';
import { nextTokenLoss, transformer } from '../architecture/transformer.ts';
import type { Weights } from '../architecture/weights.ts';
import { checkRequest } from './inspector-request.ts';
import type { AffineIntervention, NDArray } from './nd-array.ts';
import { ProgramCache } from './program-cache.ts';
import { UnembedProgram } from './unembed-program.ts';
import { UpperLayersProgram, type UpperLayersRequest } from './upper-layers-program.ts';

export type { AffineIntervention, NDArray } from './nd-array.ts';

export interface InspectorRequest {
  readonly B: number;
  readonly T: number;
  /** (B, T). */
  readonly tokens: TokenIds;
  readonly names: readonly ActivationName[];
  /** Leaves out what follows the last of the named activations. For many runs: each set of names has a program of its own. */
  readonly isPartial?: boolean;
  readonly interventions?: ReadonlyMap<ActivationName, AffineIntervention>;
  /** (B, T) next tokens, for the loss; negative targets are ignored. */
  readonly targets?: TokenIds;
  /** Also computes the gradients of the loss with respect to all weights and the named activations. Requires `targets`. */
  readonly gradients?: boolean;
  /**
   * (B, T, V): derivatives of any function of the logits. Also computes those of the function with respect to the named
   * activations from `hook_embed` on, and none of the weights. Instead of `targets`.
   */
  readonly logitGradients?: Float32Array<ArrayBuffer>;
}

export interface InspectorResult {
  readonly activations: ReadonlyMap<ActivationName, NDArray>;
  readonly loss?: number;
  /** (B, T). */
  readonly tokenLoss?: NDArray;
  readonly weightGradients?: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  readonly activationGradients?: ReadonlyMap<ActivationName, NDArray>;
}

export class Inspector {
  private readonly executor: Executor;
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly programs = new ProgramCache<InspectionProgram>();
  private readonly unembedPrograms = new ProgramCache<UnembedProgram>();
  /** Two, since those of a large model take much memory: from a layer on, and from the layer above. */
  private readonly upperLayersPrograms = new ProgramCache<UpperLayersProgram>(2);

  constructor(executor: Executor, config: ModelConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** One run with the current weights. Calls must not overlap: the programs are shared. */
  async run(given: InspectorRequest): Promise<InspectorResult> {
    const request = own(given);
    checkRequest(request, this.config);
    const program = await this.program(request);
    return program.run(request);
  }

  /** Probabilities (B, V) of the token after one position, with the current weights, from a given residual stream of a layer on. */
  async runFrom(request: UpperLayersRequest): Promise<NDArray> {
    const { stream, firstLayer, interventions } = request;
    const key = plainJson([stream.shape, firstLayer, [...(interventions?.keys() ?? [])]]);
    const program = await this.upperLayersPrograms.get(key, () =>
      UpperLayersProgram.create(this.executor, this.config, this.weights, request),
    );
    return program.run(request);
  }

  /** Logits (B, T, V) of a residual stream (B, T, C) of any layer, through the final layer norm (logit lens). */
  async unembed({ shape, data }: NDArray): Promise<NDArray> {
    const [B, T] = shape;
    const program = await this.unembedPrograms.get(`${B} ${T}`, () =>
      UnembedProgram.create(this.executor, this.config, this.weights, { B, T }),
    );
    return program.run(data);
  }

  /** Derivatives (B, T, C) by such a stream of a function of those logits, whose derivatives by the logits (B, T, V) are given. */
  async unembedGradient(
    { shape, data }: NDArray,
    logitGradients: Float32Array<ArrayBuffer>,
  ): Promise<NDArray> {
    const [B, T] = shape;
    const program = await this.unembedPrograms.get(`${B} ${T} gradient`, () =>
      UnembedProgram.create(this.executor, this.config, this.weights, { B, T, hasGradient: true }),
    );
    return program.gradient(data, logitGradients);
  }

  /** The dispatch that computes an activation, and its kernel variant. */
  async dispatchFor(name: ActivationName, request: Pick<InspectorRequest, 'B' | 'T'>) {
    return (await this.program(request)).dispatchFor(name);
  }

  dispose(): void {
    this.programs.dispose();
    this.unembedPrograms.dispose();
    this.upperLayersPrograms.dispose();
  }

  private async program(
    request: Omit<InspectorRequest, 'tokens' | 'names'> & Partial<Pick<InspectorRequest, 'names'>>,
  ): Promise<InspectionProgram> {
    const intervenable = [...(request.interventions?.keys() ?? [])].sort();
    const until = request.isPartial ? request.names : undefined;
    const shape = { B: request.B, T: request.T, intervenable, until };
    const outputs = {
      loss: request.targets !== undefined,
      gradients: request.gradients ?? false,
      logitGradients: request.logitGradients !== undefined,
    };
    const key = plainJson([shape, outputs]);
    return this.programs.get(key, () =>
      InspectionProgram.create(this.executor, this.config, this.weights, shape, outputs),
    );
  }
}

interface InspectionShape {
  readonly B: number;
  readonly T: number;
  readonly intervenable: readonly ActivationName[];
  /** The activations after which the program ends. */
  readonly until?: readonly ActivationName[];
}

interface InspectionOutputs {
  readonly loss: boolean;
  readonly gradients: boolean;
  readonly logitGradients: boolean;
}

/** The compiled program of one shape, set of intervenable activations and set of outputs. */
class InspectionProgram {
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly model: Transformer;
  private readonly loss: NextTokenLoss | undefined;
  /** (B, T, V). */
  private readonly logitGradients: GraphTensor | undefined;
  private readonly backwardPass: Backward | undefined;
  private readonly gradients: Storage | undefined;
  private readonly program: Program;
  private readonly steps: readonly Step[];

  private constructor(parts: InspectionParts) {
    this.config = parts.config;
    this.weights = parts.weights;
    this.model = parts.model;
    this.loss = parts.loss;
    this.logitGradients = parts.logitGradients;
    this.backwardPass = parts.backwardPass;
    this.gradients = parts.gradients;
    this.program = parts.program;
    this.steps = parts.steps;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    shape: InspectionShape,
    outputs: InspectionOutputs,
  ) {
    if (shape.T > config.T) {
      throw new KernelError(`inspector: ${shape.T} tokens do not fit the model's context of ${config.T}`);
    }
    if (outputs.gradients) weights.requireFloat32('a gradient of the weights');
    const model = transformer(config, { ...shape, shards: weights.shards });
    const loss = outputs.loss ? nextTokenLoss(model) : undefined;
    const logitGradients = outputs.logitGradients
      ? model.graph.input('d_logits', model.logits.shape)
      : undefined;
    const backwardPass =
      outputs.gradients && loss
        ? backward(model.graph, loss.loss)
        : logitGradients && backwardFromLogits(model, logitGradients);
    const gradients = outputs.gradients
      ? executor.allocate('inspected gradients', weights.layout.length)
      : undefined;
    const wholePlan = plan({ graph: model.graph, backward: backwardPass, layout: weights.layout });
    const steps = shape.until ? stepsUntil(wholePlan.steps, model, shape.until) : wholePlan.steps;
    const executionPlan = { ...wholePlan, steps };
    const program = await executor.compile(executionPlan, {
      ...weights.storages,
      ...(gradients ? { gradients } : {}),
    });
    writePositions(program, model, config);
    return new InspectionProgram({
      config,
      weights,
      model,
      loss,
      logitGradients,
      backwardPass,
      gradients,
      program,
      steps,
    });
  }

  async run(request: InspectorRequest): Promise<InspectorResult> {
    writeTokens(this.program, this.model, request.tokens, this.config.V);
    if (this.loss && request.targets) writeTargets(this.program, this.loss, request.targets, this.config.V);
    if (this.logitGradients && request.logitGradients)
      this.program.write(this.logitGradients, request.logitGradients);
    for (const [name, { factor, offset }] of request.interventions ?? []) {
      const inputs = this.model.interventions.get(name);
      if (!inputs) throw new KernelError(`inspector: this model has no activation '${name}'`);
      this.program.write(inputs.factor, factor);
      this.program.write(inputs.offset, offset);
    }
    const activationTensors = request.names.map((name) => [name, this.hook(name)] as const);
    this.program.run();
    const activations = await this.readAll(activationTensors);
    if (this.logitGradients)
      return { activations, activationGradients: await this.readActivationGradients(activationTensors) };
    if (!this.loss) return { activations };
    const [loss, tokenLoss] = await Promise.all([
      this.program.read(this.loss.loss),
      this.read(this.loss.tokenLoss),
    ]);
    return { activations, loss: loss[0], tokenLoss, ...(await this.readGradients(activationTensors)) };
  }

  dispatchFor(name: ActivationName): { step: Step; variant: string | undefined } {
    const tensor = this.hook(name);
    const step = this.steps.find((s) => s.pass.writes.some((role) => s.tensors[role] === tensor));
    if (!step) throw new KernelError(`inspector: no kernel writes '${name}'`);
    return { step, variant: this.program.variants[step.label] };
  }

  dispose(): void {
    this.program.dispose();
    this.gradients?.dispose();
  }

  private hook(name: ActivationName): GraphTensor {
    const tensor = this.model.hooks.get(name);
    if (!tensor) throw new KernelError(`inspector: this model has no activation ${shownValue(name)}`);
    return tensor;
  }

  private async read(tensor: GraphTensor): Promise<NDArray> {
    return { shape: tensor.shape, data: await this.program.read(tensor) };
  }

  private async readAll(tensors: readonly (readonly [ActivationName, GraphTensor])[]) {
    const values = await Promise.all(
      tensors.map(async ([name, tensor]) => [name, await this.read(tensor)] as const),
    );
    return new Map(values);
  }

  private async readGradients(tensors: readonly (readonly [ActivationName, GraphTensor])[]) {
    if (!this.backwardPass || !this.gradients) return {};
    const flat = await this.gradients.read(0, this.weights.layout.length);
    return {
      weightGradients: this.weights.unflatten(flat),
      activationGradients: await this.readActivationGradients(tensors),
    };
  }

  private readActivationGradients(tensors: readonly (readonly [ActivationName, GraphTensor])[]) {
    const gradientTensors = tensors.flatMap(([name, tensor]) => {
      const gradient = this.backwardPass?.gradientFor(tensor);
      return gradient ? [[name, gradient] as const] : [];
    });
    return this.readAll(gradientTensors);
  }
}

/** Up to the last step that writes one of the named activations. */
function stepsUntil(
  steps: readonly Step[],
  { hooks }: Transformer,
  names: readonly ActivationName[],
): Step[] {
  const read = new Set(names.flatMap((name) => hooks.get(name) ?? []).map(root));
  const last = steps.findLastIndex(({ pass, tensors }) =>
    pass.writes.some((role) => read.has(root(tensors[role]))),
  );
  return steps.slice(0, last + 1);
}

/** From given derivatives of the logits back to the embeddings, without the weights'. */
function backwardFromLogits({ graph, logits, hooks }: Transformer, logitGradients: GraphTensor): Backward {
  const embedding = hooks.get('hook_embed') as GraphTensor;
  const initial = new Map([[root(logits), logitGradients]]);
  return backward(graph, logits, [embedding], initial, { parameters: false });
}

interface InspectionParts {
  readonly config: ModelConfig;
  readonly weights: Weights;
  readonly model: Transformer;
  readonly loss: NextTokenLoss | undefined;
  readonly logitGradients: GraphTensor | undefined;
  readonly backwardPass: Backward | undefined;
  readonly gradients: Storage | undefined;
  readonly program: Program;
  readonly steps: readonly Step[];
}
