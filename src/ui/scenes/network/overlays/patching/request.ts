// The request of the lenses of patching for what a shot compares.

import type { LensRequest, PatchPlace } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { stateOf } from '../overlay-state.ts';
import type { PanelPage } from '../panel.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    patching: { state: PatchingState; subject: RunNode; found: ExactEffects };
  }
}

/** A run that patching compares. */
export type RunName = 'clean' | 'corrupt';

/** An activation of one of the two runs; all of a site without a head. */
export interface RunNode {
  readonly kind: 'run-node';
  readonly run: RunName;
  readonly site: PatchPlace['site'];
  readonly layer: number;
  readonly token: number;
  readonly head?: number;
}

/** Exact effects of the same step and pairs, as far as they are computed: by site, of each layer that is patched (T, parts) at each position, or the parts at all positions together. */
export type ExactEffects = Readonly<
  Partial<Record<`${PatchPlace['site']} ${'each' | 'all'}`, readonly (Float32Array | undefined)[]>>
>;

/** Two prompts, the page's being the clean one, and what is measured. */
export interface PatchingState {
  /** The page's prompt that all this was chosen for; for another one a pair is suggested anew. */
  readonly prompt?: string;
  /** The second prompt; the data set's suggestion without it, another one for another seed. */
  readonly corrupt?: string;
  readonly seed?: number;
  /** Two tokens; the predictions of both prompts without them. */
  readonly answer?: string;
  readonly other?: string;
  readonly metric?: NonNullable<LensRequest<'patching'>['metric']>;
  readonly method?: NonNullable<LensRequest<'patching'>['method']>;
  /** Means over so many pairs like this prompt from the data set. */
  readonly pairs?: number;
  /** The place that is patched alone. */
  readonly place?: PatchPlace;
  /** One map with both prompts, in place of two networks side by side. */
  readonly isOneMap?: boolean;
}

/** The pair of the prompt, or so many like it from the data set. Without a second prompt one is suggested. */
export function pairsRequest(prompt: string, shot: Pick<Shot, 'overlays'>) {
  const state = settingsFor(prompt, stateOf(shot, 'patching'));
  const { corrupt, seed, answer, other, metric, method, pairs } = state;
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
export function settingsFor(prompt: string, state: PatchingState): PatchingState {
  if (state.prompt === undefined || state.prompt === prompt) return state;
  const { metric, method, pairs } = state;
  return { ...(metric && { metric }), ...(method && { method }), ...(pairs && { pairs }) };
}

/** Of which prompts and metric a computation is, and of which edits: they keep the step. */
export const comparisonKey = ({
  prompt,
  shot,
  edits,
}: Pick<PanelPage, 'prompt' | 'shot' | 'edits'>): string =>
  JSON.stringify([prompt, pairsRequest(prompt, shot), edits]);
