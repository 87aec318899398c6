// A trial: one op by itself, with random numbers for all it reads. Tests and self-tests compare executors on trials.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { invariant } from './errors.ts';
import type { Executor, TensorData } from './executor.ts';
import { backward } from './graph/backward.ts';
import { Graph, type Tensor } from './graph/graph.ts';
import { type Plan, plan } from './graph/plan.ts';
import type { Case, Constants, Op } from './op.ts';
import { elementCount, type TensorSpec } from './shape.ts';

export interface OpHarness {
  /** `linear R 3 K 5 N 7, without bias`: the op and the case. */
  readonly title: string;
  readonly plan: Plan;
  /** The numbers to write before the run. Tensors have the names of the op's roles. */
  readonly inputData: ReadonlyMap<Tensor, TensorData>;
  /** What the run leaves: outputs, what is updated in place, and gradients. */
  readonly results: readonly Tensor[];
}

export interface OpHarnessOptions {
  /** Gradients of inputs start at random numbers and are added to, as when the inputs have other users. */
  readonly accumulate?: boolean;
}

/** Numbers in [0, 1), the same for the same seed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Records one use of `op` with the sizes of `at`, its reverse pass from random gradients of its outputs, and the numbers. */
export function createOpHarness(
  op: Op,
  opCase: Case,
  random: () => number,
  { accumulate }: OpHarnessOptions = {},
): OpHarness {
  const attributes = Object.fromEntries(
    Object.entries(opCase.attributes ?? {}).map(([a, v]) => [a, Number(v)]),
  );
  const known: Constants = { ...opCase.dims, ...attributes };
  const k: Constants = { ...known, ...op.derive?.(known) };
  const fixedInputs = op.caseInputs?.(k, random) ?? {};
  const title = formatCase(op, opCase);

  const graph = new Graph();
  const inputData = new Map<Tensor, TensorData>();
  const fillRandom = (tensor: Tensor) => {
    const signed = () => 2 * random() - 1;
    inputData.set(tensor, Float32Array.from({ length: elementCount(tensor.shape) }, signed));
    return tensor;
  };

  const inputs: Record<string, Tensor> = {};
  for (const [role, spec] of Object.entries(op.inputs)) {
    if (opCase.without?.includes(role)) continue;
    inputs[role] = addInput(graph, role, spec, k);
    const data = fixedInputs[role] as TensorData | undefined;
    if (data) inputData.set(inputs[role], data);
    else {
      invariant(spec.dtype === 'f32', op.name, `its caseInputs must tell the integers of '${role}'`);
      fillRandom(inputs[role]);
    }
  }
  const names = Object.fromEntries(Object.keys(op.outputs).map((role) => [role, role]));
  const outputs: Readonly<Record<string, Tensor>> = graph.apply(op, inputs, {
    name: title,
    names,
    attributes: opCase.attributes,
    dims: opCase.dims,
  });
  const updatedInPlace = Object.keys(inputs).filter((role) =>
    op.forward.some((pass) => pass.writes.includes(role)),
  );
  const results = [...Object.values(outputs), ...updatedInPlace.map((role) => inputs[role])];
  const layout = { length: 0, offsets: new Map() };
  if (op.backward === 'none') return { title, plan: plan({ graph, layout }), inputData, results };

  const touchesGradient = (kind: 'reads' | 'writes', role: string) =>
    op.backward !== 'none' && op.backward.some((pass) => pass[kind].includes(`d_${role}`));
  const gradients = new Map<Tensor, Tensor>();
  const addGradient = (tensor: Tensor) =>
    gradients.set(tensor, fillRandom(graph.input(`d_${tensor.name}`, tensor.shape)));
  for (const [role, tensor] of Object.entries(outputs))
    if (touchesGradient('reads', role)) addGradient(tensor);
  const differentiableRoles = Object.keys(inputs).filter((role) => touchesGradient('writes', role));
  if (accumulate) for (const role of differentiableRoles) addGradient(inputs[role]);
  const differentiable = differentiableRoles.map((role) => inputs[role]);
  const reverse = backward(graph, Object.values(outputs)[0], differentiable, gradients);
  const inputGradients = differentiable.map((tensor) => reverse.gradientFor(tensor) as Tensor);
  return {
    title,
    plan: plan({ graph, backward: reverse, layout }),
    inputData,
    results: [...results, ...inputGradients],
  };
}

/** Runs a trial once and returns its results by name. */
export async function runOpHarness(
  executor: Pick<Executor, 'compile'>,
  { plan, inputData, results }: OpHarness,
) {
  const program = await executor.compile(plan, {});
  for (const [tensor, numbers] of inputData) program.write(tensor, numbers);
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
  actualByName: ReadonlyMap<string, ArrayLike<number>>,
  expectedByName: ReadonlyMap<string, ArrayLike<number>>,
  tolerance = TOLERANCE,
): string | undefined {
  for (const [name, expected] of expectedByName) {
    const actual = actualByName.get(name) ?? [];
    const rms = rootMeanSquare(expected);
    for (let i = 0; i < expected.length; i++) {
      const error = Math.abs(actual[i] - expected[i]);
      if (error <= tolerance * Math.max(Math.abs(expected[i]), rms)) continue;
      return `${title}: ${name}[${i}] is ${actual[i]} and should be ${expected[i]}`;
    }
  }
  return undefined;
}

function rootMeanSquare(numbers: ArrayLike<number>): number {
  const squares = Array.from(numbers, (x) => x * x).filter((square) => square < 1e30);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}

function formatCase(op: Op, { dims, attributes = {}, without = [] }: Case): string {
  const settings = Object.entries({ ...dims, ...attributes }).map(([name, value]) => `${name} ${value}`);
  const absent = without.length > 0 ? `, without ${without.join(' and ')}` : '';
  return `${op.name} ${settings.join(' ')}${absent}`;
}

function addInput(graph: Graph, role: string, spec: TensorSpec, k: Constants): Tensor {
  if (spec.fields) return graph.scalars(role, spec.fields);
  return graph.input(
    role,
    spec.shape.map((axis) => (axis === 1 ? 1 : k[axis])),
    spec.dtype,
  );
}
