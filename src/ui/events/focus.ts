// What the visitor points at in a model: token, head, cell, prompt, and which way round it is drawn.

import type { Focus, Orientation } from '../types/page.ts';
import { bubbling } from './bubbling.ts';

/** The visitor points at a token, a head, a layer; what is left out stays. */
export class FocusChangeEvent extends Event {
  static readonly type = 'lab-focus';
  readonly focus: Partial<Focus>;

  constructor(focus: Partial<Focus>) {
    super(FocusChangeEvent.type, bubbling);
    this.focus = focus;
  }
}

/** The visitor picks a cell of an attention grid: a query and a key by their positions. */
export class CellPickEvent extends Event {
  static readonly type = 'lab-cell';
  readonly query: number;
  readonly key: number;

  constructor(query: number, key: number) {
    super(CellPickEvent.type, bubbling);
    this.query = query;
    this.key = key;
  }
}

/** The visitor types or picks a prompt. */
export class PromptChangeEvent extends Event {
  static readonly type = 'lab-prompt';
  readonly prompt: string;

  constructor(prompt: string) {
    super(PromptChangeEvent.type, bubbling);
    this.prompt = prompt;
  }
}

/** The visitor turns attention grids round. */
export class OrientationChangeEvent extends Event {
  static readonly type = 'lab-orientation';
  readonly orientation: Orientation;

  constructor(orientation: Orientation) {
    super(OrientationChangeEvent.type, bubbling);
    this.orientation = orientation;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-focus': FocusChangeEvent;
    'lab-cell': CellPickEvent;
    'lab-prompt': PromptChangeEvent;
    'lab-orientation': OrientationChangeEvent;
  }
}
