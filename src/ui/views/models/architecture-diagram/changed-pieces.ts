// The pieces of the drawing that a change of the settings touches.

import type { DiagramModel } from './diagram-model.ts';
import type { Piece } from './shapes.ts';

const ATTENTION: readonly Piece[] = ['query', 'key', 'value'];
const LINEAR: readonly Piece[] = [...ATTENTION, 'output', 'up', 'gate', 'down'];
const NORMS: readonly Piece[] = ['attentionNorm', 'mlpNorm', 'finalNorm'];

/** What each setting changes; sizes that change everything mark nothing. */
const PIECES_OF: Readonly<Partial<Record<keyof DiagramModel, readonly Piece[]>>> = {
  L: ['layers'],
  H: ['query', 'heads'],
  C: ['stream'],
  T: ['positions'],
  V: ['embedding', 'unembedding'],
  mlpWidth: ['up', 'gate', 'activation', 'down'],
  activation: ['activation'],
  isGated: ['gate'],
  tied: ['unembedding'],
  norm: NORMS,
  normEpsilon: NORMS,
  qkNorm: ['qkNorm'],
  positions: ['positions', 'rotary'],
  rotaryBase: ['rotary'],
  rotaryFraction: ['rotary'],
  keyValueHeads: ['key', 'value'],
  headWidth: ['heads'],
  biases: LINEAR,
  isParallel: ['sum'],
};

export function changedPieces(before: DiagramModel, after: DiagramModel): ReadonlySet<Piece> {
  const changed = Object.entries(PIECES_OF).filter(
    ([name]) => before[name as keyof DiagramModel] !== after[name as keyof DiagramModel],
  );
  return new Set(changed.flatMap(([, pieces]) => pieces));
}
