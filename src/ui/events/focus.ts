// What the visitor points at in a model: token, head, cell, prompt, and which way round it is drawn.

import type { Focus, Orientation } from '../controllers/page-state.ts';
import { upward } from './upward.ts';

/** The visitor points at a token, a head, a layer; what is left out stays. */
export class FocusChangeEvent extends Event {
  static readonly type = 'lab-focus';
  readonly focus: Partial<Focus>;

  constructor(focus: Partial<Focus>) {
    super(FocusChangeEvent.type, upward);
    this.focus = focus;
  }
}

/** The visitor picks a cell of an attention grid: a query and a key by their positions. */
export class CellChooseEvent extends Event {
  static readonly type = 'lab-cell';
  readonly query: number;
  readonly key: number;

  constructor(query: number, key: number) {
    super(CellChooseEvent.type, upward);
    this.query = query;
    this.key = key;
  }
}

/** The visitor types or picks a prompt. */
export class PromptChangeEvent extends Event {
  static readonly type = 'lab-prompt';
  readonly prompt: string;

  constructor(prompt: string) {
    super(PromptChangeEvent.type, upward);
    this.prompt = prompt;
  }
}

/** The visitor turns attention grids round. */
export class OrientationChangeEvent extends Event {
  static readonly type = 'lab-orientation';
  readonly orientation: Orientation;

  constructor(orientation: Orientation) {
    super(OrientationChangeEvent.type, upward);
    this.orientation = orientation;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-focus': FocusChangeEvent;
    'lab-cell': CellChooseEvent;
    'lab-prompt': PromptChangeEvent;
    'lab-orientation': OrientationChangeEvent;
  }
}
