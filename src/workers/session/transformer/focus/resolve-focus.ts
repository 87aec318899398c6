// The place that a focus means: by what layers, heads and neurons do in this model, so that another model shows its own.

import { bestHeadOf } from '../../../../shared/best-head.ts';
import type { FocusRequest, Place } from '../../../../shared/focus.ts';
import type {
  AttributionResult,
  HeadPatternResult,
  Inspection,
  ModelConfig,
  Tensor,
} from '../../../rpc/api/lab-api.ts';
import { findSalientHead } from './salient-head.ts';

/** What the network says about a prompt, as far as the focus needs it. */
export interface FocusEvidence {
  readonly tokens: Inspection['tokens'];
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns?: readonly Tensor[];
  readonly headPatterns?: readonly HeadPatternResult[];
  readonly attribution?: Pick<AttributionResult, 'mlps' | 'neurons'>;
}

/** @param tokens how many the query reads, those after the prompt included */
export function resolveFocus(
  { selected = {}, ...roles }: FocusRequest,
  evidence: FocusEvidence,
  { L, H }: Pick<ModelConfig, 'L' | 'H'>,
  tokens: number,
): Place {
  const word = placeOf(evidence.tokens, roles.word);
  const found = selected.layer === undefined ? find(roles, word, evidence) : {};
  const last = Math.max(0, tokens - 1);
  const { layer = 0, head = 0, token = word ?? last, neuron }: Partial<Place> = { ...found, ...selected };
  return {
    layer: Math.min(layer, L - 1),
    head: Math.min(head, H - 1),
    token: Math.min(token, last),
    ...(neuron !== undefined && token >= last && { neuron }),
  };
}

/** What a role determines. */
function find(
  { role, answer }: FocusRequest,
  word: number | undefined,
  { tokens, patterns = [], headPatterns = [], attribution }: FocusEvidence,
): Partial<Place> {
  if (answer && attribution && attribution.mlps.length > 0) {
    const layer = indexOfLargest(attribution.mlps);
    return { layer, neuron: indexOfLargest(attribution.neurons[layer]) };
  }
  if (role === undefined) return {};
  const isPattern = typeof role === 'string';
  const keys = isPattern ? [] : role.flatMap((each) => placeOf(tokens, each) ?? []);
  const head = isPattern
    ? followerOf(role, headPatterns)
    : readerOf(patterns, word ?? tokens.length - 1, keys);
  return head ? { layer: head.layer, head: head.head } : (findSalientHead(patterns) ?? {});
}

/** The last occurrence of a word. */
function placeOf(tokens: FocusEvidence['tokens'], word: string | undefined): number | undefined {
  const place = tokens.findLastIndex(({ text }) => text.trim() === word);
  return place < 0 ? undefined : place;
}

const indexOfLargest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
};

/** The head that follows a pattern most; undefined where the pattern does not occur in the texts. */
function followerOf(role: string, headPatterns: readonly HeadPatternResult[]) {
  const pattern = headPatterns.find(({ habit, queries }) => habit === role && queries > 0);
  return pattern && bestHeadOf(pattern.scores, pattern.positional);
}

/** The head with the largest attention from a token to others; undefined if none of them is in the prompt. */
function readerOf(patterns: readonly Tensor[], query: number, keys: readonly number[]) {
  const found = keys.filter((key) => key <= query);
  if (found.length === 0) return undefined;
  const heads = patterns.flatMap(({ data, shape: [H, T] }, layer) =>
    Array.from({ length: H }, (_, head) => ({
      ...{ layer, head },
      weight: found.reduce((sum, key) => sum + data[(head * T + query) * T + key], 0),
    })),
  );
  return heads.reduce((best, each) => (each.weight > best.weight ? each : best));
}
