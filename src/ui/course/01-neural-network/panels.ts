// The panels of chapter 1's stage, and which of them a moment shows.

import type { Moment } from '../chapter.ts';

export const PANELS = {
  digit: 'Draw or pick a digit',
  neuron: 'One neuron',
  curve: 'σ and ReLU',
  matrix: 'As a matrix',
  count: '13,002 numbers',
  hope: 'Edges and loops?',
} as const;

export type Panel = keyof typeof PANELS;

/** Names of panels, as the address has them. */
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

/** The panel of a moment; undefined for one that forces nothing. */
export const panelOf = ({ view }: Moment): Panel | undefined => PANEL_OF_VIEW[view];
