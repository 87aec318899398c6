// The panels of chapter 2's stage, and the panel of each moment.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';

export const PANELS = {
  examples: 'Images',
  cost: 'Cost of one image',
  small: 'Small or large',
  average: 'Average cost',
  functions: 'Three functions',
  curve: 'One variable',
  surface: 'Two variables',
  gradient: 'The gradient',
  slice: 'Your network’s landscape',
  rates: 'Step sizes',
  training: 'Training',
  weights: 'Learned features',
  noise: 'Noise',
  labels: 'Shuffled labels',
} as const;

export type Panel = keyof typeof PANELS;

const pick = (...names: Panel[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, PANELS[name]]));

export const GROUPS: readonly PanelGroup[] = [
  { label: 'Images', panels: pick('examples', 'noise') },
  { label: 'Cost', panels: pick('cost', 'small', 'average', 'functions') },
  { label: 'Descent', panels: pick('curve', 'surface', 'gradient', 'slice') },
  { label: 'Training', panels: pick('training', 'rates', 'labels', 'weights') },
];

/** Keys of panels, as in the URL. */
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'network-forward': 'cost',
  'feature-hierarchy': 'weights',
  'mnist-gallery': 'examples',
  'cost-breakdown': 'cost',
  'two-costs': 'small',
  'cost-average': 'average',
  'three-functions': 'functions',
  'curve-1d-descent': 'curve',
  'surface-2d-descent': 'surface',
  'gradient-vector': 'gradient',
  'cost-slice': 'slice',
  'training-run': 'training',
  'hidden-weight-gallery': 'weights',
  'noise-input': 'noise',
  'label-shuffle': 'labels',
};

/** Times, in seconds, for panels that no moment opens. */
export const EXTRA_START_TIMES: Partial<Record<Panel, number>> = { rates: 403.2 };

/** The panel of a moment; undefined if the moment keeps the panel. */
export const panelOf = ({ view }: Moment): Panel | undefined => PANEL_OF_VIEW[view];
