// Events about the focus: prompt, token, head, cell and orientation.

import type { Focus, Orientation } from '../types/page.ts';
import { ElementEvent } from './element-event.ts';

/** Changes the focus; omitted keys keep their value. */
export class FocusChangeEvent extends ElementEvent<'lab-focus'> {
  readonly focus: Partial<Focus>;

  constructor(focus: Partial<Focus>) {
    super('lab-focus');
    this.focus = focus;
  }
}

/** Selects a cell of an attention grid by the positions of its query and key. */
export class CellPickEvent extends ElementEvent<'lab-cell'> {
  readonly query: number;
  readonly key: number;

  constructor(query: number, key: number) {
    super('lab-cell');
    this.query = query;
    this.key = key;
  }
}

/** Changes the prompt. */
export class PromptChangeEvent extends ElementEvent<'lab-prompt'> {
  readonly prompt: string;

  constructor(prompt: string) {
    super('lab-prompt');
    this.prompt = prompt;
  }
}

/** Changes the orientation of attention grids. */
export class OrientationChangeEvent extends ElementEvent<'lab-orientation'> {
  readonly orientation: Orientation;

  constructor(orientation: Orientation) {
    super('lab-orientation');
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
