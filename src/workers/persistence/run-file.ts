// A run as a file and back: all it takes to go on exactly, where the same engine goes on.

import { readCheckpoint, writeCheckpoint } from '../../model/files/checkpoint.ts';
import type { RunHistory } from '../../model/files/history-metadata.ts';
import type { ResourceLimits, RunPlan } from '../../model/training/run-plan.ts';
import { planRun } from '../../model/training/run-plan.ts';
import type { Snapshot } from '../../model/training/snapshot.ts';
import type { SavedEdits } from '../session/model-editing/edit-history.ts';
import { parseUndoableEdits, serializeUndoableEdits } from '../session/model-editing/undoable-edits.ts';

export interface SerializableRun {
  readonly plan: RunPlan;
  readonly snapshot: Snapshot;
  /** All that the weights hold. */
  readonly edits: SavedEdits;
  readonly history: RunHistory;
  /** As files name it. */
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
    // Like the optimiser's memory: for whoever goes on, not for whoever reads the weights.
    undo: moments && edits.undoable && serializeUndoableEdits(edits.undoable),
    tokenizer: dataset.tokenizer,
    origin: { settings, step, engine, variants, edits: edits.applied },
    history,
  });
}

/** What a run is made from. */
export interface RunSource {
  readonly plan: RunPlan;
  readonly from?: Snapshot;
  readonly edits?: SavedEdits;
  readonly history?: RunHistory;
}

/**
 * Throws a sentence for a file that no run of this lab can go on from, or that asks for more than it may use, before
 * anything is built. `engine` is the one that will go on. `known` saves making the data anew where it is the same.
 */
export function restoreRun(
  bytes: Uint8Array,
  engine: string,
  { known, ...means }: ResourceLimits & { readonly known?: RunPlan } = {},
): RunSource & { from: Snapshot } {
  const checkpoint = readCheckpoint(bytes);
  const { config, weights, moments, tokenizer, origin, history } = checkpoint;
  if (!origin || !tokenizer) {
    throw new Error(
      'This file does not say how its model was trained; only models saved by this lab can be opened.',
    );
  }
  const same = known && sameJson([known.settings, known.config], [origin.settings, config]);
  const plan = same ? known : planRun(origin.settings, means, config);
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
  // The same engine goes on with the same kernels; another has its own.
  const variants = origin.engine === engine ? origin.variants : undefined;
  const from = { step: origin.step, weights, moments, variants };
  const edits = { applied: origin.edits ?? [], undoable: parseUndoableEdits(checkpoint) };
  return { plan, from, edits, history };
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
