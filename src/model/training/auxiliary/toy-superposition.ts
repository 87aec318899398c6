// Toy model of superposition: an autoencoder of sparse features with fewer dimensions than features (Elhage et al. 2022, "Toy
// Models of Superposition"; chapter 7, 20:40). Five features in two dimensions form a pentagon.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph } from '../../../kernels/graph/graph.ts';
import { linear, linearTransposed } from '../../../kernels/ops/linear/linear.ts';
import { relu } from '../../../kernels/ops/relu/relu.ts';
import { squaredError } from '../../../kernels/ops/squared-error/squared-error.ts';
import { random } from '../../../shared/random.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import { initialWeights } from '../../architecture/weights.ts';
import type { Task } from '../trainer.ts';
import { AuxiliaryModel } from './auxiliary-model.ts';

export interface ToyModelSettings {
  /** N. */
  readonly features: number;
  /** d ≤ N. */
  readonly dimensions: number;
  /** Probability that a feature is not 0; its value is then uniform between 0 and 1. */
  readonly present: number;
  readonly seed: number;
}

/** The model after `step` steps. */
export interface ToyModelState {
  readonly step: number;
  /** (N, d): a row a feature; its length says how well the feature is represented. */
  readonly features: Float32Array<ArrayBuffer>;
  /** (N): added before the ReLU; a negative one suppresses interference from other features. */
  readonly bias: Float32Array<ArrayBuffer>;
  /** The last step's: mean over examples of the squared error, summed over features. */
  readonly loss: number;
}

const EXAMPLES = 512;
const LEARNING_RATE = 0.01;
const INIT_STD = 0.3;

/** Trains x → ReLU(x W Wᵀ + b) to reconstruct x, from random weights or from an earlier state. */
export async function trainToyModel(
  executor: Executor,
  settings: ToyModelSettings,
  steps: number,
  from?: ToyModelState,
): Promise<ToyModelState> {
  const parameters = toyModelParameters(settings);
  const model = await AuxiliaryModel.create(executor, {
    parameters,
    initialWeights: from
      ? toWeights(from)
      : initialWeights(parameters, { seed: settings.seed, initStd: INIT_STD }),
    task: toyModelTask(settings),
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

function toWeights({ features, bias }: ToyModelState): WeightValues {
  return new Map([
    ['features', features],
    ['bias', bias],
  ]);
}

function toyModelParameters({ features, dimensions }: ToyModelSettings): Parameter[] {
  return [
    { name: 'features', shape: [features, dimensions], init: 'normal', meaning: 'one row a feature' },
    { name: 'bias', shape: [features], init: 'zeros', meaning: 'added before the ReLU' },
  ];
}

/** (examples, features). */
function examples({ features, present, seed }: ToyModelSettings, step: number): Float32Array<ArrayBuffer> {
  const stream = random(seed, 'toy superposition', step);
  const draw = () => (stream.float() < present ? stream.float() : 0);
  return Float32Array.from({ length: EXAMPLES * features }, draw);
}

function toyModelTask(settings: ToyModelSettings): Task<Float32Array<ArrayBuffer>> {
  const { features } = settings;
  const graph = new Graph();
  const [weight, bias] = toyModelParameters(settings).map(({ name, shape }) => graph.parameter(name, shape));
  const x = graph.input('x', [EXAMPLES, features]);
  const { y: hidden } = graph.apply(linear, { x, weight }, { name: 'hidden' });
  const { y: sums } = graph.apply(linearTransposed, { x: hidden, weight, bias }, { name: 'sums' });
  const { y: reconstruction } = graph.apply(relu, { x: sums }, { name: 'read back', shapes: { y: x.shape } });
  const { cost } = graph.apply(squaredError, { a: reconstruction, y: x }, { name: 'cost' });
  return { graph, loss: cost, write: (program, batch) => program.write(x, batch) };
}
