// The panels of chapter 4's stage, and what of them a moment of the video shows.

import type { Moment } from '../chapter.ts';
import { LAYERS_QUANTITIES } from './networks.ts';

export const PANELS = {
  graph: 'What depends on what',
  factors: 'The chain rule',
  average: 'Many examples',
  gradient: 'The whole gradient',
  layers: 'Several neurons',
} as const;

export type Panel = keyof typeof PANELS;
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

/** What is read beside the picture of several neurons. */
export const DETAILS = {
  indices: 'Indices',
  cost: 'The cost',
  matrix: 'Weights as a matrix',
  sums: 'Weighted sums',
  paths: 'The derivative',
} as const;

export type Detail = keyof typeof DETAILS;
export const DETAIL_NAMES = Object.keys(DETAILS) as [Detail, ...Detail[]];

/** What the stage shows: set by the moment, and piece by piece by the visitor. */
export interface StageSettings {
  readonly panel: Panel;
  /** The quantity asked about, by its key; it also says of which network. */
  readonly of: string;
  /** So many of the chain's layers are drawn, from the last one back. */
  readonly depth: number;
  /** The symbol that stands out while nobody points at another. */
  readonly lit?: string;
  /** The factor talked about, from 0, the nearest to the quantity. */
  readonly factor?: number;
  /** Formulas beside the chain: none yet, the cost, or all. */
  readonly formulas: 'none' | 'cost' | 'all';
  /** Whether each quantity has its number line, or slider. */
  readonly lines: boolean;
  readonly tell: Detail;
}

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'chain-graph': 'graph',
  'chain-rule-factors': 'factors',
  'cost-average': 'average',
  'gradient-vector': 'gradient',
  'multi-neuron-indices': 'layers',
};

/** A moment's panel, and its settings where it has them. */
export function settingsAt({ view, settings = {} }: Moment): StageSettings {
  return { ...defaultsOf(PANEL_OF_VIEW[view] ?? 'graph'), ...settings };
}

/** A panel as it is without a moment that says more. */
export function defaultsOf(panel: Panel): StageSettings {
  const several = panel === 'layers';
  return {
    panel,
    of: several ? 'a1j1' : 'w3',
    depth: panel === 'graph' ? 3 : 1,
    formulas: 'all',
    lines: true,
    tell: 'paths',
  };
}

/** Whether a key is one of the network with several neurons a layer. */
export const isLayeredKey = (key: string): boolean => LAYERS_QUANTITIES.has(key);
