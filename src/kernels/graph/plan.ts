// The plan: the order of all dispatches and the placement of every tensor in memory, computed once per configuration.

import { own } from '../../shared/own-record.ts';
import { invariant } from '../errors.ts';
import type { Pass } from '../op.ts';
import { elementCount } from '../shape.ts';
import type { Backward } from './backward.ts';
import { type BatchedSteps, batchSteps } from './batch.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { root } from './graph.ts';
import type { Phase, Step } from './step.ts';

/** The memory of a tensor: the 32-bit words [offset, offset + length) of a storage. */
export interface Placement {
  readonly storage: string;
  readonly offset: number;
  readonly length: number;
}

/** Offsets of the parameters in the flat storage; their gradients have the same offsets in the storage `gradients`. */
export interface ParameterLayout {
  /** Total words, padding included. */
  readonly length: number;
  /** Offset in words by parameter name. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Storage by parameter name, for sharded weights. They are inference-only. */
  readonly storages?: ReadonlyMap<string, string>;
}

/** The storage of parameters that are not sharded. */
export const PARAMETERS = 'parameters';

export interface Plan {
  readonly steps: readonly Step[];
  /** Storages that a program allocates: words by name. */
  readonly storages: ReadonlyMap<string, number>;
  /** Storages that the caller passes to `compile`: `parameters`, `gradients`, moments. */
  readonly sharedStorages: ReadonlySet<string>;
  placement(tensor: Tensor): Placement;
}

/** Words. Tensors are aligned to 256 bytes, WebGPU's `minStorageBufferOffsetAlignment`. */
export const ALIGNMENT = 64;

export function alignUp(words: number): number {
  return Math.ceil(words / ALIGNMENT) * ALIGNMENT;
}

export interface PlanInput {
  readonly graph: Graph;
  readonly backward?: Backward;
  /** Number of nodes of the model; the nodes after them run in the phase `optimizer`. Default: all. */
  readonly modelNodeCount?: number;
  readonly layout: ParameterLayout;
  /** Merges dispatches of one kernel, for GPUs. */
  readonly isBatched?: boolean;
  /** What is read after a run: all other tensors may share memory. Absent where any tensor may be read. */
  readonly retained?: readonly Tensor[];
}

/** Orders the dispatches, forward, backward, optimizer, and places every tensor. */
export function plan({
  graph,
  backward,
  modelNodeCount = graph.nodes.length,
  layout,
  isBatched,
  retained,
}: PlanInput): Plan {
  const forwardSteps = (nodes: readonly Node[], phase: Phase) =>
    nodes.flatMap((node) => node.op.forward.map((pass) => step(phase, node, pass)));
  const steps = [
    ...forwardSteps(graph.nodes.slice(0, modelNodeCount), 'forward'),
    ...(backward?.passes ?? []).map(({ node, pass, gradients, accumulates }) =>
      step('backward', node, pass, gradients, accumulates),
    ),
    ...forwardSteps(graph.nodes.slice(modelNodeCount), 'optimizer'),
  ];
  const batched = isBatched ? batchSteps(steps) : { steps, together: [] };
  const reused = new Map([...scratchStorages(graph), ...(retained ? storagesInTurn(steps, retained) : [])]);
  return { steps: batched.steps, ...placeTensors(graph, backward, layout, batched.together, reused) };
}

function step(
  phase: Phase,
  node: Node,
  pass: Pass,
  gradients: Readonly<Record<string, Tensor>> = {},
  accumulates: ReadonlySet<string> = new Set(),
): Step {
  const all: Readonly<Record<string, Tensor>> = own({ ...node.tensors, ...gradients });
  const roles = [...pass.reads, ...pass.writes].filter((role) => role in all);
  // `has_<role>` is false in passes that do not read the optional input: the gradient of a product adds no bias.
  const optional = [...(node.op.optional ?? []), ...pass.reads.filter((role) => role.startsWith('before_'))];
  const flags = optional.map((role) => [`has_${role}`, Number(roles.includes(role))]);
  return {
    phase,
    label: `${node.op.name}.${pass.name} / ${node.name}`,
    opName: node.op.name,
    pass,
    k: { ...node.k, ...Object.fromEntries(flags), ...pass.constants?.(node.k) },
    tensors: own(Object.fromEntries(roles.map((role) => [role, all[role]]))),
    accumulates,
  };
}

