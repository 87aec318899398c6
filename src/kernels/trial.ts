// A trial: one op by itself, with random numbers for all it reads. Tests and self-tests compare executors on trials.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { invariant } from './errors.ts';
import type { Executor, Numbers } from './executor.ts';
import { backward } from './graph/backward.ts';
import { Graph, type Tensor } from './graph/graph.ts';
import { type Plan, plan } from './graph/plan.ts';
import type { Case, Constants, Op } from './op.ts';
import { elements, type TensorSpec } from './shape.ts';

export interface Trial {
  /** `linear R 3 K 5 N 7, without bias`: the op and the case. */
  readonly title: string;
  readonly plan: Plan;
  /** The numbers to write before the run. Tensors have the names of the op's roles. */
  readonly given: ReadonlyMap<Tensor, Numbers>;
  /** What the run leaves: outputs, what is updated in place, and gradients. */
  readonly results: readonly Tensor[];
}

export interface TrialOptions {
  /** Gradients of inputs start at random numbers and are added to, as when the inputs have other users. */
  readonly accumulate?: boolean;
}

/** Numbers in [0, 1), the same for the same seed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Records one use of `op` with the sizes of `at`, its reverse pass from random gradients of its outputs, and the numbers. */
export function trial(op: Op, at: Case, random: () => number, { accumulate }: TrialOptions = {}): Trial {
  const attributes = Object.fromEntries(Object.entries(at.attributes ?? {}).map(([a, v]) => [a, Number(v)]));
  const known: Constants = { ...at.dims, ...attributes };
  const k: Constants = { ...known, ...op.derive?.(known) };
  const special = op.caseInputs?.(k, random) ?? {};
  const title = describe(op, at);

  const graph = new Graph();
  const given = new Map<Tensor, Numbers>();
  const fill = (tensor: Tensor) => {
    const signed = () => 2 * random() - 1;
    given.set(tensor, Float32Array.from({ length: elements(tensor.shape) }, signed));
    return tensor;
  };

  const inputs: Record<string, Tensor> = {};
  for (const [role, spec] of Object.entries(op.inputs)) {
    if (at.without?.includes(role)) continue;
    inputs[role] = input(graph, role, spec, k);
    const numbers = special[role] as Numbers | undefined;
    if (numbers) given.set(inputs[role], numbers);
    else {
      invariant(spec.dtype === 'f32', op.name, `its caseInputs must tell the integers of '${role}'`);
      fill(inputs[role]);
    }
  }
  const names = Object.fromEntries(Object.keys(op.outputs).map((role) => [role, role]));
  const outputs: Readonly<Record<string, Tensor>> = graph.apply(op, inputs, {
    name: title,
    names,
    attributes: at.attributes,
    dims: at.dims,
  });
  const updated = Object.keys(inputs).filter((role) => op.forward.some((pass) => pass.writes.includes(role)));
  const results = [...Object.values(outputs), ...updated.map((role) => inputs[role])];
  const layout = { length: 0, offsets: new Map() };
  if (op.backward === 'none') return { title, plan: plan({ graph, layout }), given, results };

  const touches = (kind: 'reads' | 'writes', role: string) =>
    op.backward !== 'none' && op.backward.some((pass) => pass[kind].includes(`d_${role}`));
  const gradients = new Map<Tensor, Tensor>();
  const giveGradient = (tensor: Tensor) =>
    gradients.set(tensor, fill(graph.input(`d_${tensor.name}`, tensor.shape)));
  for (const [role, tensor] of Object.entries(outputs)) if (touches('reads', role)) giveGradient(tensor);
  const wanted = Object.keys(inputs).filter((role) => touches('writes', role));
  if (accumulate) for (const role of wanted) giveGradient(inputs[role]);
  const tensorsWanted = wanted.map((role) => inputs[role]);
  const reverse = backward(graph, Object.values(outputs)[0], tensorsWanted, gradients);
  const made = tensorsWanted.map((tensor) => reverse.gradientOf(tensor) as Tensor);
  return { title, plan: plan({ graph, backward: reverse, layout }), given, results: [...results, ...made] };
}

/** Runs a trial once and returns its results by name. */
export async function runTrial(executor: Pick<Executor, 'compile'>, { plan, given, results }: Trial) {
  const program = await executor.compile(plan, {});
  for (const [tensor, numbers] of given) program.write(tensor, numbers);
  program.run();
  const read = await Promise.all(results.map((tensor) => program.read(tensor)));
  program.dispose();
  return new Map(results.map((tensor, i) => [tensor.name, read[i]]));
}

/**
 * A float32 sum of some hundred terms in any order, and exp and tanh as WGSL defines their accuracy, stay several times
 * below this; a forgotten term or row does not.
 */
const TOLERANCE = 2e-5;

/**
 * The first place where |got − want| > tolerance · max(|want|, typical size), as a sentence; undefined if there is none.
 * The typical size is the root of the mean square, over all but the −1e30 of masked scores: sums that cancel are as
 * wrong as their largest terms.
 */
export function mismatch(
  title: string,
  got: ReadonlyMap<string, ArrayLike<number>>,
  want: ReadonlyMap<string, ArrayLike<number>>,
  tolerance = TOLERANCE,
): string | undefined {
  for (const [name, expected] of want) {
    const found = got.get(name) ?? [];
    const typical = typicalSize(expected);
    for (let i = 0; i < expected.length; i++) {
      const off = Math.abs(found[i] - expected[i]);
      if (off <= tolerance * Math.max(Math.abs(expected[i]), typical)) continue;
      return `${title}: ${name}[${i}] is ${found[i]} and should be ${expected[i]}`;
    }
  }
  return undefined;
}

function typicalSize(numbers: ArrayLike<number>): number {
  const squares = Array.from(numbers, (x) => x * x).filter((square) => square < 1e30);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}

function describe(op: Op, { dims, attributes = {}, without = [] }: Case): string {
  const settings = Object.entries({ ...dims, ...attributes }).map(([name, value]) => `${name} ${value}`);
  const absent = without.length > 0 ? `, without ${without.join(' and ')}` : '';
  return `${op.name} ${settings.join(' ')}${absent}`;
}

function input(graph: Graph, role: string, spec: TensorSpec, k: Constants): Tensor {
  if (spec.fields) return graph.settings(role, spec.fields);
  return graph.input(
    role,
    spec.shape.map((axis) => (axis === 1 ? 1 : k[axis])),
    spec.dtype,
  );
}
