// What happens on a chapter’s page: a time of the video, the stage taken in hand, its panels, work, places and symbols.

import { bubbling } from './bubbling.ts';

/** The visitor operates the stage: it is theirs until they follow the video again. */
export class StageInteractionEvent extends Event {
  static readonly type = 'lab-stage-interaction';

  constructor() {
    super(StageInteractionEvent.type, bubbling);
  }
}

/** The visitor wants to see a time of the chapter's video: from the cue list, a note, or a view's “in the video”. */
export class SeekEvent extends Event {
  static readonly type = 'lab-seek';
  /** Seconds from the start of the video. */
  readonly at: number;

  constructor(at: number) {
    super(SeekEvent.type, bubbling);
    this.at = at;
  }
}

/** The visitor goes to a chapter, at a time of its video in seconds. */
export class ChapterChangeEvent extends Event {
  static readonly type = 'lab-chapter';
  readonly chapter: number;
  readonly at: number;

  constructor(chapter: number, at = 0) {
    super(ChapterChangeEvent.type, bubbling);
    this.chapter = chapter;
    this.at = at;
  }
}

/** The visitor wants long work of the stage done, by the name the stage gave it, or stopped. */
export class JobEvent<Name extends string = string> extends Event {
  static readonly type = 'lab-job';
  readonly job: Name;
  readonly isStart: boolean;

  constructor(job: Name, isStart: boolean) {
    super(JobEvent.type, bubbling);
    this.job = job;
    this.isStart = isStart;
  }
}

/** The visitor picks another of a stage's panels, by its key. */
export class PanelPickEvent extends Event {
  static readonly type = 'lab-panel';
  readonly panel: string;

  constructor(panel: string) {
    super(PanelPickEvent.type, bubbling);
    this.panel = panel;
  }
}

/** The visitor picks a place on a map of costs. */
export class MapPointEvent extends Event {
  static readonly type = 'lab-map-point';
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    super(MapPointEvent.type, bubbling);
    this.x = x;
    this.y = y;
  }
}

/** The visitor points at a symbol, in a formula or a picture, or at none; `pressed` if they choose it. */
export class SymbolPointerEvent extends Event {
  static readonly type = 'lab-symbol';
  readonly symbol?: string;
  readonly isPressed: boolean;

  constructor(symbol: string | undefined, isPressed = false) {
    super(SymbolPointerEvent.type, bubbling);
    this.symbol = symbol;
    this.isPressed = isPressed;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-stage-interaction': StageInteractionEvent;
    'lab-seek': SeekEvent;
    'lab-chapter': ChapterChangeEvent;
    'lab-job': JobEvent;
    'lab-panel': PanelPickEvent;
    'lab-map-point': MapPointEvent;
    'lab-symbol': SymbolPointerEvent;
  }
}
