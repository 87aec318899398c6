// Effects of patching by place: what is drawn where, from exact values where there are any, else from estimates.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult, PatchPlace } from '../../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Subject } from '../../scene/items.ts';
import type { NetworkShape } from '../../scene/network-shape.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf, withState } from '../overlay-state.ts';

type Patching = LensResult<'patching'>;

export interface Effect {
  /** In the unit of the metric: with the place patched, less without. */
  readonly value: number;
  readonly isExact: boolean;
  /** Standard deviation over several pairs, where it is known. */
  readonly deviation?: number;
}

/** The sites that are read with the picture; neurons only where an MLP is near. */
export const SITES_OF_PICTURE = [
  'hook_resid_pre',
  'hook_resid_mid',
  'hook_resid_post',
  'attn.hook_z',
  'hook_attn_out',
  'hook_mlp_out',
] as const satisfies PatchPlace['site'][];

/** The place that patching a subject means; undefined where there is none. */
export function placeOf(subject: Subject): PatchPlace | undefined {
  switch (subject.kind) {
    case 'vector': {
      const { name, token: position } = subject;
      if (name === 'hook_embed') return { site: 'hook_resid_pre', layer: 0, position };
      const [, layer, site] =
        /^blocks\.(\d+)\.(hook_resid_pre|hook_resid_mid|hook_resid_post|hook_attn_out)$/.exec(name) ?? [];
      return layer ? { site: site as PatchPlace['site'], layer: Number(layer), position } : undefined;
    }
    case 'pattern':
      return { site: 'attn.hook_z', layer: subject.layer, part: subject.head };
    case 'head-vector': {
      const layer = /^blocks\.(\d+)\.attn\.hook_z$/.exec(subject.name)?.[1];
      return layer
        ? { site: 'attn.hook_z', layer: Number(layer), position: subject.token, part: subject.head }
        : undefined;
    }
    case 'head-output':
      return { site: 'attn.hook_z', layer: subject.layer, position: subject.token, part: subject.head };
    case 'neurons':
      return { site: 'hook_mlp_out', layer: subject.layer, position: subject.token };
    case 'neuron':
    case 'neuron-input':
    case 'neuron-output':
      return { site: 'mlp.hook_post', layer: subject.layer, position: subject.token, part: subject.neuron };
    case 'run-node': {
      const { site, layer, token: position, head: part } = subject;
      return { site, layer, position, ...(part !== undefined && { part }) };
    }
    default:
      return undefined;
  }
}

export const isSamePlace = (one: PatchPlace | undefined, other: PatchPlace | undefined): boolean =>
  one?.site === other?.site &&
  one?.layer === other?.layer &&
  one?.position === other?.position &&
  one?.part === other?.part;

/** With one place patched alone; with none, if it is the one that is patched. */
export function withPlace(shot: Shot, place: PatchPlace): Shot {
  const { place: before, ...rest } = stateOf(shot, 'patching');
  const { position } = place;
  const selected = position === undefined ? shot : { ...shot, token: position };
  return withState(selected, 'patching', isSamePlace(before, place) ? rest : { ...rest, place });
}

/** Undefined where neither an estimate nor an exact value is known. */
export function effectAt(
  { lenses: { patching }, found }: NetworkValues,
  place: PatchPlace,
): Effect | undefined {
  if (!patching) return undefined;
  const { patch } = patching;
  if (patch && isSamePlace(patch.place, place))
    return { value: patch.exact, isExact: true, deviation: patch.deviation };
  const { site, layer, position, part = 0 } = place;
  const effects = patching.sites.find((each) => each.site === site);
  const spread = position === undefined ? effects?.estimateAllPositions : effects?.estimate;
  const parts = partsOf(effects);
  const index = (position ?? 0) * parts + part;
  const known = found?.patching?.[`${site} ${position === undefined ? 'all' : 'each'}`]?.[layer]?.[index];
  if (known !== undefined) return { value: known, isExact: true };
  if (!spread) return undefined;
  const perLayer = spread.mean.data.length / spread.mean.shape[0];
  const at = layer * perLayer + index;
  return { value: spread.mean.data[at], isExact: false, deviation: spread.deviation.data[at] };
}

/** Heads or neurons of a site; 1 without. */
const partsOf = (effects: Patching['sites'][number] | undefined): number =>
  effects?.estimate?.mean.shape[2] ?? 1;

/** The metric of both prompts: means over the pairs. */
export const metricsOf = memoize(({ pairs }: Patching) => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    clean: mean(pairs.map(({ cleanMetric }) => cleanMetric)),
    corrupt: mean(pairs.map(({ corruptMetric }) => corruptMetric)),
  };
});

/** The effect that has the full colour: all that the corruption takes, or the largest effect where that is not what is restored. */
export const fullEffect = memoize((values: NetworkValues): number => {
  const { patching } = values.lenses;
  if (!patching) return 1;
  const { clean, corrupt } = metricsOf(patching);
  if (patching.method === 'denoise' || patching.method === 'noise') return Math.abs(clean - corrupt) || 1;
  let largest = 1e-9;
  for (const { estimate } of patching.sites)
    for (const value of estimate?.mean.data ?? []) largest = Math.max(largest, Math.abs(value));
  return largest;
});

/** Layers and positions of a site as the picture has them: the places that arrow keys visit, in the order of depth. */
export function placesOfPicture({ L, H, M, isParallel }: NetworkShape, position: number): PatchPlace[] {
  const blocks = Array.from({ length: L }, (_, layer): PatchPlace[] => [
    { site: 'hook_resid_pre', layer, position },
    ...Array.from({ length: H }, (_, part): PatchPlace => ({ site: 'attn.hook_z', layer, part })),
    { site: 'hook_attn_out', layer, position },
    ...(M > 0 && !isParallel ? [{ site: 'hook_resid_mid', layer, position } as const] : []),
    ...(M > 0 ? [{ site: 'hook_mlp_out', layer, position } as const] : []),
  ]);
  return [...blocks.flat(), { site: 'hook_resid_post', layer: L - 1, position }];
}

/** Layers, heads, neurons and tokens count from 1. */
export function placeName(
  { site, layer, position, part = 0 }: PatchPlace,
  labels: readonly string[],
): string {
  const at = position === undefined ? '' : msg(str` at “${labels[position] ?? ''}”`);
  const names: Record<PatchPlace['site'], string> = {
    hook_resid_pre: layer === 0 ? msg('embedding') : msg(str`stream after block ${layer}`),
    hook_resid_mid: msg(str`stream after attention ${layer + 1}`),
    hook_resid_post: msg(str`stream after block ${layer + 1}`),
    'attn.hook_z': msg(str`head ${layer + 1}.${part + 1}`),
    hook_attn_out: msg(str`attention ${layer + 1}`),
    hook_mlp_out: msg(str`MLP ${layer + 1}`),
    'mlp.hook_post': msg(str`neuron ${part + 1} of MLP ${layer + 1}`),
  };
  return `${names[site]}${at}`;
}
