// One query for the picture and the panel of a stage, so that all their numbers belong to one step of the weights.

import type { ModelConfig, Query, QueryResult } from '../../../workers/rpc/api/lab-api.ts';
import type { MapEdit } from '../../network-map/values/map-edit.ts';
import { networkQuery, toNetworkValues } from '../../network-map/values/network-query.ts';
import type { NetworkValues } from '../../network-map/values/network-values.ts';
import { query } from '../../state/query-lenses.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { ResolvedFocus } from './roles.ts';
import { type MomentShot, resolveShot } from './shots.ts';

/** What the map shows, as a part of a stage's request. */
export interface MapRequest {
  readonly shot: MomentShot;
  readonly focus: ResolvedFocus;
  /** How many neurons of an MLP have room. */
  readonly neurons: number;
  /** An edit that the weights hold. */
  readonly edit?: MapEdit;
}

interface StageResult {
  readonly result: QueryResult;
  /** Undefined where the prompt is empty or has unknown words. */
  readonly mapValues: NetworkValues | undefined;
}

/**
 * Reads what a panel and the map need. Of a lens that both request differently, the panel gets its result.
 *
 * @param tokens number of tokens of the prompt; 0 if the model cannot read it: then lenses have nothing to read
 * @throws Error of the first lens that fails
 */
export async function queryWithMap(
  lab: Pick<Transformer, 'query'>,
  panel: Query & { readonly prompt: string },
  map: MapRequest,
  model: ModelConfig,
  tokens: number,
): Promise<StageResult> {
  if (tokens === 0) {
    const { lenses: _, variants: __, ...readable } = panel;
    return { result: await query(lab, readable), mapValues: undefined };
  }
  const shot = resolveShot(map.shot, map.focus, model, tokens);
  // Lenses of the map read the prompt alone, without tokens that were generated after it.
  const {
    activations = [],
    lenses,
    variants,
  } = networkQuery(model, panel.prompt, shot, map.neurons, map.edit);
  const mapLenses = panel.generated?.length || !panel.prompt.trim() ? {} : lenses;
  const result = await query(lab, {
    ...panel,
    activations: [...new Set([...(panel.activations ?? []), ...activations])],
    lenses: { ...mapLenses, ...panel.lenses },
    variants: { ...variants, ...panel.variants },
  });
  const isOfMap = ([name]: [string, unknown]) => {
    const key = name as keyof typeof mapLenses;
    const asked = panel.lenses?.[key];
    return mapLenses?.[key] && (!asked || JSON.stringify(asked) === JSON.stringify(mapLenses[key]));
  };
  const shared = Object.fromEntries(Object.entries(result.lenses).filter(isOfMap));
  return { result, mapValues: toNetworkValues({ ...result, lenses: shared }, map.edit) };
}
