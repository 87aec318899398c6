// A slice of the cost: the plane spanned by two directions through the current weights, and the cost at its points.

import type { Executor, Program } from '../../kernels/backends/executor.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { dotProduct } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { Weights } from '../architecture/weights.ts';
import type { Mnist } from '../data/mnist/mnist.ts';
import type { DigitNetwork, DigitNetworkConfig } from './digit-network.ts';
import { digitNetwork, digitParameters } from './digit-network.ts';
import type { PathPoint } from './digit-run.ts';

/** Weights, gradients or a direction as one vector, in the order of the storage. */
type Flat = Float32Array<ArrayBuffer>;

export interface SliceOptions {
  readonly config: DigitNetworkConfig;
  /** The point (0, 0). */
  readonly center: WeightValues;
  readonly mnist: Mnist;
  /** The cost is the mean over these training images with these labels. */
  readonly indices: readonly number[];
  readonly labels: Int32Array<ArrayBuffer>;
}

export class CostSlice {
  private readonly weights: Weights;
  private readonly network: DigitNetwork;
  private readonly program: Program;
  private readonly center: Flat;
  private directions: readonly [Flat, Flat];

  private constructor(weights: Weights, network: DigitNetwork, program: Program, middle: Flat) {
    this.weights = weights;
    this.network = network;
    this.program = program;
    this.center = middle;
    this.directions = [new Float32Array(middle.length), new Float32Array(middle.length)];
  }

  /** Images are written once; a point takes one forward run. Set directions before requesting costs. */
  static async create(executor: Executor, options: SliceOptions): Promise<CostSlice> {
    const { config, mnist, indices, labels } = options;
    const weights = new Weights(executor, digitParameters(config));
    const network = digitNetwork(config, indices.length);
    const program = await executor.compile(plan({ graph: network.graph, layout: weights.layout }), {
      parameters: weights.storage,
    });
    network.write(program, { pixels: mnist.pixels('train', indices), labels });
    return new CostSlice(weights, network, program, weights.flatten(options.center));
  }

  /** Two random directions, each tensor normalized to the network's own norm (Li et al. 2018, section 4). */
  setRandomDirections(seed: number): void {
    const first = this.randomDirection(seed, 'first');
    this.directions = [first, perpendicular(this.randomDirection(seed, 'second'), first)];
  }

  /** Minus the gradient, with the norm of the weights; and a random direction orthogonal to it. */
  setGradientDirections(gradient: WeightValues, seed: number): void {
    const length = norm(this.center);
    const uphill = this.weights.flatten(gradient);
    const down = scaleToNorm(
      uphill.map((d) => -d),
      length,
    );
    const across = perpendicular(this.randomDirection(seed, 'second'), down);
    this.directions = [down, scaleToNorm(across, length)];
  }

  /** The plane through the start, the middle and the end of the path; one unit is the distance from start to end. */
  setPathDirections(path: readonly PathPoint[], seed: number): void {
    const fromStart = this.displacement(path[0]).map((d) => -d);
    this.setPlane(fromStart, this.displacement(path[path.length >> 1]), seed);
  }

  /** The plane through the common start of two paths and both ends; one unit is the length of the second displacement. */
  setTwoPathDirections(first: readonly PathPoint[], second: readonly PathPoint[], seed: number): void {
    const [one, other] = [first, second].map((path) => this.displacement(path[path.length - 1]));
    this.setPlane(other, one, seed);
  }

  /** Norms of the two directions: one unit changes the weights by this much. */
  get lengths(): [number, number] {
    return [norm(this.directions[0]), norm(this.directions[1])];
  }

  /** Costs at (x, y) for each x. */
  costs(y: number, xs: readonly number[]): Promise<number[]> {
    const [u, v] = this.directions;
    return Promise.all(xs.map((x) => this.cost(this.center.map((w, i) => w + x * u[i] + y * v[i]))));
  }

  /** Orthogonal projection of weights onto the plane, and the cost at the weights themselves. */
  async project(weights: WeightValues): Promise<{ x: number; y: number; cost: number }> {
    const flat = this.weights.flatten(weights);
    const offset = subtract(flat, this.center);
    const [x, y] = this.directions.map(
      (d) => dotProduct(offset, d) / Math.max(dotProduct(d, d), Number.MIN_VALUE),
    );
    return { x, y, cost: await this.cost(flat) };
  }

  dispose(): void {
    this.program.dispose();
    this.weights.dispose();
  }

  private displacement({ weights }: PathPoint): Flat {
    return subtract(this.weights.flatten(weights), this.center);
  }

  /** `along`, and the part of `vector` orthogonal to it; random directions for what is numerically zero. */
  private setPlane(along: Flat, vector: Flat, seed: number): void {
    const length = norm(along);
    if (length === 0) {
      this.setRandomDirections(seed);
      return;
    }
    const bend = perpendicular(vector, along);
    const other =
      norm(bend) > 1e-3 * length ? bend : perpendicular(this.randomDirection(seed, 'second'), along);
    this.directions = [along, scaleToNorm(other, length)];
  }

  /** Calls may overlap: writes and runs are queued in order. */
  private async cost(weights: Flat): Promise<number> {
    this.weights.storage.write(0, weights);
    this.program.run();
    return (await this.program.read(this.network.loss))[0];
  }

  private randomDirection(seed: number, which: string): Flat {
    const parts = this.weights.unflatten(this.center);
    const direction = this.weights.parameters.map(({ name }): [string, Flat] => {
      const own = parts.get(name) as Flat;
      const stream = random(seed, 'slice', which, name);
      const drawn = own.map(() => stream.normal());
      return [name, scaleToNorm(drawn, norm(own))];
    });
    return this.weights.flatten(new Map(direction));
  }
}

const norm = (a: Flat): number => Math.sqrt(dotProduct(a, a));

function subtract(a: Flat, b: Flat): Flat {
  return a.map((value, i) => value - b[i]);
}

function scaleToNorm(a: Flat, length: number): Flat {
  const own = norm(a);
  return own === 0 ? a : a.map((value) => (value / own) * length);
}

/** The part of `a` orthogonal to `b`. */
function perpendicular(a: Flat, b: Flat): Flat {
  const share = dotProduct(a, b) / Math.max(dotProduct(b, b), Number.MIN_VALUE);
  return a.map((value, i) => value - share * b[i]);
}
