// A run as a file: on the same engine, a restored run continues exactly.

import type { Evaluation } from '../../lenses/evaluation/evaluate.ts';
import { type Checkpoint, checkpointInSlices, writeCheckpoint } from '../../model/files/checkpoint.ts';
import type { RunHistory } from '../../model/files/history-metadata.ts';
import type { ResourceLimits, RunPlan, RunSettings } from '../../model/training/run-plan.ts';
import { assertFeasible, resolveInSlices } from '../../model/training/run-plan.ts';
import type { Snapshot } from '../../model/training/snapshot.ts';
import { finish, type Sliced } from '../../shared/budget.ts';
import type { History } from '../../shared/history/history.ts';
import type { SavedEdits } from '../model-editing/edit-history.ts';
import { parseUndoableEdits, serializeUndoableEdits } from '../model-editing/undoable-edits.ts';

/** What a run is created from: a plan, and the state that it continues from. */
export interface RunSource<Plan, Evaluation extends { readonly step: number }> {
  readonly plan: Plan;
  readonly from?: Snapshot;
  readonly history?: History<Evaluation>;
}

/** The common part of the plans of both networks. */
interface Planned {
  readonly settings: { readonly preset: string };
  readonly training: { readonly steps: number };
}

/** A run of either network, as its file holds it. */
export interface SavedRun<
  Plan extends Planned = Planned,
  Evaluation extends { readonly step: number } = { readonly step: number },
> extends Snapshot {
  readonly plan: Plan;
  /** Name of the engine that trained it. */
  readonly engine?: string;
  readonly history?: History<Evaluation>;
}

/** A run of the transformer, with the edits that its weights hold. */
export interface SavedModel extends SavedRun<RunPlan, Evaluation> {
  readonly edits: SavedEdits;
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

/** Resolves the settings of a file; a cache can reuse the data set. */
type SettingsResolver = (settings: RunSettings) => Sliced<RunPlan>;

/** Throws for a file that was not saved by this lab, before anything is allocated on an engine. */
export function* runFileInSlices(
  bytes: Uint8Array,
  resolve: SettingsResolver = resolveInSlices,
): Sliced<SavedModel> {
  return yield* savedModelInSlices(yield* checkpointInSlices(bytes), resolve);
}

/** As `runFileInSlices`, for a file that was read already. */
export function* savedModelInSlices(checkpoint: Checkpoint, resolve: SettingsResolver): Sliced<SavedModel> {
  const { config, weights, moments, tokenizer, origin, history } = checkpoint;
  if (!origin || !tokenizer) {
    throw new Error(
      'This file does not say how its model was trained; only models saved by this lab can be opened.',
    );
  }
  // The file's architecture counts: its preset may have changed since.
  const plan = assertFeasible({ ...(yield* resolve(origin.settings)), config });
  if (
    plan.dataset.tokenizer.vocabulary.length !== config.V ||
    tokenizer.vocabulary.some((token, id) => token !== plan.dataset.tokenizer.vocabulary[id])
  ) {
    throw new Error(
      'This file’s vocabulary is not that of its data set; it was made by another version of the lab.',
    );
  }
  const { step, engine, variants } = origin;
  if (step > plan.training.steps)
    throw new Error(
      `This file says that it was trained for ${step} steps, and its settings have ${plan.training.steps}.`,
    );
  const edits = { applied: origin.edits ?? [], undoable: parseUndoableEdits(checkpoint) };
  return { plan, step, engine, variants, weights, moments, edits, history };
}

/** The run on the engine of this name; throws if it exceeds the limits. */
export function restoreModel(
  { plan, edits, history, ...saved }: SavedModel,
  engine: string,
  limits?: ResourceLimits,
): RunFileSource & { from: Snapshot } {
  return { plan: assertFeasible(plan, limits), from: snapshotFor(saved, engine), edits, history };
}

/** As `runFileInSlices` and `restoreModel`, without pauses. */
export const restoreRun = (bytes: Uint8Array, engine: string, limits?: ResourceLimits) =>
  restoreModel(finish(runFileInSlices(bytes)), engine, limits);

/** The state that a run continues from. Another engine rounds differently: it selects kernel variants of its own. */
export const snapshotFor = (
  { step, weights, moments, variants, engine: previous }: Snapshot & { readonly engine?: string },
  engine: string,
): Snapshot => ({ step, weights, moments, variants: previous === engine ? variants : undefined });
