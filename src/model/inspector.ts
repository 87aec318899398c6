// Looks inside a transformer: runs it on given tokens, changes what is asked, and reads activations by name.

import { KernelError } from '../kernels/errors.ts';
import type { Executor, Program, Storage } from '../kernels/executor.ts';
import type { Backward } from '../kernels/graph/backward.ts';
import { backward } from '../kernels/graph/backward.ts';
import type { Tensor as GraphTensor } from '../kernels/graph/graph.ts';
import type { Step } from '../kernels/graph/plan.ts';
import { plan } from '../kernels/graph/plan.ts';
import type { ActivationName } from './activations.ts';
import type { ModelConfig } from './config.ts';
import { KeptPrograms } from './kept-programs.ts';
import { writePositions, writeTargets, writeTokens } from './look-ups.ts';
import { Readout } from './readout.ts';
import type { NextTokenLoss, Transformer } from './transformer.ts';
import { nextTokenLoss, transformer } from './transformer.ts';
import type { Weights } from './weights.ts';

/** Numbers of any rank, row-major. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** An activation becomes `activation × factor + offset`, element by element, before anything reads it. */
export interface Change {
  readonly factor: Float32Array<ArrayBuffer>;
  readonly offset: Float32Array<ArrayBuffer>;
}

export interface LookRequest {
  readonly B: number;
  readonly T: number;
  /** (B, T). */
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly names: readonly ActivationName[];
  readonly changes?: ReadonlyMap<ActivationName, Change>;
  /** (B, T), to have the loss as well; negative targets are ignored. */
  readonly targets?: Int32Array<ArrayBuffer>;
  /** Also the gradients of the loss by every weight and by the named activations. Needs targets. */
  readonly gradients?: boolean;
}

export interface Look {
  readonly activations: ReadonlyMap<ActivationName, Values>;
  readonly loss?: number;
  /** (B, T). */
  readonly tokenLoss?: Values;
  readonly weightGradients?: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  readonly activationGradients?: ReadonlyMap<ActivationName, Values>;
}

export class Inspector {
  private readonly executor: Executor;
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly programs = new KeptPrograms<InspectionProgram>();
  private readonly readouts = new KeptPrograms<Readout>();

  constructor(executor: Executor, config: ModelConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** One run with the weights of this moment. Calls must not overlap: the programs are shared. */
  async look(request: LookRequest): Promise<Look> {
    const program = await this.program(request);
    return program.look(request);
  }

  /** What a residual stream (B, T, C) says, wherever in the network it was taken: logits (B, T, V). */
  async readout({ shape, data }: Values): Promise<Values> {
    const [B, T] = shape;
    const readout = await this.readouts.get(`${B} ${T}`, () =>
      Readout.create(this.executor, this.config, this.weights, { B, T }),
    );
    return readout.logitsOf(data);
  }

  /** The dispatch that computes an activation when this request is run. */
  async stepOf(name: ActivationName, request: Pick<LookRequest, 'B' | 'T'>) {
    return (await this.program(request)).stepOf(name);
  }

  dispose(): void {
    this.programs.dispose();
    this.readouts.dispose();
  }

  private async program(request: Omit<LookRequest, 'tokens' | 'names'>): Promise<InspectionProgram> {
    const intervened = [...(request.changes?.keys() ?? [])].sort();
    const shape = { B: request.B, T: request.T, intervened };
    const wants = { loss: request.targets !== undefined, gradients: request.gradients ?? false };
    const key = JSON.stringify([shape, wants]);
    return this.programs.get(key, () =>
      InspectionProgram.create(this.executor, this.config, this.weights, shape, wants),
    );
  }
}

interface Shape {
  readonly B: number;
  readonly T: number;
  readonly intervened: readonly ActivationName[];
}

interface Wants {
  readonly loss: boolean;
  readonly gradients: boolean;
}

/** One recorded shape: batch, length, the activations that may be changed, with or without loss and gradients. */
class InspectionProgram {
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly model: Transformer;
  private readonly loss: NextTokenLoss | undefined;
  private readonly reverse: Backward | undefined;
  private readonly gradients: Storage | undefined;
  private readonly program: Program;
  private readonly steps: readonly Step[];

