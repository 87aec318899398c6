// More features than dimensions: sparse features squeezed through fewer dimensions and read back (Elhage et al. 2022, "Toy
// Models of Superposition"; chapter 7, 20:40). Five of them in two dimensions settle on a pentagon.

import type { Executor } from '../../kernels/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { linear, linearTransposed } from '../../kernels/linear/linear.ts';
import { relu } from '../../kernels/relu/relu.ts';
import { squaredError } from '../../kernels/squared-error/squared-error.ts';
import type { Parameter } from '../parameters.ts';
import { random } from '../random.ts';
import { SideModel } from '../side-model.ts';
import type { Task } from '../trainer.ts';
import { initialWeights } from '../weights.ts';
import type { Vectors } from './angles.ts';

export interface ToySettings {
  /** N of them. */
  readonly features: number;
  /** d, fewer than features. */
  readonly dimensions: number;
  /** Probability that a feature is there at all; its size is then even between 0 and 1. */
  readonly present: number;
  readonly seed: number;
}

const EXAMPLES = 512;
const LEARNING_RATE = 0.01;
const INIT_STD = 0.3;

/** The network x → ReLU(x W Wᵀ + b), trained to give x back. */
export class ToySuperposition {
  private readonly settings: ToySettings;
  private readonly model: SideModel<Float32Array<ArrayBuffer>>;

  private constructor(settings: ToySettings, model: SideModel<Float32Array<ArrayBuffer>>) {
    this.settings = settings;
    this.model = model;
  }

  static async create(executor: Executor, settings: ToySettings): Promise<ToySuperposition> {
    const parameters = toyParameters(settings);
    const model = await SideModel.create(executor, {
      parameters,
      start: initialWeights(parameters, { seed: settings.seed, initStd: INIT_STD }),
      task: toyTask(settings),
      learningRate: LEARNING_RATE,
    });
    return new ToySuperposition(settings, model);
  }

  get step(): number {
    return this.model.step;
  }

  /** Takes one step; the cost before it: mean over examples of the squared error of all features together. */
  async train(): Promise<number> {
    return (await this.model.train(this.batch())).loss;
  }

  /** One row a feature: its direction among the dimensions, as long as the feature is represented. */
  async directions(): Promise<Vectors> {
    const numbers = (await this.model.values()).get('features') as Float32Array;
    return { numbers, N: this.settings.features, d: this.settings.dimensions };
  }

  dispose(): void {
    this.model.dispose();
  }

  private batch(): Float32Array<ArrayBuffer> {
    const { features, present, seed } = this.settings;
    const stream = random(seed, 'toy superposition', this.step);
    return Float32Array.from({ length: EXAMPLES * features }, () =>
      stream.float() < present ? stream.float() : 0,
    );
  }
}

function toyParameters({ features, dimensions }: ToySettings): Parameter[] {
  return [
    { name: 'features', shape: [features, dimensions], start: 'normal', meaning: 'one row a feature' },
    { name: 'bias', shape: [features], start: 'zeros', meaning: 'what is taken off before the ReLU' },
  ];
}

function toyTask(settings: ToySettings): Task<Float32Array<ArrayBuffer>> {
  const { features } = settings;
  const graph = new Graph();
  const [weight, bias] = toyParameters(settings).map(({ name, shape }) => graph.parameter(name, shape));
  const x = graph.input('x', [EXAMPLES, features]);
  const { y: hidden } = graph.apply(linear, { x, weight }, { name: 'hidden' });
  const { y: sums } = graph.apply(linearTransposed, { x: hidden, weight, bias }, { name: 'sums' });
  const { y: read } = graph.apply(relu, { x: sums }, { name: 'read back', shapes: { y: x.shape } });
  const { cost } = graph.apply(squaredError, { a: read, y: x }, { name: 'cost' });
  return { graph, loss: cost, write: (program, batch) => program.write(x, batch) };
}
