// Positions of the chain's quantities in the graph, and the arrows between them.

import type { Quantity } from '../../../../../workers/rpc/api/lab-api.ts';

export interface ChainNode {
  readonly quantity: Quantity;
  readonly x: number;
  readonly y: number;
}

/** From a quantity to one that depends on it. */
export interface ChainEdge {
  readonly from: ChainNode;
  readonly to: ChainNode;
}

export interface ChainLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly ChainNode[];
  readonly edges: readonly ChainEdge[];
}

/** Half a box. */
export const HALF = { x: 44, y: 27 } as const;
/** Distances between boxes along and across the chain, for both orientations. */
const WIDE = { along: 112, across: 106 };
const TALL = { along: 82, across: 112 };

/**
 * Lays out the last `depth` of `last` layers: a, then z and a of each, then C along the chain; w and b on either side of
 * their z, y beside C. Vertical if `tall`.
 */
export function layoutChain(last: number, depth: number, tall: boolean): ChainLayout {
  const steps = tall ? TALL : WIDE;
  const place = (kind: Quantity['kind'], layer: number, along: number, lane: number): ChainNode => {
    const [alongAt, acrossAt] = [60 + along * steps.along, 40 + (lane + 1) * steps.across];
    const quantity: Quantity = { kind, layer, neuron: 0, ...(kind === 'w' && { from: 0 }) };
    return tall ? { quantity, x: acrossAt + 20, y: alongAt - 20 } : { quantity, x: alongAt, y: acrossAt };
  };
  const first = last - depth;
  const nodes = [place('a', first, 0, 0)];
  const edges: ChainEdge[] = [];
  let before = nodes[0];
  for (let layer = first + 1; layer <= last; layer++) {
    const column = 2 * (layer - first) - 1;
    const z = place('z', layer, column, 0);
    const a = place('a', layer, column + 1, 0);
    const [w, b] = [place('w', layer, column, -1), place('b', layer, column, 1)];
    nodes.push(w, b, z, a);
    edges.push({ from: before, to: z }, { from: w, to: z }, { from: b, to: z }, { from: z, to: a });
    before = a;
  }
  const end = 2 * depth + 1;
  const [C, y] = [place('C', last, end, 0), place('y', last, end, -1)];
  nodes.push(y, C);
  edges.push({ from: before, to: C }, { from: y, to: C });
  const [alongSize, acrossSize] = [end * steps.along + 120, 2 * steps.across + 95];
  return tall
    ? { width: acrossSize + 25, height: alongSize - 30, nodes, edges }
    : { width: alongSize, height: acrossSize, nodes, edges };
}

/** From border to border, straight along or across. */
export function edgeEnds({ from, to }: ChainEdge): { x1: number; y1: number; x2: number; y2: number } {
  const [dx, dy] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)];
  return {
    x1: from.x + dx * HALF.x,
    y1: from.y + dy * HALF.y,
    x2: to.x - dx * (HALF.x + 3),
    y2: to.y - dy * (HALF.y + 3),
  };
}
