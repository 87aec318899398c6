// Sites that are patched: activations of each layer, whole, one head or one neuron of them.

import {
  type ActivationName,
  activationShape,
  type BlockActivation,
  hasActivation,
  interventionAxes,
} from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { indices } from '../../shared/numbers.ts';
import type { Change } from './patched-runs.ts';

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

/** The slice of one row's activation (T, …) that a change of it replaces, row-major. */
export function sliceOf(
  name: ActivationName,
  config: ModelConfig,
  values: Float32Array,
  { position, part }: { position?: number; part?: number },
): Float32Array {
  const size = activationShape(name, config, 1, 1).reduce((a, b) => a * b);
  const partSize = part === undefined ? size : partWidth(config, name);
  const positions = position === undefined ? indices(values.length / size) : [position];
  const slice = new Float32Array(positions.length * partSize);
  positions.forEach((t, i) => {
    const at = t * size + (part ?? 0) * partSize;
    slice.set(values.subarray(at, at + partSize), i * partSize);
  });
  return slice;
}

/** Whether an activation (B, T, H, D) has an axis of heads. */
const hasHeads = (name: ActivationName): boolean => interventionAxes(name)?.head !== undefined;
