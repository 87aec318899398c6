// Events about saved runs and checkpoints.

import type { QuarantinedRun, RunSummary } from '../../workers/rpc/api/lab-api.ts';
import { defineEvent } from './element-event.ts';

/** `resume` opens the run and continues its training; `dismiss` hides the offer to resume; `undo` restores the deleted run. */
export type SavedRunAction = 'resume' | 'dismiss' | 'open' | 'duplicate' | 'export' | 'delete' | 'undo';

/** Acts on a saved run. */
export class SavedRunEvent extends defineEvent('lab-saved-run', 'action', 'run')<
  [action: SavedRunAction, run: RunSummary]
> {}
/** Renames a saved run. */
export class SavedRunRenameEvent extends defineEvent('lab-saved-run-rename', 'run', 'name')<
  [run: RunSummary, name: string]
> {}
/** Imports a file as a saved run. */
export class SavedRunImportEvent extends defineEvent('lab-saved-run-import', 'file')<[File]> {}
/** Acts on a run whose record is damaged; `delete` cannot be undone. */
export class QuarantineEvent extends defineEvent('lab-quarantine', 'action', 'run')<
  [action: 'recover' | 'export' | 'delete', run: QuarantinedRun]
> {}
/** Previews the checkpoint of a step; undefined ends the preview. */
export class CheckpointEvent extends defineEvent('lab-checkpoint', 'step')<[number | undefined]> {}
/** Trains the previewed checkpoint as a new run. */
export class BranchEvent extends defineEvent('lab-branch') {}
