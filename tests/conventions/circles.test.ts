// No circle of imports: a file or a folder can be read, moved and tested without those that import it.

import { describe, expect, it } from 'vitest';
import { circles, folderGraph, importGraph, toGraph } from '../support/import-graph.ts';

const src = importGraph('src');

describe('src has no circle', () => {
  it('of files, by imports of types neither', () => expect(circles(src)).toEqual([]));
  it('of its folders', () => expect(circles(folderGraph(src, 2))).toEqual([]));
  it('of the folders in one of them', () => expect(circles(folderGraph(src, 3))).toEqual([]));
});

describe('a circle is found', () => {
  const graph = toGraph(
    new Map([
      ['src/a/one.ts', "import type { Two } from '../b/two.ts';\nimport './own.ts';"],
      ['src/a/own.ts', "export const own = () => import('../c/three.ts');"],
      ['src/b/two.ts', "export * from '../c/three.ts';\nimport url from '../a/one.ts?worker&url';"],
      ['src/c/three.ts', "// from '../a/nothing.ts'\nimport {\n  type Own,\n} from '../a/own.ts';"],
    ]),
  );

  it('by imports of types, exports and imports at run time; a worker’s address is none', () => {
    expect(circles(graph)).toEqual(['src/a/own.ts → src/c/three.ts → src/a/own.ts']);
  });

  it('among folders', () => {
    expect(circles(folderGraph(graph, 2))).toEqual([
      'src/a → src/c → src/a',
      'src/b → src/c → src/a → src/b',
    ]);
  });
});
