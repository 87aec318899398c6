// What a walk needs of a page, in Node or in a browser: the visitor's acts, and what can be observed after them.

import type { RunAction } from '../../../src/ui/events/index.ts';

/** A button of the landing page. */
export type LandingButton = 'make' | 'undo' | 'watch' | 'stop';

/** How their texts begin. */
export const LANDING_BUTTONS: Readonly<Record<LandingButton, string>> = {
  make: 'Change its mind',
  undo: 'Undo',
  watch: 'Watch it learn',
  stop: 'Stop',
};

/** A run that is at its end can only be opened. */
export const OFFER_BUTTONS: Readonly<Record<'resume' | 'dismiss', readonly string[]>> = {
  resume: ['Resume training', 'Open'],
  dismiss: ['Dismiss'],
};

export interface WalkedPage {
  /** False where there is no such button, or it is disabled. */
  press(button: LandingButton): Promise<boolean>;
  /**
   * Moves the slider of the landing page to a checkpoint, or to the latest step, and starts the time-lapse where it has to; false where
   * there is none of that step.
   */
  slide(step: number | undefined): Promise<boolean>;
  /** The same of the slider under the other pages. */
  viewCheckpoint(step: number | undefined): Promise<boolean>;
  branch(): Promise<boolean>;
  /** Presses a button of the dock, or re-initializes the weights by the menu of models. */
  act(action: Exclude<RunAction, 'create'>): Promise<boolean>;
  /** By the menu of models; false where the model is open. */
  switchModel(preset: string): Promise<boolean>;
  openRun(name: string): Promise<boolean>;
  answerOffer(action: 'resume' | 'dismiss'): Promise<boolean>;
  saveFile(): Promise<void>;
  /** Opens the file that was saved last. */
  openFile(): Promise<void>;
  prompt(text: string): Promise<void>;
  goTo(view: 'course' | 'network'): Promise<void>;
  /** Switches heads of the first block off, on the page of the network. */
  ablate(heads: readonly number[]): Promise<void>;
  reload(): Promise<void>;
  /** Lets the page work for a moment. */
  wait(moments: number): Promise<void>;
  /** Resolves when neither page nor engine has anything to do. */
  settle(): Promise<void>;
  observe(): Promise<Observation>;
  close(): Promise<void>;
}

/** A model file in short. */
export interface ObservedWeights {
  readonly preset: string;
  readonly step: number;
  /** Digest of the weights. */
  readonly digest: string;
  readonly editCount: number;
  /** Whether the file can undo an edit. */
  readonly hasUndo: boolean;
}

export interface Observation {
  /** What the page holds of the open model. */
  readonly page: {
    readonly preset: string | undefined;
    readonly step: number;
    readonly previewStep: number | undefined;
    readonly runState: string;
    readonly editCount: number;
    readonly openEdits: number;
    readonly view: string;
    readonly addressPreset: string;
    readonly prompt: string;
    readonly offer: string | undefined;
    readonly checkpoints: readonly number[];
  };
  /** What the visitor reads. */
  readonly said: {
    readonly alerts: readonly string[];
    readonly text: string;
    /** Which buttons of the landing page can be pressed. */
    readonly buttons: readonly LandingButton[];
    /** Step and first token that the view shows; absent while it shows none. */
    readonly reading?: { readonly step: number; readonly token: string; readonly probability: number };
    /** The first token with heads switched off. */
    readonly ablated?: { readonly token: string; readonly probability: number };
  };
  /** What the engine has. */
  readonly engine: {
    readonly live: ObservedWeights;
    /** What it predicts for the prompt with the weights that are shown; absent where it cannot read the prompt. */
    readonly reading?: { readonly step: number; readonly token: string; readonly probability: number };
    readonly ablated?: { readonly token: string; readonly probability: number };
  };
  /** What is stored: a reload brings it. */
  readonly runs: readonly (ObservedWeights & { readonly name: string })[];
  /** How many files the page has saved. */
  readonly files: number;
}
