// What a network map asks for, and a panel beside it: one query, so that all their numbers belong to one step of the weights.

import type { AppliedEdit, Query, QueryResult, RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../scenes/network/camera/shot.ts';
import { neuronCapacity } from '../scenes/network/scene/mlp-scene.ts';
import { mapEdit } from '../scenes/network/values/map-edit.ts';
import { networkQuery, toNetworkValues } from '../scenes/network/values/network-query.ts';
import type { NetworkValues } from '../scenes/network/values/network-values.ts';
import type { LabState } from '../types/lab.ts';
import type { Focus } from '../types/page.ts';
import { type MomentShot, resolveShot, splitShot } from './chapter-stage/shots.ts';

export interface NetworkRequest {
  readonly run: RunInfo;
  /** The run's step at the time of the request. */
  readonly step: number;
  /** Absent for the current weights. */
  readonly previewStep: number | undefined;
  readonly edits: readonly AppliedEdit[];
  readonly prompt: string;
  /** Read where the model lacks words of the prompt and has read no other. */
  readonly example: string | undefined;
  readonly shown: {
    readonly shot: MomentShot;
    /** What the visitor has selected, which the shot's roles complete. */
    readonly focus: Partial<Focus>;
    /** How many neurons have room where the map shows one MLP; 0 elsewhere, where another width asks for nothing else. */
    readonly neurons: number;
  };
}

export const shownOn = (width: number, shot: MomentShot, focus: Partial<Focus>): NetworkRequest['shown'] => ({
  ...{ shot, focus },
  neurons: shot.at === 'mlp' ? neuronCapacity(width) : 0,
});

/** The request for a visitor's shot on a map of this width. */
export function shotRequest(
  { step, previewStep, edits }: LabState,
  run: RunInfo,
  prompt: string,
  visible: Shot,
  width: number,
): NetworkRequest {
  const { shot, focus } = splitShot(visible);
  const shown = shownOn(width, shot, focus);
  return { run, step, previewStep, edits, prompt, example: run.prompts[0], shown };
}

/** What a panel reads. */
export type PanelQuery = Pick<Query, 'generated' | 'activations' | 'lenses' | 'variants'>;

/** The map's part. Lenses read the prompt alone, without tokens that were generated after it. */
function mapQuery({ run, prompt, edits, shown }: NetworkRequest, { generated = [] }: PanelQuery): Query {
  const { model } = run;
  const shot = resolveShot(shown.shot, { layer: 0, head: 0, ...shown.focus }, model, model.T);
  const { lenses, ...query } = networkQuery(model, prompt, shot, shown.neurons, mapEdit(edits));
  return { ...query, lenses: generated.length > 0 || !prompt.trim() ? {} : lenses };
}

/** Of a lens that map and panel request differently, the panel gets its result. */
export function toQuery(request: NetworkRequest, panel: PanelQuery): Query {
  const { shot, focus } = request.shown;
  const { activations = [], lenses, variants } = mapQuery(request, panel);
  // A selection without a token is one of the last.
  const token = 'token' in focus && { token: focus.token ?? Number.MAX_SAFE_INTEGER };
  return {
    prompt: request.prompt,
    generated: panel.generated,
    focus: { ...shot.roles, selected: { ...focus, ...token } },
    activations: [...new Set([...(panel.activations ?? []), ...activations])],
    lenses: { ...lenses, ...panel.lenses },
    variants: { ...variants, ...panel.variants },
  };
}

/** What the map shows of the result; undefined where the prompt is empty or has unknown words. */
export function toValues(
  request: NetworkRequest,
  panel: PanelQuery,
  result: QueryResult,
): NetworkValues | undefined {
  const { lenses = {} } = mapQuery(request, panel);
  const isOfMap = (name: string) => {
    const [asked, own] = [panel.lenses, lenses].map((each) => each?.[name as keyof typeof lenses]);
    return own && (!asked || JSON.stringify(asked) === JSON.stringify(own));
  };
  const shared = Object.fromEntries(Object.entries(result.lenses).filter(([name]) => isOfMap(name)));
  return toNetworkValues({ ...result, lenses: shared }, mapEdit(request.edits));
}
