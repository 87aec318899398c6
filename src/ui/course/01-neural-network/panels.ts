// The panels of chapter 1's stage, and the panel of each moment.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';

const PANELS = {
  digit: 'Test images',
  neuron: 'One neuron',
  curve: 'σ and ReLU',
  matrix: 'As a matrix',
  count: '13,002 numbers',
  hope: 'Learned features',
} as const;

export type Panel = keyof typeof PANELS;

export const GROUPS: readonly PanelGroup[] = [
  { label: 'Images', panels: { digit: PANELS.digit } },
  { label: 'A neuron', panels: { neuron: PANELS.neuron, curve: PANELS.curve, matrix: PANELS.matrix } },
  { label: 'All weights', panels: { count: PANELS.count, hope: PANELS.hope } },
];

/** Keys of panels, as in the URL. */
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'digit-canvas': 'digit',
  'mnist-gallery': 'digit',
  'network-forward': 'digit',
  'neuron-inspector': 'neuron',
  'weight-grid': 'neuron',
  'sigmoid-plot': 'curve',
  'relu-plot': 'curve',
  'matrix-notation': 'matrix',
  'param-counter': 'count',
  'feature-hierarchy': 'hope',
};

/** The panel of a moment; undefined if the moment keeps the panel. */
export const panelOf = ({ view }: Moment): Panel | undefined => PANEL_OF_VIEW[view];
