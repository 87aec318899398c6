// Layer, head, token and neuron of a moment: by what they do in this model, so that another model shows its own.

import type {
  AttributionResult,
  HeadPatternResult,
  Inspection,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Focus } from '../../types/page.ts';
import { bestHeads } from './head-names.ts';
import { findSalientHead } from './salient-head.ts';

/** What a shot shows, by its role; the visitor's own choice comes first. */
export interface Roles {
  /** The head that follows a pattern of the data set's measures most, or that looks most from `word` to these words. */
  readonly role?: string | readonly string[];
  /** The selected token by its text: its last occurrence; the last token by default. */
  readonly word?: string;
  /** The MLP that adds most to the prediction, and its neuron that does. */
  readonly answer?: boolean;
}

export interface ResolvedFocus extends Focus {
  readonly neuron?: number;
}

/** What the engine says about a prompt, as far as the roles need it. */
export interface RoleEvidence {
  readonly tokens: Inspection['tokens'];
  readonly next?: Inspection['next'];
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns?: readonly Tensor[];
  readonly headPatterns?: readonly HeadPatternResult[];
  readonly attribution?: Pick<AttributionResult, 'mlps' | 'neurons'>;
}

export function resolveRoles(roles: Roles, own: Partial<Focus>, evidence: RoleEvidence): ResolvedFocus {
  const { tokens } = evidence;
  const place = placeOf(tokens, roles.word);
  const { neuron, token = place, ...found } = own.layer === undefined ? whereOf(roles, place, evidence) : {};
  const focus = { layer: 0, head: 0, ...found, ...(token !== undefined && { token }), ...own };
  // The answer's neuron is that of the last token.
  const isThere = neuron !== undefined && (focus.token ?? tokens.length - 1) === tokens.length - 1;
  return { ...focus, ...(isThere && { neuron }) };
}

/** Of layer, head, token and neuron what a role determines. */
function whereOf(
  { role, answer }: Roles,
  place: number | undefined,
  { tokens, patterns = [], headPatterns = [], attribution }: RoleEvidence,
): Partial<ResolvedFocus> {
  if (answer && attribution && attribution.mlps.length > 0) {
    const layer = indexOfLargest(attribution.mlps);
    return { layer, neuron: indexOfLargest(attribution.neurons[layer]) };
  }
  if (role === undefined) return {};
  const isPattern = typeof role === 'string';
  const keys = isPattern ? [] : role.flatMap((word) => placeOf(tokens, word) ?? []);
  const head = isPattern
    ? bestHeads(headPatterns.filter(({ habit }) => habit === role))[0]
    : readerOf(patterns, place ?? tokens.length - 1, keys);
  return head ? { layer: head.layer, head: head.head } : (findSalientHead(patterns) ?? {});
}

/** The last occurrence of a word. */
function placeOf(tokens: RoleEvidence['tokens'], word: string | undefined): number | undefined {
  const place = tokens.findLastIndex(({ text }) => text.trim() === word);
  return place < 0 ? undefined : place;
}

const indexOfLargest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
};

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
