// Events of a chapter's page: video position, panels, jobs and pointers.

import { ElementEvent } from './element-event.ts';

/** The user operates the stage, which then stops following the video. */
export class StageInteractionEvent extends ElementEvent<'lab-stage-interaction'> {
  constructor() {
    super('lab-stage-interaction');
  }
}

/** Seeks the chapter's video. */
export class SeekEvent extends ElementEvent<'lab-seek'> {
  /** Seconds from the start of the video. */
  readonly at: number;

  constructor(at: number) {
    super('lab-seek');
    this.at = at;
  }
}

/** Opens a chapter. */
export class ChapterChangeEvent extends ElementEvent<'lab-chapter'> {
  /** From 1. */
  readonly chapter: number;
  /** Seconds from the start of the video. */
  readonly at: number;

  constructor(chapter: number, at = 0) {
    super('lab-chapter');
    this.chapter = chapter;
    this.at = at;
  }
}

/** Moves a splitter. */
export class SplitEvent extends ElementEvent<'lab-split'> {
  readonly value: number;
  /** False while the pointer drags. */
  readonly isFinal: boolean;

  constructor(value: number, isFinal: boolean) {
    super('lab-split');
    this.value = value;
    this.isFinal = isFinal;
  }
}

/** Shows moments or questions beside the video. */
export class SidebarTabEvent extends ElementEvent<'lab-sidebar-tab'> {
  readonly tab: 'moments' | 'questions';

  constructor(tab: 'moments' | 'questions') {
    super('lab-sidebar-tab');
    this.tab = tab;
  }
}

/** Folds what is beside the video to one line on a narrow page, or unfolds it. */
export class FoldEvent extends ElementEvent<'lab-fold'> {
  readonly isFolded: boolean;

  constructor(isFolded: boolean) {
    super('lab-fold');
    this.isFolded = isFolded;
  }
}

/** Shows the slide of another moment. */
export class SlideEvent extends ElementEvent<'lab-slide'> {
  /** Of the moment. */
  readonly index: number;

  constructor(index: number) {
    super('lab-slide');
    this.index = index;
  }
}

/** Leaves the slides. */
export class SlidesEndEvent extends ElementEvent<'lab-slides-end'> {
  constructor() {
    super('lab-slides-end');
  }
}

/** Starts or aborts a job of the stage. */
export class JobEvent<Name extends string = string> extends ElementEvent<'lab-job'> {
  readonly job: Name;
  readonly isStart: boolean;

  constructor(job: Name, isStart: boolean) {
    super('lab-job');
    this.job = job;
    this.isStart = isStart;
  }
}

/** Selects a panel of the stage. */
export class PanelPickEvent extends ElementEvent<'lab-panel'> {
  readonly panel: string;

  constructor(panel: string) {
    super('lab-panel');
    this.panel = panel;
  }
}

/** Selects a point of a cost surface. */
export class MapPointEvent extends ElementEvent<'lab-map-point'> {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    super('lab-map-point');
    this.x = x;
    this.y = y;
  }
}

/** The pointer enters a symbol of a formula or a diagram, presses it, or leaves it (`symbol` undefined). */
export class SymbolPointerEvent extends ElementEvent<'lab-symbol'> {
  readonly symbol?: string;
  readonly isPressed: boolean;

  constructor(symbol: string | undefined, isPressed = false) {
    super('lab-symbol');
    this.symbol = symbol;
    this.isPressed = isPressed;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-stage-interaction': StageInteractionEvent;
    'lab-seek': SeekEvent;
    'lab-chapter': ChapterChangeEvent;
    'lab-split': SplitEvent;
    'lab-sidebar-tab': SidebarTabEvent;
    'lab-fold': FoldEvent;
    'lab-slide': SlideEvent;
    'lab-slides-end': SlidesEndEvent;
    'lab-job': JobEvent;
    'lab-panel': PanelPickEvent;
    'lab-map-point': MapPointEvent;
    'lab-symbol': SymbolPointerEvent;
  }
}
