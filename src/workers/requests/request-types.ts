// Types of requests and results for callers of the worker.

export type * from '../../lenses/evaluation/evaluate.ts';
export type * from '../../lenses/shared/results.ts';
export type { FactKey, FactRow } from '../../model/data/dataset.ts';
export type { WeightChange } from '../../model/digits/digit-gradients.ts';
export type { DigitEvaluation } from '../../model/digits/evaluate-digits.ts';
export type { EditRecord, EditSite } from '../../model/editing/edit-record.ts';
export type * from './all-digit-requests.ts';
export type * from './all-lens-requests.ts';
export type { DigitLenses, DigitLensName } from './digit-requests.ts';
export type { Lenses, LensName, LensRequest, LensResult } from './lens-requests.ts';
