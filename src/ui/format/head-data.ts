// What the results about heads say of their data, in the language of the page; the engine's names are their ids.

import { msg } from '@lit/localize';
import type { LensResult } from '../../workers/rpc/api/lab-api.ts';

type Table = LensResult<'head-table'>;

/** After their number. */
export const ROW_KINDS: Readonly<Record<Table['rowKind'], string>> = {
  'held-out rows': msg('held-out rows'),
  'rows of training sentences': msg('rows of training sentences'),
  prompts: msg('prompts'),
};

/** What stands in for a head's output. */
export const ABLATION_KINDS: Readonly<Record<NonNullable<Table['ablation']>['kind'], string>> = {
  zero: msg('zero'),
  mean: msg('mean'),
  resample: msg('resample'),
};
