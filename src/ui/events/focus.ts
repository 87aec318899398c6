// Events about the focus: prompt, token, head, cell and orientation.

import type { Focus, Orientation } from '../types/page.ts';
import { defineEvent } from './element-event.ts';

/** Changes the focus; omitted keys keep their value. */
export class FocusChangeEvent extends defineEvent('lab-focus', 'focus')<[Partial<Focus>]> {}
/** Selects a cell of an attention grid by the positions of its query and key. */
export class CellPickEvent extends defineEvent('lab-cell', 'query', 'key')<[query: number, key: number]> {}
/** Changes the prompt. */
export class PromptChangeEvent extends defineEvent('lab-prompt', 'prompt')<[string]> {}
/** Changes the orientation of attention grids. */
export class OrientationChangeEvent extends defineEvent('lab-orientation', 'orientation')<[Orientation]> {}
