// The API of a comparison: variants of one run, trained side by side.

import type { Evaluation } from '../../../lenses/evaluation/evaluate.ts';
import type { FieldError } from '../../../shared/field-error.ts';
import type { ProgressCallback } from '../../scheduling/run-job.ts';
import type { RunInfo, RunRequest } from './run-api.ts';
import type { RunEvent, RunState } from './session-api.ts';

export interface ComparisonRequest {
  /** Two to four runs. */
  variants: RunRequest[];
  /** Steps from one evaluation to the next, of every variant; by default a round number, 20 to 40 times in all. */
  evaluateEvery?: number;
}

/** An error of one variant's settings, or of all together. */
export interface ComparisonProblem extends FieldError {
  variant?: number;
}

/** A setting whose value is not the same in all variants, as the settings form names it. */
export interface SettingDifference {
  name: string;
  label: string;
  /** In the order of the variants. */
  values: string[];
}

export interface ComparisonInfo {
  /** A short name of each variant, made of what differs: `Rotary`. */
  names: string[];
  differences: SettingDifference[];
  evaluateEvery: number;
  /** Whether all variants are trained on the same batches: they then have the data, seed, batch size and context in common. */
  sameBatches: boolean;
  /** Weights that start with the same value in every variant. */
  sharedWeights: number;
  /** Bytes that training needs, all variants together. */
  memoryBytes: number;
}

export type ComparisonEvent =
  | { type: 'comparison' /** Absent after its end. */; comparison?: ComparisonInfo }
  | { type: 'variant'; variant: number; event: RunEvent<RunInfo, Evaluation> };

/** All are asynchronous; errors arrive as sentences. */
export interface ComparisonApi {
  /** The errors of the settings, too little memory for all variants together among them. */
  problems(request: ComparisonRequest, onProgress?: ProgressCallback): Promise<ComparisonProblem[]>;
  /** Creates the variants at step 0, in place of those of an earlier comparison; the current run stays. */
  create(request: ComparisonRequest, onProgress?: ProgressCallback): Promise<ComparisonInfo>;
  /**
   * Trains all variants step by step in turn until `pause()` or their end; resolves with the state of each. A variant that
   * diverges ends alone.
   */
  train(): Promise<RunState[]>;
  /** Stops after the current round of steps: all variants are then at the same step. */
  pause(): Promise<void>;
  /** A variant as the file of an ordinary run, with its history and optimizer state. */
  save(variant: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the comparison and frees its memory. */
  close(): Promise<void>;
}
