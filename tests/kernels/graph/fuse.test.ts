// Fusions that a pattern must not match.

import { expect, test } from 'vitest';
import { fuse } from '../../../src/kernels/graph/fuse.ts';
import { Graph, type Tensor } from '../../../src/kernels/graph/graph.ts';
import { add } from '../../../src/kernels/ops/add/add.ts';
import { embedding } from '../../../src/kernels/ops/embedding/embedding.ts';
import { fusionsFor } from '../../../src/kernels/ops/fusions.ts';
import { gelu } from '../../../src/kernels/ops/gelu/gelu.ts';
import { linear } from '../../../src/kernels/ops/linear/linear.ts';

/** The names of the ops after fusion of what `record` appends to x (3, 4). */
function fusedOps(record: (graph: Graph, x: Tensor) => Tensor): string[] {
  const graph = new Graph();
  const result = record(graph, graph.input('x', [3, 4]));
  fuse(graph, fusionsFor('hardware'), [result]);
  return graph.nodes.map(({ op }) => op.name);
}

const product = (graph: Graph, x: Tensor, name = 'product') =>
  graph.apply(linear, { x, weight: graph.parameter(`${name}.weight`, [4, 4]) }, { name }).y;

const sum = (graph: Graph, a: Tensor, b: Tensor) => graph.apply(add, { a, b }, { name: 'sum' }).y;

test('a product is fused with a sum to which it is one term', () => {
  expect(fusedOps((graph, x) => sum(graph, x, product(graph, x)))).toEqual(['linear-residual']);
  expect(fusedOps((graph, x) => sum(graph, product(graph, x), x))).toEqual(['linear-residual']);
});

test('a product that is both terms of a sum is not, nor a view of it', () => {
  const doubled = (toTerm: (graph: Graph, y: Tensor) => Tensor) => (graph: Graph, x: Tensor) => {
    const y = product(graph, x);
    return sum(graph, toTerm(graph, y), y);
  };
  expect(fusedOps(doubled((_, y) => y))).toEqual(['linear', 'add']);
  expect(fusedOps(doubled((graph, y) => graph.view(y, [3, 4])))).toEqual(['linear', 'add']);
});

test('a product that is added by heads is not', () => {
  const byHead = (graph: Graph, x: Tensor) => graph.view(product(graph, x), [3, 2, 2]);
  expect(fusedOps((graph, x) => sum(graph, graph.input('residual', [3, 2, 2]), byHead(graph, x)))).toEqual([
    'linear',
    'add',
  ]);
});

test('the product of an MLP that is both terms of a sum is fused without the sum', () => {
  const doubled = (graph: Graph, x: Tensor) => {
    const hidden = graph.apply(gelu, { x: product(graph, x, 'in') }, { name: 'hidden' }).y;
    const y = product(graph, hidden, 'out');
    return sum(graph, y, y);
  };
  expect(fusedOps(doubled)).toEqual(['mlp', 'add']);
});

test('an embedding that is both terms of a sum is not fused', () => {
  const doubled = (graph: Graph) => {
    const { y } = graph.apply(
      embedding,
      {
        ids: graph.input('ids', [3], 'i32'),
        table: graph.parameter('table', [5, 4]),
        row_starts: graph.input('row_starts', [6], 'i32'),
        row_positions: graph.input('row_positions', [3], 'i32'),
      },
      { name: 'embedding' },
    );
    return sum(graph, y, y);
  };
  expect(fusedOps(doubled)).toEqual(['embedding', 'add']);
});
