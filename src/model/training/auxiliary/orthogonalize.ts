// Near-orthogonal directions by gradient descent on the excess of their cosines: the experiment of chapter 7 (19:00), whose
// narrow plot its author has withdrawn.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph } from '../../../kernels/graph/graph.ts';
import { add } from '../../../kernels/ops/add/add.ts';
import { intervene } from '../../../kernels/ops/intervene/intervene.ts';
import { linearTransposed } from '../../../kernels/ops/linear/linear.ts';
import { relu } from '../../../kernels/ops/relu/relu.ts';
import { squaredError } from '../../../kernels/ops/squared-error/squared-error.ts';
import type { Vectors } from '../../inspection/nd-array.ts';
import type { Task } from '../trainer.ts';
import { AuxiliaryModel } from './auxiliary-model.ts';

export interface OrthogonalizeSettings {
  readonly N: number;
  readonly d: number;
  /** Deviation from a right angle, in degrees, that costs nothing. */
  readonly tolerance: number;
}

const LEARNING_RATE = 0.01;

/** `steps` of training, from vectors (N, d). */
export async function orthogonalize(
  executor: Executor,
  settings: OrthogonalizeSettings,
  steps: number,
  from: Float32Array,
): Promise<Vectors> {
  const { N, d } = settings;
  const model = await AuxiliaryModel.create(executor, {
    parameters: [{ name: 'vectors', shape: [N, d], init: 'normal', meaning: 'one row a direction' }],
    initialWeights: new Map([['vectors', from]]),
    task: orthogonalizationTask(settings),
    learningRate: LEARNING_RATE,
  });
  try {
    for (let step = 0; step < steps; step++) await model.train();
    return { numbers: (await model.weights.get()).get('vectors') as Float32Array, N, d };
  } finally {
    model.dispose();
  }
}

/**
 * Cost: mean over vectors v of Σ_w (|v·w| − t)₊² + (v·v − 1)², with t the cosine at the tolerance. Unlike the video's penalty,
 * the squares have a gradient for parallel pairs too.
 */
function orthogonalizationTask({ N, d, tolerance }: OrthogonalizeSettings): Task<void> {
  const graph = new Graph();
  const v = graph.parameter('vectors', [N, d]);
  const { y: products } = graph.apply(linearTransposed, { x: v, weight: v }, { name: 'products' });
  const allowed = Math.sin((tolerance * Math.PI) / 180);
  // The excess over the tolerance on either side; on the diagonal, the deviation from 1.
  const sides = [1, -1].map((sign) => {
    const name = sign > 0 ? 'above' : 'below';
    const factor = graph.input(`${name}.sign`, [N, N]);
    const offset = graph.input(`${name}.limit`, [N, N]);
    const shifted = graph.apply(
      intervene,
      { x: products, factor, offset },
      { name: `${name}.shifted`, shapes: { y: [N, N] } },
    ).y;
    const excess = graph.apply(relu, { x: shifted }, { name, shapes: { y: [N, N] } }).y;
    const limits = new Float32Array(N * N).fill(-allowed);
    for (let n = 0; n < N; n++) limits[n * N + n] = -sign;
    return { factor, offset, excess, sign, limits };
  });
  const { y: excess } = graph.apply(add, { a: sides[0].excess, b: sides[1].excess }, { name: 'excess' });
  const none = graph.input('none', [N, N]);
  const { cost } = graph.apply(squaredError, { a: excess, y: none }, { name: 'cost' });
  return {
    graph,
    loss: cost,
    initialize(program) {
      for (const { factor, offset, sign, limits } of sides) {
        program.write(factor, new Float32Array(N * N).fill(sign));
        program.write(offset, limits);
      }
    },
    write() {},
  };
}
