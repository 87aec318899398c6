// The panels of chapter 4's stage, and the settings of each moment.

import type { Moment } from '../chapter.ts';
import { LAYERS_QUANTITIES } from './networks.ts';

export const PANELS = {
  graph: 'Dependencies',
  factors: 'The chain rule',
  average: 'Many examples',
  gradient: 'The full gradient',
  layers: 'Several neurons',
} as const;

export type Panel = keyof typeof PANELS;
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

/** Details shown beside the layered network. */
export const DETAILS = {
  indices: 'Indices',
  cost: 'The cost',
  matrix: 'Weights as a matrix',
  sums: 'Weighted sums',
  paths: 'The derivative',
} as const;

export type Detail = keyof typeof DETAILS;
export const DETAIL_NAMES = Object.keys(DETAILS) as [Detail, ...Detail[]];

/** Settings of the stage, from the moment and from the visitor's choices. */
export interface StageSettings {
  readonly panel: Panel;
  /** Key of the quantity whose derivative is shown; it also selects the network. */
  readonly of: string;
  /** Number of layers of the chain that are drawn, counted from the last. */
  readonly depth: number;
  /** The symbol highlighted while the pointer is on no other. */
  readonly lit?: string;
  /** Index of the factor that the moment explains, from the one nearest to the quantity. */
  readonly factor?: number;
  /** Formulas beside the chain: none, the cost, or all. */
  readonly formulas: 'none' | 'cost' | 'all';
  /** Whether each quantity has a number line or slider. */
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

/** A moment's panel and settings. */
export function settingsAt({ view, settings = {} }: Moment): StageSettings {
  return { ...defaultsOf(PANEL_OF_VIEW[view] ?? 'graph'), ...settings };
}

/** Default settings of a panel. */
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

/** Whether a key belongs to the network with several neurons per layer. */
export const isLayeredKey = (key: string): boolean => LAYERS_QUANTITIES.has(key);
