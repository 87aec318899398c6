// What scoring all heads takes, said before it starts.

import { batchRows } from '../../../../shared/batch-rows.ts';
import { CHANCE_NETWORKS } from '../../../../shared/chance-networks.ts';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { activationBytes } from '../../../format/activation-bytes.ts';

export interface HeadCosts {
  /** Runs of the model over a batch of rows. */
  readonly runs: number;
  /** Memory while it computes, beside the model's; an upper estimate. */
  readonly bytes: number;
}

/** Rows of held-out data that are read. */
export const HEAD_ROWS = 64;

/** `isAblated`: also the loss without each head. */
export function headTableCosts(
  { model, isReadOnly, prompts, parameterCount }: RunInfo,
  isAblated: boolean,
): HeadCosts {
  const { L, H, T: context, V } = model;
  const rows = isReadOnly ? prompts.length : HEAD_ROWS;
  const T = isReadOnly ? Math.min(context, READ_ONLY_LENGTH) : context;
  const batch = batchRows(T, T * V + L * H * T * T);
  const batches = Math.ceil(rows / batch);
  return {
    runs: batches * (2 * (1 + CHANCE_NETWORKS) + (isAblated ? L * (H + 1) : 0)),
    bytes: 4 * parameterCount + activationBytes(model, T, batch * T),
  };
}

/** Repeated random tokens, the longest rows of a model without data. */
const READ_ONLY_LENGTH = 64;
