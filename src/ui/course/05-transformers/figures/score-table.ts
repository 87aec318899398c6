// Tokens by a score: how near they are, or how far along a direction.

import { msg } from '@lit/localize';
import type { TemplateResult } from 'lit';
import type { TokenScore } from '../../../../workers/rpc/api/lab-api.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

interface ScoreOptions {
  readonly names?: string;
  /** Score of a full bar. */
  readonly most?: number;
  /** Whether bars start in the middle. */
  readonly isSigned?: boolean;
  /** Ids of highlighted tokens. */
  readonly marked?: readonly number[];
}

/** @param measure heading of the scores */
export const scoreTable = (
  scores: readonly TokenScore[],
  measure: string,
  { names = msg('token'), most = 1, isSigned = false, marked = [] }: ScoreOptions = {},
): TemplateResult =>
  numberTable(scores, {
    names: { heading: names, cell: ({ text }) => tokenLabel(text) },
    columns: [
      bars(({ score }) => score / most, { isSigned }),
      { heading: measure, cell: ({ score }) => formatSigned(score) },
    ],
    isMarked: ({ id }) => marked.includes(id),
  });
