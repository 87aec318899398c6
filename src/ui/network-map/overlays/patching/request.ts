// The request of the lenses of patching for what a shot compares.

import type { LensRequest } from '../../../../workers/rpc/api/lab-api.ts';
import type { PatchingShot, Shot } from '../../camera/shot.ts';

/** The pair of the prompt, or so many like it from the data set. Without a second prompt one is suggested. */
export function pairsRequest(prompt: string, { patching = {} }: Pick<Shot, 'patching'>) {
  const { corrupt, seed, answer, other, metric, method, pairs } = settingsFor(prompt, patching);
  const answers = { ...(answer && { answer }), ...(other && { other }) };
  return {
    ...(corrupt === undefined || pairs !== undefined
      ? { suggest: { text: prompt, count: pairs ?? 1 } }
      : { pairs: [{ clean: prompt, corrupt, ...answers }] }),
    ...(metric && { metric }),
    ...(method && { method }),
    ...(seed && { seed }),
  } satisfies LensRequest<'patching'>;
}

/** What was chosen for another prompt is not of this one, but for what is measured and how. */
export function settingsFor(prompt: string, patching: PatchingShot): PatchingShot {
  if (patching.prompt === undefined || patching.prompt === prompt) return patching;
  const { metric, method, pairs } = patching;
  return { ...(metric && { metric }), ...(method && { method }), ...(pairs && { pairs }) };
}

/** A shot whose pair was chosen now is of the prompt of now. */
export function stampedShot(shot: Shot, prompt: string): Shot {
  const { patching } = shot;
  return patching && patching.prompt === undefined ? { ...shot, patching: { ...patching, prompt } } : shot;
}
