// Reverse-mode differentiation: schedules the backward passes of the ops from the loss to the tensors that require a gradient.

import { invariant } from '../errors.ts';
import type { Pass } from '../op.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { root } from './graph.ts';

/** One backward pass of a node, with the gradients it reads and writes. */
export interface BackwardPass {
  readonly node: Node;
  readonly pass: Pass;
  /** Gradient tensors by role: `d_x`, and `before_d_x` where the sum is written elsewhere. */
  readonly gradients: Readonly<Record<string, Tensor>>;
  /** Written roles that accumulate (`+=`), because an earlier pass wrote a contribution; the others are assigned (`=`). */
  readonly accumulates: ReadonlySet<string>;
}

export interface Backward {
  /** In execution order. */
  readonly passes: BackwardPass[];
  /** The gradient of a tensor, or of the base of a view; undefined if none is computed. */
  gradientFor(tensor: Tensor): Tensor | undefined;
}

/**
 * Visits the nodes in reverse order. Gradients are computed for all tensors that depend on a parameter or on a tensor of
 * `withRespectTo`; passes that write only other gradients are omitted. `initialGradients` holds gradients that exist before:
 * a gradient of an output starts backpropagation without a loss, a gradient of any other tensor is accumulated into.
 * Without `parameters`, only tensors of `withRespectTo` and what depends on them have gradients.
 *
 * A gradient that equals another one, such as that of a term of a sum, is the same tensor until a pass adds to it, unless
 * `sharesGradients` is false.
 */
export function backward(
  graph: Graph,
  loss: Tensor,
  withRespectTo: readonly Tensor[] = [],
  initialGradients: ReadonlyMap<Tensor, Tensor> = new Map(),
  { parameters = true, sharesGradients = true } = {},
): Backward {
  const requiresGrad = tensorsRequiringGrad(graph, withRespectTo, parameters);
  const gradients = new Map(initialGradients);
  const passes: BackwardPass[] = [];

  /** What copies a gradient that is the tensor of another one as well, by the tensor whose gradient it is. */
  const shared = new Map<Tensor, { readonly node: Node; readonly pass: Pass }>();

  const create = (tensor: Tensor) => {
    const gradient = graph.gradient(root(tensor));
    gradients.set(root(tensor), gradient);
    return gradient;
  };

  /** Whether the pass only copies a gradient, so that both can be one tensor. */
  const share = (node: Node, pass: Pass): boolean => {
    if (!sharesGradients || !pass.isCopy?.(node.k)) return false;
    const source = gradients.get(root(primalOf(node, pass.reads[0])));
    const target = root(primalOf(node, pass.writes[0]));
    if (!source || gradients.has(target) || target.kind === 'parameter') return false;
    gradients.set(target, source);
    shared.set(target, { node, pass });
    return true;
  };

  const bindGradients = (node: Node, pass: Pass): BackwardPass => {
    const byRole: Record<string, Tensor> = {};
    const accumulates = new Set<string>();
    for (const role of pass.reads.filter(isGradientRole)) {
      const gradient = gradients.get(root(primalOf(node, role)));
      if (gradient) byRole[role] = gradient;
    }
    for (const role of presentGradientRoles(node, pass)) {
      const tensor = root(primalOf(node, role));
      const existing = gradients.get(tensor);
      const copy = shared.get(tensor);
      shared.delete(tensor);
      byRole[role] = existing && !copy ? existing : create(tensor);
      if (copy && existing && pass.reads.includes(`before_${role}`)) byRole[`before_${role}`] = existing;
      else if (copy && existing) passes.push(copyOf(copy, existing, byRole[role]));
      if (existing && !byRole[`before_${role}`]) accumulates.add(role);
    }
    return { node, pass, gradients: byRole, accumulates };
  };

  for (const node of [...graph.nodes].reverse()) {
    if (!isReached(node, loss, gradients) || !dependsOn(requiresGrad, node)) continue;
    invariant(
      node.op.backward !== 'none',
      node.op.name,
      'the op has no backward pass, but a gradient of its inputs is required',
    );
    for (const pass of node.op.backward)
      if (isRequired(node, pass, requiresGrad) && !share(node, pass)) passes.push(bindGradients(node, pass));
  }
  return { passes, gradientFor: (tensor) => gradients.get(root(tensor)) };
}

/** The pass that a shared gradient stands for. */
function copyOf(
  { node, pass }: { readonly node: Node; readonly pass: Pass },
  from: Tensor,
  to: Tensor,
): BackwardPass {
  return { node, pass, gradients: { [pass.reads[0]]: from, [pass.writes[0]]: to }, accumulates: new Set() };
}

const isGradientRole = (role: string) => role.startsWith('d_');

/** The tensor whose gradient has this role (x for `d_x`); undefined for an absent optional input. */
const primalOf = (node: Node, gradientRole: string): Tensor => node.tensors[gradientRole.slice(2)];

/** The gradients that a pass writes, without those of absent optional inputs. */
function presentGradientRoles(node: Node, pass: Pass): string[] {
  return pass.writes.filter((role) => isGradientRole(role) && primalOf(node, role));
}

/** Whether a pass writes a gradient that is required, or only scratch tensors for a later pass of the node. */
function isRequired(node: Node, pass: Pass, requiresGrad: ReadonlySet<Tensor>): boolean {
  const written = presentGradientRoles(node, pass);
  if (written.length === 0) return !pass.writes.every(isGradientRole);
  return written.some((role) => requiresGrad.has(root(primalOf(node, role))));
}

/** Parameters, the tensors of `withRespectTo`, and all tensors computed from them; bases of views. */
function tensorsRequiringGrad(
  graph: Graph,
  withRespectTo: readonly Tensor[],
  parameters: boolean,
): Set<Tensor> {
  const requiresGrad = new Set<Tensor>(withRespectTo.map(root));
  for (const tensor of graph.tensors) if (parameters && tensor.kind === 'parameter') requiresGrad.add(tensor);
  for (const node of graph.nodes) {
    if (!dependsOn(requiresGrad, node)) continue;
    for (const role of Object.keys(node.op.outputs)) requiresGrad.add(root(node.tensors[role]));
  }
  return requiresGrad;
}

/** Whether an input of the node is one of these tensors. */
function dependsOn(tensors: ReadonlySet<Tensor>, node: Node): boolean {
  return Object.keys(node.op.inputs).some((role) => {
    const input = node.tensors[role];
    return input && tensors.has(root(input));
  });
}

/** Whether backpropagation has reached an output of the node. */
function isReached(node: Node, loss: Tensor, gradients: Map<Tensor, Tensor>): boolean {
  const outputs = Object.keys(node.op.outputs).map((role) => root(node.tensors[role]));
  return outputs.includes(root(loss)) || outputs.some((output) => gradients.has(output));
}
