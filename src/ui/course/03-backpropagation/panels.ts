// The panels of chapter 3's stage, and the panel of each moment.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';

export const PANELS = {
  cost: 'The cost',
  components: 'Two components',
  gradient: 'The gradient',
  outputs: 'Desired outputs',
  ways: 'Three ways',
  sum: 'Desired changes, summed',
  back: 'Previous layer',
  table: 'Table of nudges',
  paths: 'Mini-batches',
  code: 'As code',
  training: 'Training',
  examples: 'Images',
} as const;

export type Panel = keyof typeof PANELS;

const pick = (...names: Panel[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, PANELS[name]]));

export const GROUPS: readonly PanelGroup[] = [
  { label: 'One image', panels: pick('cost', 'outputs', 'ways', 'sum', 'back') },
  { label: 'Many images', panels: pick('components', 'gradient', 'table', 'paths') },
  { label: 'Training', panels: pick('training', 'code', 'examples') },
];

/** Keys of panels, as in the URL. */
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'network-forward': 'outputs',
  'cost-breakdown': 'cost',
  'two-components': 'components',
  'gradient-vector': 'gradient',
  'wished-outputs': 'outputs',
  'three-ways': 'ways',
  'summed-wishes': 'sum',
  'one-layer-back': 'back',
  'nudge-table': 'table',
  'minibatch-sgd': 'paths',
  'training-code': 'code',
  'training-run': 'training',
  'mnist-gallery': 'examples',
};

/** The panel of a moment; undefined if the moment keeps the panel. */
export const panelOf = ({ view }: Moment): Panel | undefined => PANEL_OF_VIEW[view];

/** The three ways to increase the activation of a neuron. */
export const METHODS = {
  bias: 'the bias',
  weights: 'the weights',
  activations: 'the previous activations',
} as const;

export type Method = keyof typeof METHODS;

export const METHOD_NAMES = Object.keys(METHODS) as [Method, ...Method[]];

/** The method that a moment explains. */
export const methodOf = ({ settings }: Moment): Method | undefined =>
  METHOD_NAMES.find((way) => way === settings?.way);
