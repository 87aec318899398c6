// The request of the lens of steering for what a shot adds to the stream.

import type { LensRequest } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { stateOf, withState } from '../overlay-state.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    steering: { state: SteeringState };
  }
}

/** What is added to the stream; by default what the lens suggests for the prompt, before the block in the middle. */
export interface SteeringState {
  /** The page's prompt that the direction was chosen for; for another one it is suggested anew. */
  readonly prompt?: string;
  readonly direction?: LensRequest<'steering'>['direction'];
  readonly point?: LensRequest<'steering'>['point'];
  readonly addedAt?: LensRequest<'steering'>['addedAt'];
  /** In mean lengths of the stream there. */
  readonly strength?: number;
}

/** A direction between two classes was chosen for a prompt; own prompts and probes stay for another one. */
export function steeringRequest(prompt: string, shot: Pick<Shot, 'overlays'>) {
  const { prompt: chosenFor = prompt, direction, point, addedAt, strength } = stateOf(shot, 'steering');
  const isOfPrompt = chosenFor === prompt;
  const isKept = direction !== undefined && (isOfPrompt || direction.kind !== 'classes');
  return {
    text: prompt,
    ...(isKept && { direction }),
    ...(point && { point }),
    ...(addedAt && { addedAt }),
    ...(strength !== undefined && { strength }),
  } satisfies LensRequest<'steering'>;
}

/** A probe's direction, tokens and a place are of one model; own prompts and classes are read anew. */
export function steeringForAnotherModel({
  point: _,
  direction,
  strength,
  ...kept
}: SteeringState): SteeringState {
  if (direction?.kind === 'vector' || direction?.kind === 'embeddings') return kept;
  return { ...kept, ...(direction && { direction }), ...(strength !== undefined && { strength }) };
}

/** With another direction, whose strength is its own. */
export function withDirection(shot: Shot, direction: SteeringState['direction']): Shot {
  const { strength: _, prompt: __, ...state } = stateOf(shot, 'steering');
  return withState(shot, 'steering', { ...state, direction });
}
