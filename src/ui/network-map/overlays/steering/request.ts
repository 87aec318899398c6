// The request of the lens of steering for what a shot adds to the stream.

import type { LensRequest } from '../../../../workers/rpc/api/lab-api.ts';
import type { Shot, SteeringShot } from '../../camera/shot.ts';

/** A direction between two classes was chosen for a prompt; own prompts and probes stay for another one. */
export function steeringRequest(prompt: string, { steering = {} }: Pick<Shot, 'steering'>) {
  const { direction, point, addedAt, strength } = steering;
  const isOfPrompt = steering.prompt === undefined || steering.prompt === prompt;
  const isKept = direction !== undefined && (isOfPrompt || direction.kind !== 'classes');
  return {
    text: prompt,
    ...(isKept && { direction }),
    ...(point && { point }),
    ...(addedAt && { addedAt }),
    ...(strength !== undefined && { strength }),
  } satisfies LensRequest<'steering'>;
}

/** A shot whose direction was chosen now is of the prompt of now. */
export function stampedSteering(shot: Shot, prompt: string): Shot {
  const { steering } = shot;
  if (!steering?.direction || steering.prompt !== undefined) return shot;
  return { ...shot, steering: { ...steering, prompt } };
}

/** A probe's direction, tokens and a place are of one model; own prompts and classes are read anew. */
export function forAnotherModel({ picked: _picked, ablated: _ablated, ...shot }: Shot): Shot {
  const { steering } = shot;
  if (!steering) return shot;
  const { point: _, direction, strength, ...kept } = steering;
  if (direction?.kind === 'vector' || direction?.kind === 'embeddings') return { ...shot, steering: kept };
  return {
    ...shot,
    steering: { ...kept, ...(direction && { direction }), ...(strength !== undefined && { strength }) },
  };
}

/** With another direction, whose strength is its own. */
export function withDirection(shot: Shot, direction: SteeringShot['direction']): Shot {
  const { strength: _, prompt: __, ...steering } = shot.steering ?? {};
  return { ...shot, steering: { ...steering, direction } };
}
