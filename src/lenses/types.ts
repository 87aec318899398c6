// Types of requests and results for callers of the worker.

export type { FactKey, FactRow } from '../model/data/dataset.ts';
export type { EditRecord, EditSite } from '../model/editing/edit-record.ts';
export type * from './all-lenses.ts';
export type * from './digits/all-digit-lenses.ts';
export type { WeightChange } from './digits/digit-gradients.ts';
export type { DigitLenses, DigitLensName } from './digits/digit-lenses.ts';
export type { DigitEvaluation } from './digits/evaluate-digits.ts';
export type * from './evaluation/evaluation.ts';
export type { Lenses, LensName, LensRequest, LensResult } from './lenses.ts';
export type * from './shared/results.ts';
