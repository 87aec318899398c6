// The part of an attribution graph that matters, and how much of the graph goes through features rather than errors (Ameisen et
// al. 2025, appendix: pruning; replacement and completeness scores).

import type { AttributionGraph } from './graph.ts';

export interface Pruned {
  /** Indices of nodes, in the order of computation; the answer is the last. */
  readonly nodes: readonly number[];
  /** Indices of nodes of the graph. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly effect: number }[];
}

export interface GraphScores {
  /** Share of the influence on the answer that begins at embeddings, not at errors. */
  replacement: number;
  /** Share of the inputs of all nodes, by their influence, that does not come from errors. */
  completeness: number;
}

export function graphScores({ nodes, effects, influence }: AttributionGraph): GraphScores {
  const sum = (kind: string) =>
    nodes.reduce((total, node, n) => total + (node.kind === kind ? influence[n] : 0), 0);
  const [fromEmbeddings, fromErrors] = [sum('embed'), sum('error')];
  let [complete, all] = [0, 0];
  effects.forEach((row, n) => {
    if (!row) return;
    const size = row.reduce((total, effect) => total + Math.abs(effect), 0);
    const errors = row.reduce(
      (total, effect, source) => total + (nodes[source].kind === 'error' ? Math.abs(effect) : 0),
      0,
    );
    all += influence[n];
    complete += influence[n] * (size > 0 ? 1 - errors / size : 0);
  });
  return {
    replacement: fromEmbeddings / (fromEmbeddings + fromErrors || 1),
    completeness: complete / (all || 1),
  };
}

/**
 * The fewest nodes with the share `nodeShare` of all influence, then the fewest edges with the share `edgeShare` of what flows
 * between them; of those the nodes that lie on a path from an embedding or an error to the answer.
 */
export function prune(
  { nodes, effects, influence }: AttributionGraph,
  { nodeShare, edgeShare }: { readonly nodeShare: number; readonly edgeShare: number },
): Pruned {
  const answer = nodes.length - 1;
  const kept = new Set([answer, ...largestShare([...influence].slice(0, answer), nodeShare)]);
  const edges = effects.flatMap((row, to) => {
    if (!row || !kept.has(to)) return [];
    const inputs = [...row.keys()].filter((from) => kept.has(from) && row[from] !== 0);
    const size = inputs.reduce((total, from) => total + Math.abs(row[from]), 0);
    return inputs.map((from) => ({
      ...{ from, to, effect: row[from] },
      score: (influence[to] * Math.abs(row[from])) / size,
    }));
  });
  const strongest = largestShare(
    edges.map(({ score }) => score),
    edgeShare,
  ).map((e) => edges[e]);
  const [reached, reaching] = [new Set<number>(), new Set([answer])];
  for (const { from, to } of strongest.toSorted((a, b) => a.to - b.to)) {
    const isStart = nodes[from].kind !== 'feature';
    if (isStart || reached.has(from)) reached.add(from).add(to);
  }
  for (const { from, to } of strongest.toSorted((a, b) => b.to - a.to))
    if (reaching.has(to)) reaching.add(from);
  const isOnPath = (n: number) => reached.has(n) && reaching.has(n);
  return {
    nodes: [...nodes.keys()].filter((n) => n === answer || isOnPath(n)),
    edges: strongest
      .filter(({ from, to }) => isOnPath(from) && isOnPath(to))
      .map(({ from, to, effect }) => ({ from, to, effect })),
  };
}

/** Indices of the fewest numbers whose sum is this share of all. */
function largestShare(numbers: readonly number[], share: number): number[] {
  const order = [...numbers.keys()].filter((i) => numbers[i] > 0).sort((a, b) => numbers[b] - numbers[a]);
  const total = order.reduce((sum, i) => sum + numbers[i], 0);
  let sum = 0;
  const count = order.findIndex((i) => {
    sum += numbers[i];
    return sum >= share * total;
  });
  return order.slice(0, count < 0 ? order.length : count + 1);
}
