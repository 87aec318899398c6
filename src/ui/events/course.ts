// Events of a chapter's page: video position, panels, jobs and pointers.

import { defineEvent } from './element-event.ts';

/** The user operates the stage, which then stops following the video. */
export class StageInteractionEvent extends defineEvent('lab-stage-interaction') {}
/** Seeks the chapter's video. */
export class SeekEvent extends defineEvent('lab-seek', 'at')<[seconds: number]> {}
/** Opens a chapter, from 1. */
export class ChapterChangeEvent extends defineEvent('lab-chapter', 'chapter', 'at')<
  [chapter: number, seconds?: number]
> {}
/** Moves a splitter; not final while the pointer drags. */
export class SplitEvent extends defineEvent('lab-split', 'value', 'isFinal')<
  [value: number, isFinal: boolean]
> {}
/** Shows moments or questions beside the video. */
export class SidebarTabEvent extends defineEvent('lab-sidebar-tab', 'tab')<['moments' | 'questions']> {}
/** Folds what is beside the video to one line on a narrow page, or unfolds it. */
export class FoldEvent extends defineEvent('lab-fold', 'isFolded')<[boolean]> {}
/** Shows the slide of a moment, by its index. */
export class SlideEvent extends defineEvent('lab-slide', 'index')<[number]> {}
/** Leaves the slides. */
export class SlidesEndEvent extends defineEvent('lab-slides-end') {}
/** Starts or aborts a job of the stage. */
export class JobEvent extends defineEvent('lab-job', 'job', 'isStart')<[job: string, isStart: boolean]> {}
/** Opens or closes the drawer of a stage. */
export class DrawerEvent extends defineEvent('lab-drawer', 'isOpen')<[boolean]> {}
/** Selects a panel of the stage. */
export class PanelPickEvent extends defineEvent('lab-panel', 'panel')<[string]> {}
/** Selects a point of a cost surface. */
export class MapPointEvent extends defineEvent('lab-map-point', 'x', 'y')<[x: number, y: number]> {}
/** The pointer enters a symbol of a formula or a diagram, presses it, or leaves it (`symbol` undefined). */
export class SymbolPointerEvent extends defineEvent('lab-symbol', 'symbol', 'isPressed')<
  [symbol: string | undefined, isPressed?: boolean]
> {}
