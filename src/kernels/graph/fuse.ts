// Rewrites a recorded graph with fused ops: a node that computes the same as several, without the tensors between them.

import { type Graph, type Node, root, type Tensor } from './graph.ts';

/** Replaces a pattern of nodes that contains `node`, if there is one. */
export type Fusion = (pattern: Pattern, node: Node) => void;

/** The nodes around a node, as far as a fusion may remove them. */
export class Pattern {
  readonly graph: Graph;
  private readonly retained: ReadonlySet<Tensor>;

  constructor(graph: Graph, retained: Iterable<Tensor>) {
    this.graph = graph;
    this.retained = new Set([...retained].map(root));
  }

  /** The node that computes a tensor which no other node reads, and nobody else; undefined if there is none. */
  soleProducer(tensor: Tensor): Node | undefined {
    if (!this.isInternal(tensor)) return undefined;
    return this.graph.nodes.find(({ op, tensors }) =>
      Object.keys(op.outputs).some((role) => tensors[role] === root(tensor)),
    );
  }

  /** The only node that reads a tensor, if nobody else does. */
  soleConsumer(tensor: Tensor): Node | undefined {
    return this.isInternal(tensor) ? this.consumers(tensor)[0] : undefined;
  }

  private isInternal(tensor: Tensor): boolean {
    return !this.retained.has(root(tensor)) && this.consumers(tensor).length === 1;
  }

  private consumers(tensor: Tensor): Node[] {
    return this.graph.nodes.filter(({ op, tensors }) =>
      Object.keys(op.inputs).some((role) => tensors[role] && root(tensors[role]) === root(tensor)),
    );
  }
}

/** Applies the fusions in turn. Tensors of `retained`, which somebody reads, are computed as recorded. */
export function fuse(graph: Graph, fusions: readonly Fusion[], retained: readonly Tensor[]): void {
  const pattern = new Pattern(graph, retained);
  for (const fusion of fusions)
    for (const node of [...graph.nodes]) if (graph.nodes.includes(node)) fusion(pattern, node);
}
