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
import type { WeightValues } from '../weights.ts';
import { initialWeights } from '../weights.ts';

export interface ToySettings {
  /** N of them. */
  readonly features: number;
  /** d, fewer than features. */
  readonly dimensions: number;
  /** Probability that a feature is there at all; its size is then even between 0 and 1. */
  readonly present: number;
  readonly seed: number;
}

/** What has been learnt by a step. */
export interface ToyState {
  readonly step: number;
  /** (N, d): a feature's direction among the dimensions, as long as the feature is represented. */
  readonly features: Float32Array<ArrayBuffer>;
  /** (N): what is added before the ReLU; below 0 it cuts off what other features spill over. */
  readonly bias: Float32Array<ArrayBuffer>;
  /** Of the last step: mean over examples of the squared error of all features together. */
  readonly loss: number;
}

const EXAMPLES = 512;
const LEARNING_RATE = 0.01;
const INIT_STD = 0.3;

/** Trains x → ReLU(x W Wᵀ + b) for some steps to give x back: from the start, or from where it was. */
export async function trainToy(
  executor: Executor,
  settings: ToySettings,
  steps: number,
  from?: ToyState,
): Promise<ToyState> {
  const parameters = toyParameters(settings);
  const model = await SideModel.create(executor, {
    parameters,
    start: from ? weightsOf(from) : initialWeights(parameters, { seed: settings.seed, initStd: INIT_STD }),
    task: toyTask(settings),
    learningRate: LEARNING_RATE,
  });
  try {
    let step = from?.step ?? 0;
    let loss = from?.loss ?? Number.NaN;
    for (const end = step + steps; step < end; step++)
      loss = (await model.train(examples(settings, step))).loss;
    const weights = await model.weights.get();
    const [features, bias] = parameters.map(({ name }) => weights.get(name) as Float32Array<ArrayBuffer>);
    return { step, features, bias, loss };
  } finally {
    model.dispose();
  }
}

function weightsOf({ features, bias }: ToyState): WeightValues {
  return new Map([
    ['features', features],
    ['bias', bias],
  ]);
}

function toyParameters({ features, dimensions }: ToySettings): Parameter[] {
  return [
    { name: 'features', shape: [features, dimensions], start: 'normal', meaning: 'one row a feature' },
    { name: 'bias', shape: [features], start: 'zeros', meaning: 'what is added before the ReLU' },
  ];
}

/** (examples, features). */
function examples({ features, present, seed }: ToySettings, step: number): Float32Array<ArrayBuffer> {
  const stream = random(seed, 'toy superposition', step);
  const draw = () => (stream.float() < present ? stream.float() : 0);
  return Float32Array.from({ length: EXAMPLES * features }, draw);
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