function placeTensors(
  graph: Graph,
  backward: Backward | undefined,
  layout: ParameterLayout,
  together: BatchedSteps['together'],
  storageByTensor: ReadonlyMap<Tensor, string>,
) {
  const placements = new Map<Tensor, Placement>();
  const storages = new Map<string, number>();
  const sharedStorages = new Set<string>();

  const placeShared = (tensor: Tensor, storage: string, offset: number) => {
    sharedStorages.add(storage);
    placements.set(tensor, { storage, offset, length: elementCount(tensor.shape) });
  };
  const placeOwned = (tensor: Tensor, storage: string) => {
    const length = elementCount(tensor.shape);
    storages.set(storage, Math.max(alignUp(length), storages.get(storage) ?? 0));
    placements.set(tensor, { storage, offset: 0, length });
  };
  for (const tensors of together) {
    const [{ name: storage }] = tensors;
    let offset = 0;
    for (const tensor of tensors) {
      const length = elementCount(tensor.shape);
      placements.set(tensor, { storage, offset, length });
      offset += alignUp(length);
    }
    storages.set(storage, offset);
  }
  for (const tensor of graph.tensors) {
    if (tensor.kind === 'parameter') {
      const offset = layout.offsets.get(tensor.name);
      invariant(offset !== undefined, 'plan', `the layout has no parameter '${tensor.name}'`);
      placeShared(tensor, layout.storages?.get(tensor.name) ?? PARAMETERS, offset);
      const gradient = backward?.gradientFor(tensor);
      invariant(
        !(gradient && layout.storages),
        'plan',
        'sharded weights are inference-only and have no gradients',
      );
      if (gradient) placeShared(gradient, 'gradients', offset);
    } else if (tensor.kind === 'shared') {
      placeShared(tensor, tensor.storage as string, tensor.offset ?? 0);
    } else if (!placements.has(tensor)) {
      placeOwned(tensor, storageByTensor.get(tensor) ?? tensor.name);
    }
  }
  const placement = (tensor: Tensor) => placements.get(root(tensor)) as Placement;
  return { storages, sharedStorages, placement };
}

/**
 * Storages of scratch tensors that the nodes of an op use in turn, because no backward pass reads them later. They have the name
 * of the first node's tensor.
 */
function scratchStorages(graph: Graph): ReadonlyMap<Tensor, string> {
  const first = new Map<string, string>();
  const storages = new Map<Tensor, string>();
  for (const { op, tensors } of graph.nodes.filter(({ op }) => op.backward === 'none')) {
    for (const role of Object.keys(op.scratch ?? {})) {
      const key = `${op.name} ${role}`;
      if (!first.has(key)) first.set(key, tensors[role].name);
      storages.set(tensors[role], first.get(key) as string);
    }
  }
  return storages;
}

/**
 * Storages that tensors of one length use in turn: gradients, and activations that no backward pass reads. They have the name of the
 * first tensor. The last one that became free is taken, because caches still hold it.
 */
function storagesInTurn(steps: readonly Step[], retained: readonly Tensor[]): ReadonlyMap<Tensor, string> {
  const uses = new Map<Tensor, { first: Step; last: Step }>();
  for (const step of steps)
    for (const tensor of ownTensorsOf(step))
      uses.set(tensor, { first: uses.get(tensor)?.first ?? step, last: step });
  for (const [tensor, { first, last }] of uses)
    if (first.phase !== last.phase || first.phase === 'optimizer') uses.delete(tensor);
  for (const tensor of retained) uses.delete(root(tensor));

  const storages = new Map<Tensor, string>();
  const free = new Map<number, string[]>();
  for (const step of steps) {
    const tensors = ownTensorsOf(step);
    for (const tensor of tensors.filter((each) => uses.get(each)?.first === step))
      storages.set(tensor, free.get(elementCount(tensor.shape))?.pop() ?? tensor.name);
    for (const tensor of tensors.filter((each) => uses.get(each)?.last === step)) {
      const length = elementCount(tensor.shape);
      free.set(length, [...(free.get(length) ?? []), storages.get(tensor) as string]);
    }
  }
  return storages;
}

/** The activations and their gradients that a step reads and writes, without views. */
function ownTensorsOf(step: Step): Tensor[] {
  return [...new Set(Object.values(step.tensors).map(root))].filter(
    ({ kind, gradientOf }) =>
      kind === 'activation' || (kind === 'gradient' && gradientOf?.kind !== 'parameter'),
  );
}
