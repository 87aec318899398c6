// What the map has to know of a model: its sizes and parts, its zones from top to bottom, and its vectors on the stream.

import { msg, str } from '@lit/localize';
import type { ActivationName, ModelConfig } from '../../../../workers/rpc/api/lab-api.ts';

/** Letters as everywhere; optional parts resolved. */
export interface NetworkShape {
  readonly L: number;
  readonly H: number;
  /** Heads of keys and values. */
  readonly K: number;
  readonly C: number;
  readonly D: number;
  /** 0 without MLPs. */
  readonly M: number;
  readonly V: number;
  readonly isGated: boolean;
  /** Attention and MLP read the same vector. */
  readonly isParallel: boolean;
  /** Learned positions are added to the token embeddings. */
  readonly hasPositions: boolean;
  readonly zones: readonly Zone[];
  readonly stages: readonly Stage[];
}

/** A stretch of depth. Layers count from 0. */
export type Zone =
  | { readonly kind: 'tokens' | 'embedding' | 'unembedding' | 'prediction'; readonly layer?: undefined }
  | { readonly kind: 'attention' | 'mlp'; readonly layer: number };

/** A vector (C) that every lane shows: the residual stream at the top of a zone. */
export interface Stage {
  readonly name: ActivationName;
  /** Index of the zone. */
  readonly zone: number;
  /** What wrote to it last. */
  readonly meaning: string;
}

/** The stream that enters a later block by the name of what leaves the one before it, as lenses name it: the same numbers. */
export const leavingName = (name: string): string =>
  name.replace(
    /^blocks\.([1-9]\d*)\.hook_resid_pre$/,
    (_, layer) => `blocks.${Number(layer) - 1}.hook_resid_post`,
  );

export function networkShape(model: ModelConfig): NetworkShape {
  const { L, H, C, V, mlpWidth: M, activation } = model;
  const isParallel = (model.parallelResidual ?? false) && M > 0;
  const hasPositions = (model.positions ?? 'learned') === 'learned';
  const zones: Zone[] = [{ kind: 'tokens' }, { kind: 'embedding' }];
  const stages: Stage[] = [];
  const addStage = (name: ActivationName, meaning: string) =>
    stages.push({ name, zone: zones.length, meaning });
  for (let layer = 0; layer < L; layer++) {
    const before = hasPositions ? msg('embedding: token + position') : msg('embedding of the token');
    addStage(`blocks.${layer}.hook_resid_pre`, layer === 0 ? before : msg(str`after block ${layer}`));
    zones.push({ kind: 'attention', layer });
    if (M === 0) continue;
    if (!isParallel) addStage(`blocks.${layer}.hook_resid_mid`, msg(str`after attention ${layer + 1}`));
    zones.push({ kind: 'mlp', layer });
  }
  addStage(`blocks.${L - 1}.hook_resid_post`, msg(str`after block ${L}`));
  zones.push({ kind: 'unembedding' }, { kind: 'prediction' });
  return {
    ...{ L, H, C, V, M, isParallel, hasPositions, zones, stages },
    K: model.keyValueHeads ?? H,
    D: model.headWidth ?? C / H,
    isGated: activation === 'swiglu',
  };
}

export function zoneIndex({ zones }: NetworkShape, kind: Zone['kind'], layer?: number): number {
  return zones.findIndex((zone) => zone.kind === kind && zone.layer === layer);
}

export interface PatchGrid {
  readonly columns: number;
  readonly rows: number;
}

/** By count and aspect: every frame needs the grids of thousands of items. */
const grids = new Map<string, PatchGrid>();

/** Columns and rows of a patch that shows `count` numbers, without empty cells where a width near `aspect` allows it. */
export function patchGrid(count: number, aspect = 2): PatchGrid {
  const key = `${count} ${aspect}`;
  const grid = grids.get(key) ?? findGrid(count, aspect);
  grids.set(key, grid);
  return grid;
}

function findGrid(count: number, aspect: number): PatchGrid {
  const ideal = Math.sqrt(count * aspect);
  const misfit = (columns: number) => Math.abs(Math.log(columns / ideal));
  let columns = Math.min(count, Math.ceil(ideal));
  let best = 0.75;
  for (let each = count; each > 0; each--) {
    if (count % each !== 0 || misfit(each) > best - 1e-9) continue;
    best = misfit(each);
    columns = each;
  }
  return { columns, rows: Math.ceil(count / columns) };
}