  private constructor(parts: InspectionParts) {
    this.config = parts.config;
    this.weights = parts.weights;
    this.model = parts.model;
    this.loss = parts.loss;
    this.reverse = parts.reverse;
    this.gradients = parts.gradients;
    this.program = parts.program;
    this.steps = parts.steps;
  }

  static async create(executor: Executor, config: ModelConfig, weights: Weights, shape: Shape, wants: Wants) {
    if (shape.T > config.T) {
      throw new KernelError(`inspector: ${shape.T} tokens do not fit the model's context of ${config.T}`);
    }
    const model = transformer(config, { ...shape, parts: weights.parts });
    const loss = wants.loss ? nextTokenLoss(model) : undefined;
    const reverse = wants.gradients && loss ? backward(model.graph, loss.loss) : undefined;
    const gradients = reverse ? executor.allocate('inspected gradients', weights.layout.length) : undefined;
    const order = plan({ graph: model.graph, backward: reverse, layout: weights.layout });
    const program = await executor.compile(order, {
      ...weights.storages,
      ...(gradients ? { gradients } : {}),
    });
    writePositions(program, model, config);
    return new InspectionProgram({
      config,
      weights,
      model,
      loss,
      reverse,
      gradients,
      program,
      steps: order.steps,
    });
  }

  async look(request: LookRequest): Promise<Look> {
    writeTokens(this.program, this.model, request.tokens, this.config.V);
    if (this.loss && request.targets) writeTargets(this.program, this.loss, request.targets, this.config.V);
    for (const [name, { factor, offset }] of request.changes ?? []) {
      const inputs = this.model.interventions.get(name);
      if (!inputs) throw new KernelError(`inspector: this model has no activation '${name}'`);
      this.program.write(inputs.factor, factor);
      this.program.write(inputs.offset, offset);
    }
    const activationTensors = request.names.map((name) => [name, this.hook(name)] as const);
    this.program.run();
    const activations = await this.readAll(activationTensors);
    if (!this.loss) return { activations };
    const [loss, tokenLoss] = await Promise.all([
      this.program.read(this.loss.loss),
      this.read(this.loss.tokenLoss),
    ]);
    return { activations, loss: loss[0], tokenLoss, ...(await this.readGradients(activationTensors)) };
  }

  stepOf(name: ActivationName): { step: Step; variant: string | undefined } {
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
    if (!tensor) throw new KernelError(`inspector: this model has no activation '${name}'`);
    return tensor;
  }

  private async read(tensor: GraphTensor): Promise<Values> {
    return { shape: tensor.shape, data: await this.program.read(tensor) };
  }

  private async readAll(tensors: readonly (readonly [ActivationName, GraphTensor])[]) {
    const values = await Promise.all(
      tensors.map(async ([name, tensor]) => [name, await this.read(tensor)] as const),
    );
    return new Map(values);
  }

  private async readGradients(tensors: readonly (readonly [ActivationName, GraphTensor])[]) {
    if (!this.reverse || !this.gradients) return {};
    const reached = tensors.flatMap(([name, tensor]) => {
      const gradient = this.reverse?.gradientOf(tensor);
      return gradient ? [[name, gradient] as const] : [];
    });
    const flat = await this.gradients.read(0, this.weights.layout.length);
    return {
      weightGradients: this.weights.unflatten(flat),
      activationGradients: await this.readAll(reached),
    };
  }
}

interface InspectionParts {
  readonly config: ModelConfig;
  readonly weights: Weights;
  readonly model: Transformer;
  readonly loss: NextTokenLoss | undefined;
  readonly reverse: Backward | undefined;
  readonly gradients: Storage | undefined;
  readonly program: Program;
  readonly steps: readonly Step[];
}
