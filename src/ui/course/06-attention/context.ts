// What the figures of chapter 6 show: a prompt in a model, one of its heads, and the visitor's choices.

import { msg, str } from '@lit/localize';
import type {
  Evaluation,
  HeadPatternResult,
  HeadTraceResult,
  RunState,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { Orientation } from '../../types/page.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import type { Choices } from './choices.ts';

export interface Options extends Pick<Choices, 'ablate' | 'seed' | 'keysText'> {
  /** Whether to score heads; false while training provides the scores. */
  readonly needsHeadScores: boolean;
  /** The moment's own texts with its word in other senses. */
  readonly contexts: readonly string[] | undefined;
}

/** The data of a prompt and the settings of the figures. */
export interface Context extends Reading<Options>, Pick<Choices, 'masked' | 'ablate' | 'seed'> {
  readonly headTrace: HeadTraceResult;
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns: readonly Tensor[];
  /** Position of the selected key. */
  readonly key: number;
  readonly orientation: Orientation;
  readonly headPatterns: readonly HeadPatternResult[];
  readonly evaluations: readonly Evaluation[];
  readonly runState: RunState;
}

export const tokenLabels = ({ tokens }: Pick<HeadTraceResult, 'tokens'>): string[] =>
  tokens.map(({ text }) => tokenLabel(text));

export const headLabel = ({ request: { layer, head } }: Pick<Context, 'request'>): string =>
  msg(str`head ${layer + 1}.${head + 1}`);
