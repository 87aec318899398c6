// What happens on a chapter’s page: a time of the video, the stage taken in hand, its panels, work, places and symbols.

import { upward } from './upward.ts';

/** The visitor operates the stage: it is theirs until they follow the video again. */
export class StageTouchEvent extends Event {
  static readonly type = 'lab-stage-touch';

  constructor() {
    super(StageTouchEvent.type, upward);
  }
}

/** The visitor wants to see a time of the chapter's video: from the cue list, a note, or a view's “in the video”. */
export class SeekEvent extends Event {
  static readonly type = 'lab-seek';
  /** Seconds from the start of the video. */
  readonly at: number;

  constructor(at: number) {
    super(SeekEvent.type, upward);
    this.at = at;
  }
}

/** The visitor goes to a chapter, at a time of its video in seconds. */
export class ChapterChangeEvent extends Event {
  static readonly type = 'lab-chapter';
  readonly chapter: number;
  readonly at: number;

  constructor(chapter: number, at = 0) {
    super(ChapterChangeEvent.type, upward);
    this.chapter = chapter;
    this.at = at;
  }
}

/** The visitor wants long work of the stage done, by the name the stage gave it, or stopped. */
export class WorkEvent<Name extends string = string> extends Event {
  static readonly type = 'lab-work';
  readonly work: Name;
  readonly go: boolean;

  constructor(work: Name, go: boolean) {
    super(WorkEvent.type, upward);
    this.work = work;
    this.go = go;
  }
}

/** The visitor picks another of a stage's panels, by its key. */
export class PanelPickEvent extends Event {
  static readonly type = 'lab-panel';
  readonly panel: string;

  constructor(panel: string) {
    super(PanelPickEvent.type, upward);
    this.panel = panel;
  }
}

/** The visitor picks a place on a map of costs. */
export class PlacePickEvent extends Event {
  static readonly type = 'lab-place';
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    super(PlacePickEvent.type, upward);
    this.x = x;
    this.y = y;
  }
}

/** The visitor points at a symbol, in a formula or a picture, or at none; `pressed` if they choose it. */
export class SymbolPointEvent extends Event {
  static readonly type = 'lab-symbol';
  readonly symbol?: string;
  readonly pressed: boolean;

  constructor(symbol: string | undefined, pressed = false) {
    super(SymbolPointEvent.type, upward);
    this.symbol = symbol;
    this.pressed = pressed;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-stage-touch': StageTouchEvent;
    'lab-seek': SeekEvent;
    'lab-chapter': ChapterChangeEvent;
    'lab-work': WorkEvent;
    'lab-panel': PanelPickEvent;
    'lab-place': PlacePickEvent;
    'lab-symbol': SymbolPointEvent;
  }
}
