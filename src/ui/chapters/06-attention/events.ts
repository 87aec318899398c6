// What this chapter's views tell its stage.

import type { Step } from './steps.ts';

const upward = { bubbles: true, composed: true } as const;

/** What the visitor sets in the steps of one head. */
export interface HeadSettings {
  readonly step: Step;
  /** Position of the key; the strongest one where it is left out. */
  readonly key?: number;
  /** Whether later tokens are hidden, as they are in the network. */
  readonly masked: boolean;
}

export class HeadSettingsEvent extends Event {
  static readonly type = 'lab-head-settings';
  readonly settings: Partial<HeadSettings>;

  constructor(settings: Partial<HeadSettings>) {
    super(HeadSettingsEvent.type, upward);
    this.settings = settings;
  }
}

/** The visitor switches the head in focus off, in one of two ways, or on again. */
export class AblateEvent extends Event {
  static readonly type = 'lab-ablate';
  readonly kind: 'zero' | 'mean' | undefined;

  constructor(kind: 'zero' | 'mean' | undefined) {
    super(AblateEvent.type, upward);
    this.kind = kind;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-head-settings': HeadSettingsEvent;
    'lab-ablate': AblateEvent;
  }
}
