// Names of lenses: one in kebab case, and former names that the command line still accepts.

import { describe, expect, it } from 'vitest';
import { lensTable } from '../../src/lenses/shared/define-lens.ts';
import { DIGIT_LENSES } from '../../src/workers/requests/digit-requests.ts';
import { LENSES, parseLensRequest, resolveLensName } from '../../src/workers/requests/lens-requests.ts';

/** By former name, in the worker's API or on the command line. */
const FORMER_NAMES = {
  ablation: 'head-ablation',
  andFacts: 'and-gates-facts',
  'and-facts': 'and-gates-facts',
  andGates: 'and-gates',
  angles: 'model-angles',
  bytePairs: 'byte-pairs',
  cross: 'cross-attention',
  cuts: 'tokenizations',
  dictionary: 'sparse-autoencoder',
  direction: 'direction-projection',
  editBenchmark: 'edit-benchmark',
  factFeatures: 'fact-features',
  features: 'sparse-autoencoder',
  head: 'head-trace',
  headMatrices: 'head-matrices',
  headScores: 'head-patterns',
  'head-scores': 'head-patterns',
  holding: 'direction-similarity',
  logitLens: 'logit-lens',
  map: 'umap',
  neighbours: 'nearest-tokens',
  ownAngles: 'model-angles',
  pair: 'dot-product',
  phrases: 'context-comparison',
  prefixes: 'next-token',
  pushApart: 'orthogonalize',
  spread: 'angle-spread',
  stream: 'residual-stream',
  toySuperposition: 'toy-superposition',
  trace: 'causal-trace',
  traceFacts: 'causal-trace-facts',
  'trace-facts': 'causal-trace-facts',
};

describe('a lens name', () => {
  it.each([...Object.keys(LENSES), ...Object.keys(DIGIT_LENSES)])('%s is kebab case', (name) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(Object.entries(FORMER_NAMES))('%s resolves to %s', (former, name) => {
    expect(resolveLensName(former)).toBe(name);
    expect(resolveLensName(name)).toBe(name);
  });

  it('has no other aliases than the former names', () => {
    const aliases = Object.values(LENSES).flatMap((lens) => lens.aliases ?? []);
    expect([...aliases].sort()).toEqual(Object.keys(FORMER_NAMES).sort());
  });

  it('is unique', () => {
    const { analogy, edit } = LENSES;
    expect(() => lensTable([analogy, { ...edit, aliases: ['analogy'] }])).toThrow('Two lenses are named');
  });
});

it('former keys and values of requests are accepted', () => {
  expect(parseLensRequest('attribution', { text: 'a', rival: 3 })).toEqual({ text: 'a', contrast: 3 });
  const edit = { subject: 'a', relation: 'b', newAnswer: 'c' };
  expect(parseLensRequest('edit', { ...edit, protect: true })).toEqual({ ...edit, preserveOthers: true });
  expect(parseLensRequest('pairwise-angles', { of: 'what neurons ask', layer: 1 })).toEqual({
    of: 'neuron inputs',
    layer: 1,
  });
});

/** Where a schema, or a part of it, is an object that drops unknown keys. */
function looseObjects(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, entries = {}, ...others } = schema as Record<string, object>;
  const parts = ['pipe', 'options', 'items', 'item', 'wrapped', 'value'].flatMap((key) => others[key] ?? []);
  return [
    ...(String(type) === 'object' || String(type) === 'loose_object' ? [path] : []),
    ...parts.flatMap((part) => looseObjects(part, path)),
    ...Object.entries(entries).flatMap(([key, entry]) => looseObjects(entry, `${path}.${key}`)),
  ];
}

it('no request drops an unknown key silently', () => {
  const lenses = [...Object.values(LENSES), ...Object.values(DIGIT_LENSES)];
  expect(lenses.flatMap(({ name, request }) => looseObjects(request, name))).toEqual([]);
});
