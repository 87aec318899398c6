// The rows of data that heads are scored on: those of the data set's validation split, or prompts of a model without one.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { IGNORE_INDEX } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { random } from '../../shared/random.ts';
import { encodeExamples, validationBatches } from '../shared/prompt-tokens.ts';

export interface HeadRow {
  readonly tokens: readonly number[];
  /** Next tokens; negative where the loss ignores them. */
  readonly targets: readonly number[];
}

/** Rows are of training sentences where the data set holds nothing out. */
export type RowKind = 'held-out rows' | 'rows of training sentences' | 'prompts';

export interface HeadData {
  readonly rows: readonly HeadRow[];
  readonly kind: RowKind;
  /** Rows with repetitions, on which induction is scored. */
  readonly repeated: readonly (readonly number[])[];
}

/** Numbers of the patterns of all heads over one row: 64 MiB. */
const MAX_PATTERN_NUMBERS = 2 ** 24;
/** Rows of random tokens for a model without data. */
const REPEATED_ROWS = 8;
const REPEATED_LENGTH = 64;

/** Length of the longest rows: longer ones are cut at their end, so that the patterns of one row stay below 64 MiB. */
export function longestRow({ L, H, T }: Pick<ModelConfig, 'L' | 'H' | 'T'>): number {
  const longest = Math.floor(Math.sqrt(MAX_PATTERN_NUMBERS / (L * H)));
  return T <= longest ? T : 2 ** Math.floor(Math.log2(longest));
}

/** `count` rows, or one for each text. */
export function headData(
  frozen: Pick<FrozenModel, 'plan'>,
  { count, texts }: { readonly count: number; readonly texts?: readonly string[] },
): HeadData {
  const { dataset, training, config } = frozen.plan;
  const longest = longestRow(config);
  const prompts = texts ?? (dataset.isPromptOnly ? dataset.prompts : undefined);
  if (prompts) {
    const encoded = encodeExamples(frozen, prompts).map((ids) => ids.slice(0, longest));
    return {
      rows: encoded.map((tokens) => ({ tokens, targets: [...tokens.slice(1), IGNORE_INDEX] })),
      kind: 'prompts',
      repeated: texts ? encoded : repeatedTokens(config, longest),
    };
  }
  const batches = validationBatches(frozen, Math.ceil(count / training.B));
  const rows = batches.flatMap(({ tokens, targets }) =>
    Array.from({ length: training.B }, (_, row) => {
      const of = (ids: Int32Array) => Array.from(ids.subarray(row * config.T, row * config.T + longest));
      return { tokens: of(tokens), targets: of(targets) };
    }),
  );
  const taken = rows.slice(0, count);
  const kind = dataset.isNothingHeldOut ? 'rows of training sentences' : 'held-out rows';
  return { rows: taken, kind, repeated: taken.map(({ tokens }) => tokens) };
}

/** Random tokens, each row twice (Olsson et al. 2022, appendix): only induction predicts the second half. */
function repeatedTokens({ V }: ModelConfig, longest: number): number[][] {
  const stream = random(0, 'repeated tokens');
  const half = Math.floor(Math.min(REPEATED_LENGTH, longest) / 2);
  return Array.from({ length: REPEATED_ROWS }, () => {
    const tokens = Array.from({ length: half }, () => stream.integer(V));
    return [...tokens, ...tokens];
  });
}
