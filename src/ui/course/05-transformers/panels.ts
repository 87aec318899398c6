// The panels of chapter 5's stage, and the panel of each moment.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import { chapter } from './chapter.ts';

const GROUPS = {
  Generation: { predict: 'next token', loop: 'step by step', auto: 'automatic', scene: 'chatbot' },
  'Whole network': {
    name: 'name',
    attention: 'attention',
    mlp: 'MLPs',
    all: 'many layers',
    ends: 'input and output',
    shapes: 'arrays',
  },
  Weights: {
    line: 'linear regression',
    product: 'weighted sums',
    colours: 'weights and data',
    counts: 'count',
  },
  Words: {
    tokens: 'tokens',
    embedding: 'embedding',
    points: 'points',
    neighbours: 'neighbours',
    analogy: 'directions',
    angle: 'dot product',
    direction: 'plural direction',
  },
  Context: { stream: 'residual stream', window: 'context window' },
  Prediction: {
    unembedding: 'unembedding',
    softmax: 'softmax',
    temperature: 'temperature',
    stories: 'stories',
    logits: 'logits',
  },
} as const;

type Groups = typeof GROUPS;
export type Panel = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups];

export const PANEL_GROUPS: readonly PanelGroup[] = Object.entries(GROUPS).map(([label, panels]) => ({
  label,
  panels,
}));
export const PANEL_NAMES = PANEL_GROUPS.flatMap(({ panels }) => Object.keys(panels)) as [Panel, ...Panel[]];

/** Panels of views whose settings do not determine the panel. */
const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'linear-regression': 'line',
  'param-ledger': 'counts',
  'token-splitter': 'tokens',
  'embedding-lookup': 'embedding',
  analogy: 'analogy',
  'residual-stack': 'stream',
  'context-window': 'window',
  unembedding: 'unembedding',
};

const PANEL_OF_VARIANT: Readonly<Record<string, Panel>> = {
  shares: 'softmax',
  curve: 'temperature',
  names: 'logits',
};

/** The variant of a view, such as `softmax` or `names`; empty if the view has only one. */
export const variantOf = ({ settings = {} }: Moment): string =>
  String(settings.show ?? settings.mode ?? settings.block ?? '');

export function panelOf(moment: Moment): Panel | undefined {
  const variant = variantOf(moment);
  const named = PANEL_NAMES.find((name) => name === variant);
  return PANEL_OF_VIEW[moment.view] ?? PANEL_OF_VARIANT[variant] ?? named;
}

/** The first moment with a panel; it provides the settings. */
export const momentOf = (panel: Panel): Moment | undefined =>
  chapter.moments.find((moment) => panelOf(moment) === panel);
