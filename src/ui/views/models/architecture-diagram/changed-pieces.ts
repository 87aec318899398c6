// The pieces of the drawing that a setting describes.

import type { ModelSettingName } from '../../../../shared/settings/model-settings.ts';
import type { DiagramModel } from './diagram-model.ts';
import type { Piece } from './shapes.ts';

const NORMS = ['attentionNorm', 'mlpNorm', 'finalNorm'] as const;
const LINEAR = ['query', 'key', 'value', 'output', 'up', 'gate', 'down'] as const;

const PIECES_OF: Readonly<Record<ModelSettingName | 'V', readonly Piece[]>> = {
  L: ['layers'],
  H: ['query', 'heads'],
  C: ['stream'],
  T: ['positions'],
  V: ['embedding', 'unembedding'],
  mlpWidth: ['up', 'gate', 'activation', 'down'],
  activation: ['activation', 'gate'],
  tied: ['unembedding'],
  initStd: [],
  norm: NORMS,
  normEpsilon: NORMS,
  qkNorm: ['qkNorm'],
  positions: ['positions', 'rotary'],
  rotaryBase: ['rotary'],
  rotaryFraction: ['rotary'],
  keyValueHeads: ['key', 'value'],
  headWidth: ['heads'],
  biases: LINEAR,
  parallelResidual: ['sum'],
  embeddingDropout: ['embeddingDropout'],
  attentionDropout: ['heads'],
  residualDropout: ['attentionDropout', 'mlpDropout'],
  init: ['output', 'down'],
};

export const piecesOf = (setting: string): readonly Piece[] =>
  PIECES_OF[setting as keyof typeof PIECES_OF] ?? [];

/** The pieces that a change of the settings touches. */
export function changedPieces(before: DiagramModel, after: DiagramModel): ReadonlySet<Piece> {
  const settings = Object.keys(PIECES_OF) as (keyof typeof PIECES_OF)[];
  return new Set(settings.filter((name) => before[name] !== after[name]).flatMap(piecesOf));
}
