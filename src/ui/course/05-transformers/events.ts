// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { SelectedWords } from './selected-words.ts';

export interface Sampling {
  /** Divisor of the logits; 0 always selects the most probable token. */
  readonly temperature: number;
  readonly seed: number;
}

/** Layout of points: principal components or UMAP, in two or three dimensions. */
export interface EmbeddingViewOptions {
  readonly layout: 'pca' | 'umap';
  readonly dimensions: 2 | 3;
}

export interface BytePairOptions {
  /** Vocabulary size. */
  readonly size: number;
  /** Number of merges applied. */
  readonly merges: number;
}

/** The visitor changes the temperature or the seed. */
export class SamplingEvent extends ElementEvent<'lab-sampling'> {
  readonly sampling: Partial<Sampling>;

  constructor(sampling: Partial<Sampling>) {
    super('lab-sampling');
    this.sampling = sampling;
  }
}

/** `step` appends one token, `auto` continues until `stop`, `restart` removes all generated tokens. */
export type GenerateAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor controls text generation. */
export class GenerateEvent extends ElementEvent<'lab-generate'> {
  readonly action: GenerateAction;

  constructor(action: GenerateAction) {
    super('lab-generate');
    this.action = action;
  }
}

/** The visitor selects other words. */
export class SelectedWordsEvent extends ElementEvent<'lab-selected-words'> {
  readonly words: Partial<SelectedWords>;

  constructor(words: Partial<SelectedWords>) {
    super('lab-selected-words');
    this.words = words;
  }
}

/** The visitor picks a point of a cloud, by its index. */
export class PointPickEvent extends ElementEvent<'lab-point-pick'> {
  readonly point: number;

  constructor(point: number) {
    super('lab-point-pick');
    this.point = point;
  }
}

/** `start` computes a UMAP layout, `stop` keeps its current state. */
export type UmapAction = 'start' | 'stop';

/** The visitor starts or stops UMAP. */
export class UmapEvent extends ElementEvent<'lab-umap'> {
  readonly action: UmapAction;

  constructor(action: UmapAction) {
    super('lab-umap');
    this.action = action;
  }
}

/** The visitor changes the layout of points. */
export class EmbeddingViewEvent extends ElementEvent<'lab-embedding-view'> {
  readonly options: Partial<EmbeddingViewOptions>;

  constructor(look: Partial<EmbeddingViewOptions>) {
    super('lab-embedding-view');
    this.options = look;
  }
}

/** The visitor changes the number of merges or the vocabulary size. */
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
