// A run as a file: on the same engine, a restored run continues exactly.

import type { Evaluation } from '../../lenses/evaluation/evaluation.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../model/files/checkpoint.ts';
import { verifyDigest } from '../../model/files/digest.ts';
import type { RunHistory } from '../../model/files/history-metadata.ts';
import { readSafeTensors } from '../../model/files/safetensors.ts';
import type { ResourceLimits, RunPlan, RunSettings } from '../../model/training/run-plan.ts';
import { assertFeasible, resolveSettings } from '../../model/training/run-plan.ts';
import type { Snapshot } from '../../model/training/snapshot.ts';
import type { History } from '../../shared/history/history.ts';
import type { SavedEdits } from '../model-editing/edit-history.ts';
import { parseUndoableEdits, serializeUndoableEdits } from '../model-editing/undoable-edits.ts';

/** What a run is created from: a plan, and the state that it continues from. */
export interface RunSource<Plan, Evaluation extends { readonly step: number }> {
  readonly plan: Plan;
  readonly from?: Snapshot;
  readonly history?: History<Evaluation>;
}

export interface SerializableRun {
  readonly plan: RunPlan;
  readonly snapshot: Snapshot;
  readonly edits: SavedEdits;
  readonly history: RunHistory;
  /** Name of the engine. */
  readonly engine: string;
}

export function serializeRun({
  plan,
  snapshot,
  edits,
  history,
  engine,
}: SerializableRun): Uint8Array<ArrayBuffer> {
  const { config, dataset, settings } = plan;
  const { step, weights, moments, variants = {} } = snapshot;
  return writeCheckpoint({
    config,
    weights,
    moments,
    // Only an exact continuation needs it, as the optimizer state.
    undo: moments && edits.undoable && serializeUndoableEdits(edits.undoable),
    tokenizer: dataset.tokenizer,
    origin: { settings, step, engine, variants, edits: edits.applied },
    history,
  });
}

/** The source of a run, with the edits that its weights hold. */
export interface RunFileSource extends RunSource<RunPlan, Evaluation> {
  readonly edits?: SavedEdits;
}

interface RestoreOptions extends ResourceLimits {
  /** Resolves the settings; a cache can reuse the data set. */
  readonly resolve?: (settings: RunSettings) => RunPlan;
}

/**
 * Throws for a file that was not saved by this lab, or that exceeds the limits, before anything is allocated. `engine` is
 * the name of the engine that will continue the run.
 */
export const restoreRun = (
  bytes: Uint8Array,
  engine: string,
  options?: RestoreOptions,
): RunFileSource & { from: Snapshot } => restoreCheckpoint(readCheckpoint(bytes), engine, options);

/** As `restoreRun`, for a file that was read already. */
export function restoreCheckpoint(
  checkpoint: Checkpoint,
  engine: string,
  { resolve = resolveSettings, ...limits }: RestoreOptions = {},
): RunFileSource & { from: Snapshot } {
  const { config, weights, moments, tokenizer, origin, history } = checkpoint;
  if (!origin || !tokenizer) {
    throw new Error(
      'This file does not say how its model was trained; only models saved by this lab can be opened.',
    );
  }
  // The file's architecture counts: its preset may have changed since.
  const plan = assertFeasible({ ...resolve(origin.settings), config }, limits);
  if (
    plan.dataset.tokenizer.vocabulary.length !== config.V ||
    tokenizer.vocabulary.some((token, id) => token !== plan.dataset.tokenizer.vocabulary[id])
  ) {
    throw new Error(
      'This file’s vocabulary is not that of its data set; it was made by another version of the lab.',
    );
  }
  if (origin.step > plan.training.steps)
    throw new Error(
      `This file says that it was trained for ${origin.step} steps, and its settings have ${plan.training.steps}.`,
    );
  // Another engine rounds differently: it selects kernel variants of its own.
  const variants = origin.engine === engine ? origin.variants : undefined;
  const from = { step: origin.step, weights, moments, variants };
  const edits = { applied: origin.edits ?? [], undoable: parseUndoableEdits(checkpoint) };
  return { plan, from, edits, history };
}

/** @throws Error if the file is damaged; reads neither settings nor data set */
export const assertIntact = (bytes: Uint8Array): void => verifyDigest(readSafeTensors(bytes), 'file');
