// Events about saved runs and checkpoints.

import type { QuarantinedRun, RunSummary } from '../../workers/rpc/api/lab-api.ts';
import { ElementEvent } from './element-event.ts';

/** `resume` opens the run and continues its training; `dismiss` hides the offer to resume; `undo` restores the deleted run. */
export type SavedRunAction = 'resume' | 'dismiss' | 'open' | 'duplicate' | 'export' | 'delete' | 'undo';

/** Acts on a saved run. */
export class SavedRunEvent extends ElementEvent<'lab-saved-run'> {
  readonly action: SavedRunAction;
  readonly run: RunSummary;

  constructor(action: SavedRunAction, run: RunSummary) {
    super('lab-saved-run');
    this.action = action;
    this.run = run;
  }
}

/** Renames a saved run. */
export class SavedRunRenameEvent extends ElementEvent<'lab-saved-run-rename'> {
  readonly run: RunSummary;
  readonly name: string;

  constructor(run: RunSummary, name: string) {
    super('lab-saved-run-rename');
    this.run = run;
    this.name = name;
  }
}

/** Imports a file as a saved run. */
export class SavedRunImportEvent extends ElementEvent<'lab-saved-run-import'> {
  readonly file: File;

  constructor(file: File) {
    super('lab-saved-run-import');
    this.file = file;
  }
}

/** Acts on a run whose record is damaged; `delete` cannot be undone. */
export class QuarantineEvent extends ElementEvent<'lab-quarantine'> {
  readonly action: 'recover' | 'export' | 'delete';
  readonly run: QuarantinedRun;

  constructor(action: QuarantineEvent['action'], run: QuarantinedRun) {
    super('lab-quarantine');
    this.action = action;
    this.run = run;
  }
}

/** Previews a checkpoint. */
export class CheckpointEvent extends ElementEvent<'lab-checkpoint'> {
  /** Step of the checkpoint; undefined ends the preview. */
  readonly step?: number;

  constructor(step: number | undefined) {
    super('lab-checkpoint');
    this.step = step;
  }
}

/** Trains the previewed checkpoint as a new run. */
export class BranchEvent extends ElementEvent<'lab-branch'> {
  constructor() {
    super('lab-branch');
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-saved-run': SavedRunEvent;
    'lab-saved-run-rename': SavedRunRenameEvent;
    'lab-saved-run-import': SavedRunImportEvent;
    'lab-quarantine': QuarantineEvent;
    'lab-checkpoint': CheckpointEvent;
    'lab-branch': BranchEvent;
  }
}
