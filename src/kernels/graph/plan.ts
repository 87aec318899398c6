// The plan: the order of all dispatches and the place of every tensor, fixed once per configuration.

import type { Constants, Pass } from '../op.ts';
import { elementCount } from '../shape.ts';
import type { Backward } from './backward.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { root } from './graph.ts';

export type Phase = 'forward' | 'backward' | 'optimizer';

/** One dispatch with everything it needs. */
export interface Step {
  readonly phase: Phase;
  /** `softmax.forward / blocks.0.attn.hook_pattern`: the label of GPU objects and of timings. */
  readonly label: string;
  readonly opName: string;
  readonly pass: Pass;
  readonly k: Constants;
  /** Tensors by role; optional inputs that are absent have no entry. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Roles among the writes that add to what stands there; every other write assigns. */
  readonly accumulates: ReadonlySet<string>;
}

/** A tensor's numbers: 32-bit words `offset … offset + length` of a storage. */
export interface Placement {
  readonly storage: string;
  readonly offset: number;
  readonly length: number;
}

/** Where parameters lie in the flat storages; the gradients lie at the same offsets. */
export interface ParameterLayout {
  /** Words in all, padding included. */
  readonly length: number;
  /** Offset in words by parameter name. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Storage by parameter name, where they are spread over several: such weights are only looked at. */
  readonly storages?: ReadonlyMap<string, string>;
}

/** The storage of parameters that are not spread. */
export const PARAMETERS = 'parameters';

export interface Plan {
  readonly steps: readonly Step[];
  /** Words by storage name, of the storages that belong to this plan. */
  readonly storages: ReadonlyMap<string, number>;
  /** Storages that outlive the plan and are handed in: `parameters`, `gradients`, moments. */
  readonly sharedStorages: ReadonlySet<string>;
  placement(tensor: Tensor): Placement;
}

/** Tensors start on multiples of this many words, the 256 bytes WebGPU asks of a binding's offset. */
export const ALIGNMENT = 64;

export function alignUp(words: number): number {
  return Math.ceil(words / ALIGNMENT) * ALIGNMENT;
}

export interface PlanInput {
  readonly graph: Graph;
  readonly backward?: Backward;
  /** How many of the graph's nodes are the model's; those after it run in the phase `optimizer`. */
  readonly modelNodeCount?: number;
  readonly layout: ParameterLayout;
}

/** Orders the dispatches and gives every tensor its place. */
export function plan({ graph, backward, modelNodeCount = graph.nodes.length, layout }: PlanInput): Plan {
  const forwardSteps = (nodes: readonly Node[], phase: Phase) =>
    nodes.flatMap((node) => node.op.forward.map((pass) => step(phase, node, pass)));
  const steps = [
    ...forwardSteps(graph.nodes.slice(0, modelNodeCount), 'forward'),
    ...(backward?.passes ?? []).map(({ node, pass, gradients, accumulates }) =>
      step('backward', node, pass, gradients, accumulates),
    ),
    ...forwardSteps(graph.nodes.slice(modelNodeCount), 'optimizer'),
  ];
  return { steps, ...placeTensors(graph, backward, layout) };
}

function step(
  phase: Phase,
  node: Node,
  pass: Pass,
  gradients: Readonly<Record<string, Tensor>> = {},
  accumulates: ReadonlySet<string> = new Set(),
): Step {
  const all: Readonly<Record<string, Tensor>> = { ...node.tensors, ...gradients };
  const roles = [...pass.reads, ...pass.writes].filter((role) => role in all);
  // A pass that does not read an optional input must not act on it, though the op has it: a gradient adds no bias.
  const flags = (node.op.optional ?? []).map((role) => [`has_${role}`, Number(roles.includes(role))]);
  return {
    phase,
    label: `${node.op.name}.${pass.name} / ${node.name}`,
    opName: node.op.name,
    pass,
    k: { ...node.k, ...Object.fromEntries(flags), ...pass.constants?.(node.k) },
    tensors: Object.fromEntries(roles.map((role) => [role, all[role]])),
    accumulates,
  };
}

function placeTensors(graph: Graph, backward: Backward | undefined, layout: ParameterLayout) {
  const placements = new Map<Tensor, Placement>();
  const storages = new Map<string, number>();
  const sharedStorages = new Set<string>();

  const placeShared = (tensor: Tensor, storage: string, offset: number) => {
    sharedStorages.add(storage);
    placements.set(tensor, { storage, offset, length: elementCount(tensor.shape) });
  };
  for (const tensor of graph.tensors) {
    if (tensor.kind === 'parameter') {
      const offset = layout.offsets.get(tensor.name);
      if (offset === undefined) throw new Error(`plan: the layout has no parameter '${tensor.name}'`);
      placeShared(tensor, layout.storages?.get(tensor.name) ?? PARAMETERS, offset);
      const gradient = backward?.gradientFor(tensor);
      if (gradient && layout.storages)
        throw new Error('plan: weights spread over storages have no gradients');
      if (gradient) placeShared(gradient, 'gradients', offset);
    } else if (tensor.kind === 'shared') {
      placeShared(tensor, tensor.storage as string, 0);
    } else if (!placements.has(tensor)) {
      const length = elementCount(tensor.shape);
      storages.set(tensor.name, alignUp(length));
      placements.set(tensor, { storage: tensor.name, offset: 0, length });
    }
  }
  const placement = (tensor: Tensor) => placements.get(root(tensor)) as Placement;
  return { storages, sharedStorages, placement };
}
