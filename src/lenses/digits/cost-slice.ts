// A true slice of the cost: the plane two directions span through the present weights, and the cost at its points.

import type { Executor, Program } from '../../kernels/executor.ts';
import { plan } from '../../kernels/graph/plan.ts';
import type { Parameter } from '../../model/architecture/parameters.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { Weights } from '../../model/architecture/weights.ts';
import type { Mnist } from '../../model/data/mnist/mnist.ts';
import type { DigitNetwork, DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import { digitNetwork, digitParameters } from '../../model/digits/digit-network.ts';
import type { PathPoint } from '../../model/digits/digit-run.ts';
import { random } from '../../shared/random.ts';

/** Weights, gradients and directions alike: one flat vector, as they lie in the storage. */
type Flat = Float32Array<ArrayBuffer>;

export interface SliceOptions {
  readonly config: DigitNetworkConfig;
  /** The middle, (0, 0). */
  readonly center: WeightValues;
  readonly mnist: Mnist;
  /** The cost is the mean over these training images, by these labels. */
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

  /** Its images are written once; a point costs one forward run. Lay directions before asking for costs. */
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

  /** Two random directions, each tensor as long as the network's own, so that both move all layers alike (Li et al. 2018, 4). */
  setRandomDirections(seed: number): void {
    const first = this.randomDirection(seed, 'first');
    this.setDirections(first, perpendicular(this.randomDirection(seed, 'second'), [first]));
  }

  /** Straight down, minus the gradient, as long as the weights are; and a random direction at right angles to it. */
  setGradientDirections(gradient: WeightValues, seed: number): void {
    const length = norm(this.center);
    const down = scaleToNorm(
      this.weights.flatten(gradient).map((d) => -d),
      length,
    );
    this.setDirections(
      down,
      scaleToNorm(perpendicular(this.randomDirection(seed, 'second'), [down]), length),
    );
  }

  /** The plane through the path's start, its middle and its end, one unit being the way from start to end. */
  setPathDirections(path: readonly PathPoint[], seed: number): void {
    const flat = (at: number) => this.weights.flatten(path[at].weights);
    const toStart = subtract(flat(0), this.center);
    if (norm(toStart) === 0) {
      this.setRandomDirections(seed);
      return;
    }
    const along = toStart.map((d) => -d);
    const bend = this.orthogonalPart(subtract(flat(path.length >> 1), this.center), along, seed);
    this.setDirections(along, scaleToNorm(bend, norm(along)));
  }

  /** The plane through the middle, where two paths begin, and both their ends; one unit is the way of the second. */
  setTwoPathDirections(first: readonly PathPoint[], second: readonly PathPoint[], seed: number): void {
    const displacement = (path: readonly PathPoint[]) =>
      subtract(this.weights.flatten(path[path.length - 1].weights), this.center);
    const along = displacement(second);
    if (norm(along) === 0) {
      this.setRandomDirections(seed);
      return;
    }
    this.setDirections(
      along,
      scaleToNorm(this.orthogonalPart(displacement(first), along, seed), norm(along)),
    );
  }

  /** Lengths of the two directions: so far one unit goes. */
  get lengths(): [number, number] {
    return [norm(this.directions[0]), norm(this.directions[1])];
  }

  /** Costs at (x, y) of the plane for each x. */
  costs(y: number, xs: readonly number[]): Promise<number[]> {
    const [u, v] = this.directions;
    return Promise.all(xs.map((x) => this.cost(this.center.map((w, i) => w + x * u[i] + y * v[i]))));
  }

  /** Where weights lie on the plane, seen at right angles, and the cost where they really are. */
  async project(weights: WeightValues): Promise<{ x: number; y: number; cost: number }> {
    const flat = this.weights.flatten(weights);
    const offset = subtract(flat, this.center);
    const [x, y] = this.directions.map((d) => dot(offset, d) / Math.max(dot(d, d), Number.MIN_VALUE));
    return { x, y, cost: await this.cost(flat) };
  }

  dispose(): void {
    this.program.dispose();
    this.weights.dispose();
  }

  /** What of `way` is at right angles to `along`; where floats tell of none, any direction will do. */
  private orthogonalPart(vector: Flat, along: Flat, seed: number): Flat {
    const bend = perpendicular(vector, [along]);
    return norm(bend) > 1e-3 * norm(along)
      ? bend
      : perpendicular(this.randomDirection(seed, 'second'), [along]);
  }

  private setDirections(first: Flat, second: Flat): void {
    this.directions = [first, second];
  }

  /** Queued at once: the weights of each run are written in order with the runs. */
  private async cost(weights: Flat): Promise<number> {
    this.weights.storage.write(0, weights);
    this.program.run();
    return (await this.program.read(this.network.loss))[0];
  }

  private randomDirection(seed: number, which: string): Flat {
    const parts = this.weights.unflatten(this.center);
    const direction = this.weights.parameters.map(({ name }: Parameter): [string, Flat] => {
      const own = parts.get(name) as Flat;
      const stream = random(seed, 'slice', which, name);
      return [
        name,
        scaleToNorm(
          own.map(() => stream.normal()),
          norm(own),
        ),
      ];
    });
    return this.weights.flatten(new Map(direction));
  }
}

function dot(a: Flat, b: Flat): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function norm(a: Flat): number {
  return Math.sqrt(dot(a, a));
}

function subtract(a: Flat, b: Flat): Flat {
  return a.map((value, i) => value - b[i]);
}

function scaleToNorm(a: Flat, length: number): Flat {
  const own = norm(a);
  return own === 0 ? a : a.map((value) => (value / own) * length);
}

/** What is left of `a` at right angles to the others. */
function perpendicular(a: Flat, others: readonly Flat[]): Flat {
  return others.reduce((left, other) => {
    const share = dot(left, other) / Math.max(dot(other, other), Number.MIN_VALUE);
    return left.map((value, i) => value - share * other[i]);
  }, a);
}
