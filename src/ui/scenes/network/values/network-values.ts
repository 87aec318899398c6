// The numbers of the picture: activations and lenses of one prompt, all of one step of the weights.

import { memoize } from '../../../../shared/memoize.ts';
import type {
  ActivationName,
  LensName,
  LensResult,
  QueryResult,
  Tensor,
  Token,
  TokenProbability,
} from '../../../../workers/rpc/api/lab-api.ts';
import type { OverlayFindings } from '../overlays/overlay-types.ts';
import type { MapEdit } from './map-edit.ts';

export interface Compared {
  readonly before: readonly TokenProbability[];
  readonly after?: readonly TokenProbability[];
}

/** As a `QueryResult` has them; lenses only where the shot needs them. */
export interface NetworkValues {
  readonly step: number;
  readonly tokens: readonly Token[];
  readonly activations: Partial<Record<ActivationName, Tensor>>;
  /** After the last token, most probable first. */
  readonly next: readonly TokenProbability[];
  readonly lenses: { readonly [TName in LensName]?: LensResult<TName> };
  /** Why lenses have no result. */
  readonly errors?: QueryResult['errors'];
  /** What longer computations have added, by overlay. */
  readonly found?: OverlayFindings;
  /** The prediction before and after what the overlay changes; the one after is `next` where only that before is known. */
  readonly compared?: Compared;
  /** Of an earlier step, on the same prompt: what a change is measured from. */
  readonly baseline?: NetworkValues;
  /** The prediction after the last token with something switched off, and all its logits (V), where they were read. */
  readonly ablated?: readonly TokenProbability[];
  readonly ablatedLogits?: Float32Array;
  /** Divisor of the logits before softmax, where the page has a choice of it; probabilities of predictions are those. */
  readonly temperature?: number;
  /** The edit that the weights hold. */
  readonly edit?: MapEdit;
}

/** Why a lens has no result, as a summary; empty if it has not failed. */
export const problemOf = ({ errors }: NetworkValues, lens: LensName): string =>
  errors?.[lens] === undefined ? '' : ` ${errors[lens]}`;

/** C numbers of an activation (T, C) at a token; undefined where it was not read. */
export function vectorOf(
  { activations }: NetworkValues,
  name: ActivationName,
  token: number,
): Float32Array | undefined {
  const tensor = activations[name];
  const width = tensor?.shape.at(-1) ?? 0;
  return tensor?.data.subarray(token * width, (token + 1) * width);
}

/** Of an activation (T, width), the last token's row. */
export const lastRow = (tensor: Tensor | undefined): Float32Array | undefined =>
  tensor?.data.subarray(-(tensor.shape.at(-1) ?? 0));

/** D numbers of an activation (T, H, D). */
export function headVectorOf(
  { activations }: NetworkValues,
  name: ActivationName,
  token: number,
  head: number,
): Float32Array | undefined {
  const tensor = activations[name];
  if (!tensor) return undefined;
  const [, H, D] = tensor.shape;
  return tensor.data.subarray((token * H + head) * D, (token * H + head + 1) * D);
}

/** The attention pattern [query, key] of a head, (T, T). */
export function patternOf(
  { activations }: NetworkValues,
  layer: number,
  head: number,
): Float32Array | undefined {
  const tensor = activations[`blocks.${layer}.attn.hook_pattern`];
  if (!tensor) return undefined;
  const size = tensor.shape[1] * tensor.shape[2];
  return tensor.data.subarray(head * size, (head + 1) * size);
}

type HeadTrace = LensResult<'head-trace'>;

/** (T, C): the weighted sums of a traced head's projected values. */
const headOutputs = memoize(({ values, pattern, tokens }: HeadTrace): Float32Array[] => {
  const [T, C] = [tokens.length, values.length / tokens.length];
  return tokens.map((_, token) => {
    const sum = new Float32Array(C);
    for (let key = 0; key <= token; key++) {
      const weight = pattern[token * T + key];
      for (let c = 0; c < C; c++) sum[c] += weight * values[key * C + c];
    }
    return sum;
  });
});

/** What a traced head adds to the stream at a token (C); undefined until it is traced. */
export function headOutputOf({ lenses }: NetworkValues, token: number): Float32Array | undefined {
  const trace = lenses['head-trace'];
  return trace && headOutputs(trace)[token];
}

/** Kinds of vectors that share a range of colours, so that their sizes can be compared. */
export type RangeName = 'stream' | 'embedding' | 'position' | 'queryKey' | 'value' | 'output' | 'neuron';

