// What the visitor does with runs that are kept, and with the past of the current one.

import type { RunCard } from '../../workers/lab-api.ts';
import { upward } from './upward.ts';

/** `go-on` opens it and, if it was being trained, trains on; `later` takes the offer away; `undo` brings the deleted one back. */
export type KeptRunAction = 'go-on' | 'later' | 'open' | 'duplicate' | 'export' | 'delete' | 'undo';

/** The visitor wants something done with a kept run. */
export class KeptRunEvent extends Event {
  static readonly type = 'lab-kept-run';
  readonly action: KeptRunAction;
  readonly card: RunCard;

  constructor(action: KeptRunAction, card: RunCard) {
    super(KeptRunEvent.type, upward);
    this.action = action;
    this.card = card;
  }
}

/** The visitor gives a kept run another name. */
export class KeptRunRenameEvent extends Event {
  static readonly type = 'lab-kept-run-rename';
  readonly card: RunCard;
  readonly name: string;

  constructor(card: RunCard, name: string) {
    super(KeptRunRenameEvent.type, upward);
    this.card = card;
    this.name = name;
  }
}

/** The visitor picked a file to put among the kept runs. */
export class KeptRunImportEvent extends Event {
  static readonly type = 'lab-kept-run-import';
  readonly file: File;

  constructor(file: File) {
    super(KeptRunImportEvent.type, upward);
    this.file = file;
  }
}

/** The visitor looks back at a step of the run's training, or at the present again. */
export class LookBackEvent extends Event {
  static readonly type = 'lab-look-back';
  readonly step?: number;

  constructor(step: number | undefined) {
    super(LookBackEvent.type, upward);
    this.step = step;
  }
}

/** The visitor wants the state that is looked back at trained on, as a new run. */
export class BranchEvent extends Event {
  static readonly type = 'lab-branch';

  constructor() {
    super(BranchEvent.type, upward);
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-kept-run': KeptRunEvent;
    'lab-kept-run-rename': KeptRunRenameEvent;
    'lab-kept-run-import': KeptRunImportEvent;
    'lab-look-back': LookBackEvent;
    'lab-branch': BranchEvent;
  }
}
