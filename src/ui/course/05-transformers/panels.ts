// The panels of chapter 5's stage: each is what one of the video's moments puts there.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import { chapter } from './chapter.ts';

const GROUPS = {
  Writing: { predict: 'the next token', loop: 'step by step', auto: 'by itself', scene: 'as a chatbot' },
  'Whole network': {
    name: 'its parts',
    attention: 'attention',
    mlp: 'MLPs',
    all: 'many layers',
    ends: 'both ends',
    shapes: 'arrays',
  },
  Weights: {
    line: 'fitting a line',
    product: 'weighted sums',
    colours: 'weights and data',
    counts: 'counting',
  },
  Words: {
    tokens: 'tokens',
    embedding: 'embedding',
    points: 'as points',
    neighbours: 'neighbours',
    analogy: 'directions',
    angle: 'dot product',
    direction: 'a plural direction',
  },
  Context: { stream: 'soaking it up', window: 'its window' },
  'What comes next': {
    unembedding: 'unembedding',
    softmax: 'softmax',
    temperature: 'temperature',
    stories: 'cold and hot',
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

/** Of moments whose settings alone do not name it. */
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

/** What a view is to show of several things it can. */
export const variantOf = ({ settings = {} }: Moment): string =>
  String(settings.show ?? settings.mode ?? settings.block ?? '');

export function panelOf(moment: Moment): Panel | undefined {
  const variant = variantOf(moment);
  const named = PANEL_NAMES.find((name) => name === variant);
  return PANEL_OF_VIEW[moment.view] ?? PANEL_OF_VARIANT[variant] ?? named;
}

/** The moment that is told with a panel, for what it sets. */
export const momentOf = (panel: Panel): Moment | undefined =>
  chapter.moments.find((moment) => panelOf(moment) === panel);
