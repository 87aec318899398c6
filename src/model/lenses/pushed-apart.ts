// Directions pushed apart by gradient descent until, if there is room, all are within a tolerance of perpendicular: the
// experiment of chapter 7 (19:00), whose narrow plot its author has withdrawn.

import { add } from '../../kernels/add/add.ts';
import type { Executor } from '../../kernels/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { intervene } from '../../kernels/intervene/intervene.ts';
import { linearTransposed } from '../../kernels/linear/linear.ts';
import { relu } from '../../kernels/relu/relu.ts';
import { squaredError } from '../../kernels/squared-error/squared-error.ts';
import { SideModel } from '../side-model.ts';
import type { Task } from '../trainer.ts';
import { randomDirections, type Vectors } from './angles.ts';

export interface PushSettings {
  readonly N: number;
  readonly d: number;
  /** Degrees off a right angle that cost nothing. */
  readonly tolerance: number;
  readonly seed: number;
}

const LEARNING_RATE = 0.01;

/** N vectors in d dimensions, starting at random directions. */
export class PushedApart {
  private readonly settings: PushSettings;
  private readonly model: SideModel<void>;

  private constructor(settings: PushSettings, model: SideModel<void>) {
    this.settings = settings;
    this.model = model;
  }

  static async create(executor: Executor, settings: PushSettings): Promise<PushedApart> {
    const { N, d, seed } = settings;
    const model = await SideModel.create(executor, {
      parameters: [{ name: 'vectors', shape: [N, d], start: 'normal', meaning: 'one row a direction' }],
      start: new Map([['vectors', randomDirections(N, d, seed).numbers]]),
      task: pushingTask(settings),
      learningRate: LEARNING_RATE,
    });
    return new PushedApart(settings, model);
  }

  get step(): number {
    return this.model.step;
  }

  /** Takes one step; the cost before it: for each vector, squared cosines beyond the tolerance, and its length off 1. */
  async push(): Promise<number> {
    return (await this.model.train()).loss;
  }

  async vectors(): Promise<Vectors> {
    const { N, d } = this.settings;
    return { numbers: (await this.model.values()).get('vectors') as Float32Array, N, d };
  }

  dispose(): void {
    this.model.dispose();
  }
}

/**
 * Cost: mean over vectors v of Σ_w (|v·w| − t)₊² + (v·v − 1)², with t the cosine the tolerance allows. Squares, unlike the
 * video's own penalty, let no pair hide at ±1.
 */
function pushingTask({ N, d, tolerance }: PushSettings): Task<void> {
  const graph = new Graph();
  const v = graph.parameter('vectors', [N, d]);
  const { y: products } = graph.apply(linearTransposed, { x: v, weight: v }, { name: 'products' });
  const allowed = Math.sin((tolerance * Math.PI) / 180);
  // Beyond the tolerance on either side; the diagonal has its room around 1 instead, and that is none.
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
    prepare(program) {
      for (const { factor, offset, sign, limits } of sides) {
        program.write(factor, new Float32Array(N * N).fill(sign));
        program.write(offset, limits);
      }
    },
    write() {},
  };
}
