// What the visitor does with runs that are kept, and with the past of the current one.

import type { RunSummary } from '../../workers/rpc/api/lab-api.ts';
import { bubbling } from './bubbling.ts';

/** `go-on` opens it and, if it was being trained, trains on; `later` takes the offer away; `undo` brings the deleted one back. */
export type SavedRunAction = 'resume' | 'dismiss' | 'open' | 'duplicate' | 'export' | 'delete' | 'undo';

/** The visitor wants something done with a kept run. */
export class SavedRunEvent extends Event {
  static readonly type = 'lab-saved-run';
  readonly action: SavedRunAction;
  readonly run: RunSummary;

  constructor(action: SavedRunAction, run: RunSummary) {
    super(SavedRunEvent.type, bubbling);
    this.action = action;
    this.run = run;
  }
}

/** The visitor gives a kept run another name. */
export class SavedRunRenameEvent extends Event {
  static readonly type = 'lab-saved-run-rename';
  readonly run: RunSummary;
  readonly name: string;

  constructor(run: RunSummary, name: string) {
    super(SavedRunRenameEvent.type, bubbling);
    this.run = run;
    this.name = name;
  }
}

/** The visitor picked a file to put among the kept runs. */
export class SavedRunImportEvent extends Event {
  static readonly type = 'lab-saved-run-import';
  readonly file: File;

  constructor(file: File) {
    super(SavedRunImportEvent.type, bubbling);
    this.file = file;
  }
}

/** The visitor looks back at a step of the run's training, or at the present again. */
export class CheckpointEvent extends Event {
  static readonly type = 'lab-checkpoint';
  readonly step?: number;

  constructor(step: number | undefined) {
    super(CheckpointEvent.type, bubbling);
    this.step = step;
  }
}

/** The visitor wants the state that is looked back at trained on, as a new run. */
export class BranchEvent extends Event {
  static readonly type = 'lab-branch';

  constructor() {
    super(BranchEvent.type, bubbling);
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-saved-run': SavedRunEvent;
    'lab-saved-run-rename': SavedRunRenameEvent;
    'lab-saved-run-import': SavedRunImportEvent;
    'lab-checkpoint': CheckpointEvent;
    'lab-branch': BranchEvent;
  }
}