export function rangeNameOf(name: ActivationName): RangeName {
  if (/hook_(rot_)?[qk]$|[qk]_norm/.test(name)) return 'queryKey';
  if (/hook_[vz]$/.test(name)) return 'value';
  if (/hook_(attn|mlp)_out$/.test(name)) return 'output';
  if (/mlp\./.test(name)) return 'neuron';
  if (name === 'hook_embed') return 'embedding';
  return name === 'hook_pos_embed' ? 'position' : 'stream';
}

export type Ranges = Readonly<Record<RangeName, number>>;

/** Share of the numbers of a kind whose colour is not saturated. */
const UNSATURATED = 0.97;
const SAMPLES = 4000;

/** The magnitude that has the full colour, by kind of vector. */
export function valueRanges({ activations }: NetworkValues): Ranges {
  const magnitudes: Record<RangeName, number[]> = {
    ...{ stream: [], embedding: [], position: [], queryKey: [], value: [], output: [], neuron: [] },
  };
  for (const [name, tensor] of Object.entries(activations) as [ActivationName, Tensor][]) {
    if (/attn_scores|pattern|logits/.test(name)) continue;
    const { data } = tensor;
    const stride = Math.max(1, Math.floor(data.length / SAMPLES));
    const list = magnitudes[rangeNameOf(name)];
    for (let i = 0; i < data.length; i += stride) list.push(Math.abs(data[i]));
  }
  return Object.fromEntries(
    Object.entries(magnitudes).map(([name, list]) => [name, unsaturated(list)]),
  ) as Ranges;
}

function unsaturated(magnitudes: ArrayLike<number>): number {
  const sorted = Float64Array.from(magnitudes).sort();
  return sorted[Math.floor(UNSATURATED * (sorted.length - 1))] || 1;
}

const ownRange = memoize(({ data }: Tensor) => unsaturated(data.map(Math.abs)));

/** The range of a vector's colours. The stream grows from block to block: half of that, in orders of magnitude, is seen. */
export function vectorRange({ activations }: NetworkValues, ranges: Ranges, name: ActivationName): number {
  const [kind, tensor] = [rangeNameOf(name), activations[name]];
  return kind === 'stream' && tensor ? Math.sqrt(ranges.stream * ownRange(tensor)) : ranges[kind];
}

/** Of logits (T, V): the most probable token in each row. */
const mostProbable = memoize(({ shape, data }: Tensor) => {
  const V = shape[shape.length - 1];
  return Array.from({ length: data.length / V }, (_, token) => {
    const row = data.subarray(token * V, (token + 1) * V);
    const id = row.reduce((best, logit, i) => (logit > row[best] ? i : best), 0);
    const sum = row.reduce((total, logit) => total + Math.exp(logit - row[id]), 0);
    return { id, probability: 1 / sum };
  });
});

/** The most probable next token at every token; undefined where the logits were not read. */
export function guessesOf({ activations: { logits } }: NetworkValues) {
  return logits && mostProbable(logits);
}

/** A bar of the prediction; of two predictions, before and after. */
export interface Bar {
  readonly id: number;
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
  readonly logit?: number;
}

/** Bars of two predictions: this many of the tokens that were most probable before. */
const BEFORE = 2;

/** The predictions that bars show: with parts switched off, or with what the overlay changes, before and after. */
export function comparisonOf({ next, ablated, compared }: NetworkValues): Compared {
  if (ablated) return { before: next, after: ablated };
  return compared ? { after: next, ...compared } : { before: next };
}

/** What the network predicts as it is shown: with parts switched off where some are. */
export const predictionOf = ({ next, ablated = next }: NetworkValues): readonly TokenProbability[] => ablated;

/** The most probable tokens; of two predictions those before and those after. A token outside one of the lists has no number of it. */
export function predictionBars(values: NetworkValues, count: number): Bar[] {
  const compared = comparisonOf(values);
  const before = new Map(compared.before.map((each) => [each.id, each]));
  const after = new Map(compared.after?.map((each) => [each.id, each]));
  const first = compared.after ? compared.before.slice(0, BEFORE) : compared.before;
  const ids = new Set([...first, ...(compared.after ?? [])].map(({ id }) => id));
  const bars = [...ids].slice(0, count).map((id) => ({
    id,
    text: (before.get(id) ?? after.get(id))?.text ?? '',
    before: before.get(id)?.probability,
    after: after.get(id)?.probability,
    logit: before.get(id)?.logit,
  }));
  const highest = (bar: Bar) => Math.max(bar.before ?? 0, bar.after ?? 0);
  return bars.sort((a, b) => highest(b) - highest(a));
}
