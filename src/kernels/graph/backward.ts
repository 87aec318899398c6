// The reverse walk: from the loss back to every tensor whose gradient is wanted, by each op's own rule.

import { invariant } from '../errors.ts';
import type { Pass } from '../op.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { root } from './graph.ts';

/** One reverse pass of one node, with the gradient tensors it reads and writes. */
export interface BackwardPass {
  readonly node: Node;
  readonly pass: Pass;
  /** Gradient tensors by role (`d_x`). */
  readonly gradients: Readonly<Record<string, Tensor>>;
  /** Roles that add to what another user of the tensor has already written; the others assign. */
  readonly accumulates: ReadonlySet<string>;
}

export interface Backward {
  /** In the order they must run. */
  readonly passes: BackwardPass[];
  /** The gradient of a tensor (of its root, if it is a view), where the walk made one. */
  gradientFor(tensor: Tensor): Tensor | undefined;
}

/**
 * Walks the nodes in reverse. A gradient is made for whatever depends on a parameter or on one of `wanted`; passes that
 * would only write gradients nobody needs are left out. `given` holds gradients that stand before the walk: those of
 * outputs are where it may start without a loss, to those of other tensors it adds.
 */
export function backward(
  graph: Graph,
  loss: Tensor,
  withRespectTo: readonly Tensor[] = [],
  initialGradients: ReadonlyMap<Tensor, Tensor> = new Map(),
): Backward {
  const requiresGrad = tensorsRequiringGrad(graph, withRespectTo);
  const gradients = new Map(initialGradients);
  const passes: BackwardPass[] = [];

  const ensureGradient = (tensor: Tensor) => {
    const existing = gradients.get(root(tensor));
    if (existing) return { gradient: existing, accumulate: true };
    const gradient = graph.gradient(root(tensor));
    gradients.set(root(tensor), gradient);
    return { gradient, accumulate: false };
  };

  for (const node of [...graph.nodes].reverse()) {
    if (!isReached(node, loss, gradients)) continue;
    invariant(node.op.backward !== 'none', node.op.name, 'it has no backward, and a gradient is asked of it');
    for (const pass of node.op.backward) {
      const written = pass.writes.filter((role) => role.startsWith('d_') && node.tensors[role.slice(2)]);
      if (written.length === 0 && pass.writes.every((role) => role.startsWith('d_'))) continue;
      if (written.length > 0 && !written.some((role) => requiresGrad.has(root(node.tensors[role.slice(2)]))))
        continue;
      const roles: Record<string, Tensor> = {};
      const accumulates = new Set<string>();
      for (const role of pass.reads.filter((r) => r.startsWith('d_'))) {
        const gradient = gradients.get(root(node.tensors[role.slice(2)]));
        if (gradient) roles[role] = gradient;
      }
      for (const role of written) {
        const { gradient, accumulate } = ensureGradient(node.tensors[role.slice(2)]);
        roles[role] = gradient;
        if (accumulate) accumulates.add(role);
      }
      passes.push({ node, pass, gradients: roles, accumulates });
    }
  }
  return { passes, gradientFor: (tensor) => gradients.get(root(tensor)) };
}

/** Tensors (roots) that a gradient must flow through: parameters, the wanted ones, and what is computed from them. */
function tensorsRequiringGrad(graph: Graph, withRespectTo: readonly Tensor[]): Set<Tensor> {
  const requiresGrad = new Set<Tensor>(withRespectTo.map(root));
  for (const tensor of graph.tensors) if (tensor.kind === 'parameter') requiresGrad.add(tensor);
  for (const node of graph.nodes) {
    const hasInputRequiringGrad = Object.keys(node.op.inputs).some((role) => {
      const input = node.tensors[role];
      return input && requiresGrad.has(root(input));
    });
    if (!hasInputRequiringGrad) continue;
    for (const role of Object.keys(node.op.outputs)) requiresGrad.add(root(node.tensors[role]));
  }
  return requiresGrad;
}

function isReached(node: Node, loss: Tensor, gradients: Map<Tensor, Tensor>): boolean {
  const outputs = Object.keys(node.op.outputs).map((role) => root(node.tensors[role]));
  return outputs.includes(root(loss)) || outputs.some((output) => gradients.has(output));
}
