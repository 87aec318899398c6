// Which edges of a directed graph lie on a path from its source to its sink.

export interface GraphEdge {
  readonly from: string;
  /** Several nodes where they share what the edge ends at. */
  readonly to: readonly string[];
}

/** Indices of the edges, in their order. */
export function edgesOnPaths(edges: readonly GraphEdge[], source: string, sink: string): number[] {
  const reached = closure(source, (node) => edges.flatMap(({ from, to }) => (from === node ? to : [])));
  const reaching = closure(sink, (node) =>
    edges.flatMap(({ from, to }) => (to.includes(node) ? [from] : [])),
  );
  return edges.flatMap(({ from, to }, i) =>
    reached.has(from) && to.some((node) => reaching.has(node)) ? [i] : [],
  );
}

function closure(start: string, next: (node: string) => readonly string[]): Set<string> {
  const found = new Set([start]);
  for (const node of found) for (const each of next(node)) found.add(each);
  return found;
}
