// The panels of chapter 3's stage, and which of them a moment shows.

import type { Moment } from '../chapter.ts';

export const PANELS = {
  network: 'The network',
  cost: 'The cost',
  gradient: 'The gradient',
  outputs: 'Wished outputs',
  ways: 'Three ways',
  sum: 'Wishes added up',
  back: 'One layer further back',
  table: 'Table of nudges',
  paths: 'Mini-batches',
  training: 'Train it',
  examples: 'Images',
} as const;

export type Panel = keyof typeof PANELS;

/** Names of panels, as the address has them. */
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'network-forward': 'network',
  'cost-breakdown': 'cost',
  'gradient-vector': 'gradient',
  'wished-outputs': 'outputs',
  'three-ways': 'ways',
  'summed-wishes': 'sum',
  'one-layer-back': 'back',
  'nudge-table': 'table',
  'minibatch-sgd': 'paths',
  'training-run': 'training',
  'mnist-gallery': 'examples',
};

/** The panel of a moment; undefined for one that forces nothing. */
export const panelOf = ({ view }: Moment): Panel | undefined => PANEL_OF_VIEW[view];

/** The ways to make a neuron more active. */
export const METHODS = {
  bias: 'the bias',
  weights: 'the weights',
  activations: 'the activations before it',
} as const;

export type Method = keyof typeof METHODS;

export const METHOD_NAMES = Object.keys(METHODS) as [Method, ...Method[]];

/** The way a moment tells of. */
export const methodOf = ({ settings }: Moment): Method | undefined =>
  METHOD_NAMES.find((way) => way === settings?.way);
