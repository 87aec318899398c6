// Sites that are patched: activations of each layer, whole, one head or one neuron of them.

import {
  type ActivationName,
  activationShape,
  type BlockActivation,
  hasActivation,
} from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { type Change, hasHeads } from './patched-runs.ts';

/** Without the prefix `blocks.N.`. A patched `attn.hook_z` of a head is a patched result of it: the result is z W_O. */
export const SITES = [
  'hook_resid_pre',
  'hook_resid_mid',
  'hook_resid_post',
  'hook_attn_out',
  'hook_mlp_out',
  'attn.hook_z',
  'mlp.hook_post',
] as const satisfies BlockActivation[];
export type Site = (typeof SITES)[number];

export const siteName = (site: Site, layer: number): ActivationName => `blocks.${layer}.${site}`;

export const hasSite = (config: ModelConfig, site: Site): boolean => hasActivation(config, siteName(site, 0));

/** Heads or neurons of a site; undefined if it is patched as a whole. */
export function partCount(config: ModelConfig, site: Site): number | undefined {
  if (site === 'attn.hook_z') return config.H;
  return site === 'mlp.hook_post' ? config.mlpWidth : undefined;
}

/** Numbers of a part at one position. */
export function partWidth(config: ModelConfig, name: ActivationName): number {
  const shape = activationShape(name, config, 1, 1);
  return hasHeads(name) ? (shape.at(-1) as number) : 1;
}

/** The slice of a change: all positions, or all of a site, where an index is left out. */
export function sliceAt(name: ActivationName, position?: number, part?: number): Omit<Change, 'kind'> {
  return {
    name,
    ...(position !== undefined && { position }),
    ...(part !== undefined && (hasHeads(name) ? { head: part } : { neuron: part })),
  };
}
