// Runs one op by itself, forward and backward, on random inputs. Tests and the self-test compare executors this way.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Executor, TensorData } from '../backends/executor.ts';
import { invariant } from '../errors.ts';
import { backward } from '../graph/backward.ts';
import { Graph, type Tensor } from '../graph/graph.ts';
import { type Plan, plan } from '../graph/plan.ts';
import type { Case, Constants, Op } from '../op.ts';
import { add } from '../ops/add/add.ts';
import { elementCount, type TensorSpec } from '../shape.ts';

export interface OpHarness {
  /** Op and case: `linear R 3 K 5 N 7, without bias`. */
  readonly title: string;
  readonly plan: Plan;
  /** Data to write before the run. Tensors are named after the op's roles. */
  readonly inputData: ReadonlyMap<Tensor, TensorData>;
  /** Tensors to read after the run: outputs, inputs updated in place, and gradients of inputs. */
  readonly results: readonly Tensor[];
}

export interface OpHarnessOptions {
  /** Gradients of inputs start with random values and are accumulated into, as for inputs with several consumers. */
  readonly accumulate?: boolean;
  /** Inputs whose gradient a pass adds to one that is a tensor of its own (`before_d_x`) are terms of a sum as well. */
  readonly residual?: boolean;
}

/** A seeded generator of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Records one node of `op` with the sizes of `opCase`, and its backward passes from random gradients of the outputs. */
export function createOpHarness(
  op: Op,
  opCase: Case,
  random: () => number,
  { accumulate, residual }: OpHarnessOptions = {},
): OpHarness {
  const mode = accumulate ? ', accumulating' : residual ? ', of a residual stream' : '';
  const title = `${formatCase(op, opCase)}${mode}`;
  const graph = new Graph();
  const inputData = new Map<Tensor, TensorData>();
  const fillRandom = (tensor: Tensor) => {
    const signed = () => 2 * random() - 1;
    inputData.set(tensor, new Float32Array(elementCount(tensor.shape)).map(signed)); // thrice as fast as `from`
    return tensor;
  };

  const inputs = addInputs(graph, op, opCase, random, inputData, fillRandom);
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

  const passes = op.backward;
  const usesGradient = (kind: 'reads' | 'writes', role: string) =>
    passes.some((pass) => pass[kind].includes(`d_${role}`));
  const gradients = new Map<Tensor, Tensor>();
  const addGradient = (tensor: Tensor) =>
    gradients.set(tensor, fillRandom(graph.input(`d_${tensor.name}`, tensor.shape)));
  for (const [role, tensor] of Object.entries(outputs)) if (usesGradient('reads', role)) addGradient(tensor);
  const differentiable = Object.keys(inputs)
    .filter((role) => usesGradient('writes', role))
    .map((role) => inputs[role]);
  if (accumulate) for (const tensor of differentiable) addGradient(tensor);
  if (residual) {
    for (const role of residualRoles(op)) {
      const b = fillRandom(graph.input(`term of ${role}`, inputs[role].shape));
      const { y } = graph.apply(add, { a: inputs[role], b }, { name: `sum of ${role}` });
      addGradient(y);
      results.push(y);
    }
  }
  // Each pass of the op runs, the copies too.
  const options = { sharesGradients: residual === true };
  const reverse = backward(graph, Object.values(outputs)[0], differentiable, gradients, options);
  const inputGradients = differentiable.map((tensor) => reverse.gradientFor(tensor) as Tensor);
  return {
    title,
    plan: plan({ graph, backward: reverse, layout }),
    inputData,
    results: [...results, ...inputGradients],
  };
}

/** The inputs whose gradients the op's passes add to those of a sum. */
function residualRoles({ backward }: Op): string[] {
  const passes = backward === 'none' ? [] : backward;
  return passes.flatMap(({ reads }) => reads.flatMap((role) => /^before_d_(.+)/.exec(role)?.[1] ?? []));
}

/** The modes in which an op's passes run differently. */
export function harnessModes(op: Op): readonly OpHarnessOptions[] {
  if (op.backward === 'none') return [{}];
  return [{}, { accumulate: true }, ...(residualRoles(op).length > 0 ? [{ residual: true }] : [])];
}

/** The inputs of the case by role, with their data: those of `op.caseInputs`, else random numbers. */
function addInputs(
  graph: Graph,
  op: Op,
  { dims, attributes = {}, without }: Case,
  random: () => number,
  inputData: Map<Tensor, TensorData>,
  fillRandom: (tensor: Tensor) => void,
): Record<string, Tensor> {
  const attributeValues = Object.fromEntries(Object.entries(attributes).map(([a, v]) => [a, Number(v)]));
  const known: Constants = { ...dims, ...attributeValues };
  const k: Constants = { ...known, ...op.derive?.(known) };
  const caseInputs = op.caseInputs?.(k, random) ?? {};
  const inputs: Record<string, Tensor> = {};
  for (const [role, spec] of Object.entries(op.inputs)) {
    if (without?.includes(role)) continue;
    inputs[role] = addInput(graph, role, spec, k);
    const data = caseInputs[role] as TensorData | undefined;
    if (data) inputData.set(inputs[role], data);
    else {
      invariant(spec.dtype === 'f32', op.name, `caseInputs must define the i32 input '${role}'`);
      fillRandom(inputs[role]);
    }
  }
  return inputs;
}

/** Runs a harness once and returns its results by tensor name: NaN where a pass does not write. */
export async function runOpHarness(
  executor: Pick<Executor, 'compile'>,
  { plan, inputData, results }: OpHarness,
) {
  const program = await executor.compile(plan, {});
  for (const tensor of results.filter(({ dtype }) => dtype === 'f32'))
    program.write(tensor, new Float32Array(elementCount(tensor.shape)).fill(Number.NaN));
  for (const [tensor, data] of inputData) program.write(tensor, data);
  program.run();
  const read = await Promise.all(results.map((tensor) => program.read(tensor)));
  program.dispose();
  return new Map(results.map((tensor, i) => [tensor.name, read[i]]));
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
