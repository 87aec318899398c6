// How the parts of a network look and what they are called where there is little room.

import type { Colour } from '../../stage/marks/shape.ts';
import type { Part } from './ledger.ts';

export const COLOURS: Readonly<Record<Part, Colour>> = {
  embedding: 'data',
  unembedding: 'muted',
  query: 'query',
  key: 'key',
  value: 'value',
  output: 'bias',
  up: 'positive',
  gate: 'gradient',
  down: 'headFirst',
  rest: 'lineStrong',
};

export const SYMBOLS: Readonly<Partial<Record<Part, string>>> = {
  ...{ embedding: 'E', unembedding: 'U', query: 'Q', key: 'K', value: 'V↓', output: 'V↑' },
  ...{ up: '↑', gate: '×', down: '↓' },
};
