// The terms of the glossary by name, and those of each chapter. Their definitions are loaded where one is asked for.

import { msg } from '@lit/localize';

const DISPLAY_NAMES = {
  ablation: msg('ablation'),
  activation: msg('activation'),
  attention: msg('attention'),
  backpropagation: msg('backpropagation'),
  batch: msg('batch'),
  bias: msg('bias'),
  cosine: msg('cosine'),
  cost: msg('cost'),
  derivative: msg('derivative'),
  embedding: msg('embedding'),
  feature: msg('feature'),
  gradient: msg('gradient'),
  head: msg('head'),
  key: msg('key'),
  layer: msg('layer'),
  logit: msg('logit'),
  loss: msg('loss'),
  mlp: msg('MLP'),
  nat: msg('nat'),
  neuron: msg('neuron'),
  probability: msg('probability'),
  query: msg('query'),
  relu: msg('ReLU'),
  'residual stream': msg('residual stream'),
  sigmoid: msg('sigmoid'),
  softmax: msg('softmax'),
  step: msg('step'),
  temperature: msg('temperature'),
  token: msg('token'),
  value: msg('value'),
  vector: msg('vector'),
  weight: msg('weight'),
} as const satisfies Readonly<Record<string, string>>;

export type TermName = keyof typeof DISPLAY_NAMES;

/** Terms that the stage of a chapter uses without explanation, by chapter number. */
export const CHAPTER_TERMS: Readonly<Record<number, readonly TermName[]>> = {
  1: ['neuron', 'activation', 'layer', 'weight', 'bias', 'sigmoid', 'relu'],
  2: ['cost', 'gradient', 'step', 'batch', 'weight', 'bias', 'activation'],
  3: ['backpropagation', 'gradient', 'cost', 'activation', 'weight', 'bias', 'batch'],
  4: ['derivative', 'cost', 'activation', 'weight', 'bias', 'gradient', 'sigmoid'],
  5: [
    'token',
    'vector',
    'embedding',
    'cosine',
    'attention',
    'mlp',
    'residual stream',
    'logit',
    'softmax',
    'temperature',
  ],
  6: ['attention', 'head', 'query', 'key', 'value', 'softmax', 'embedding', 'ablation'],
  7: ['mlp', 'neuron', 'residual stream', 'logit', 'feature', 'relu', 'cosine', 'ablation'],
};

export const displayName = (name: TermName): string => DISPLAY_NAMES[name];
