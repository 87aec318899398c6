// What the views of this chapter ask of its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { SelectedWords } from './selected-words.ts';

export interface Sampling {
  /** Divides the logits; 0 takes the likeliest token always. */
  readonly temperature: number;
  readonly seed: number;
}

/** How points are looked at: by their widest directions or as a map of neighbourhoods, in two dimensions or three. */
export interface EmbeddingViewOptions {
  readonly layout: 'pca' | 'umap';
  readonly dimensions: 2 | 3;
}

export interface BytePairOptions {
  /** Tokens to learn. */
  readonly size: number;
  /** Merges applied. */
  readonly merges: number;
}

/** The visitor turns the temperature or takes another seed. */
export class SamplingEvent extends ElementEvent<'lab-sampling'> {
  readonly sampling: Partial<Sampling>;

  constructor(sampling: Partial<Sampling>) {
    super('lab-sampling');
    this.sampling = sampling;
  }
}

/** `step` appends one token, `auto` goes on until `stop`, `restart` takes all that was written away. */
export type GenerateAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor wants the model to write. */
export class GenerateEvent extends ElementEvent<'lab-generate'> {
  readonly action: GenerateAction;

  constructor(action: GenerateAction) {
    super('lab-generate');
    this.action = action;
  }
}

/** The visitor picks other words to look at. */
export class SelectedWordsEvent extends ElementEvent<'lab-selected-words'> {
  readonly words: Partial<SelectedWords>;

  constructor(words: Partial<SelectedWords>) {
    super('lab-selected-words');
    this.words = words;
  }
}

/** The visitor picks a point of a cloud, by its place in the list. */
export class PointPickEvent extends ElementEvent<'lab-point-pick'> {
  readonly point: number;

  constructor(point: number) {
    super('lab-point-pick');
    this.point = point;
  }
}

/** `start` makes a map that keeps neighbours near, `stop` leaves it as far as it has come. */
export type UmapAction = 'start' | 'stop';

/** The visitor wants such a map, or no more of it. */
export class UmapEvent extends ElementEvent<'lab-umap'> {
  readonly action: UmapAction;

  constructor(action: UmapAction) {
    super('lab-umap');
    this.action = action;
  }
}

/** The visitor looks at points otherwise. */
export class EmbeddingViewEvent extends ElementEvent<'lab-embedding-view'> {
  readonly options: Partial<EmbeddingViewOptions>;

  constructor(look: Partial<EmbeddingViewOptions>) {
    super('lab-embedding-view');
    this.options = look;
  }
}

/** The visitor replays byte pairs, or learns more or fewer of them. */
export class BytePairOptionsEvent extends ElementEvent<'lab-byte-pair-options'> {
  readonly options: Partial<BytePairOptions>;

  constructor(pairs: Partial<BytePairOptions>) {
    super('lab-byte-pair-options');
    this.options = pairs;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-sampling': SamplingEvent;
    'lab-generate': GenerateEvent;
    'lab-selected-words': SelectedWordsEvent;
    'lab-point-pick': PointPickEvent;
    'lab-umap': UmapEvent;
    'lab-embedding-view': EmbeddingViewEvent;
    'lab-byte-pair-options': BytePairOptionsEvent;
  }
}
