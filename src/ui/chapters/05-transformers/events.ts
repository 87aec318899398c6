// What the views of this chapter ask of its stage.

import { upward } from '../../events/upward.ts';
import type { Words } from './words.ts';

export interface Sampling {
  /** Divides the logits; 0 takes the likeliest token always. */
  readonly temperature: number;
  readonly seed: number;
}

/** How points are looked at: by their widest directions or as a map of neighbourhoods, in two dimensions or three. */
export interface SpaceLook {
  readonly layout: 'pca' | 'umap';
  readonly dimensions: 2 | 3;
}

export interface PairsLook {
  /** Tokens to learn. */
  readonly size: number;
  /** Merges applied. */
  readonly merges: number;
}

/** The visitor turns the temperature or takes another seed. */
export class SamplingEvent extends Event {
  static readonly type = 'lab-sampling';
  readonly sampling: Partial<Sampling>;

  constructor(sampling: Partial<Sampling>) {
    super(SamplingEvent.type, upward);
    this.sampling = sampling;
  }
}

/** `step` appends one token, `auto` goes on until `stop`, `restart` takes all that was written away. */
export type WriteAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor wants the model to write. */
export class WriteEvent extends Event {
  static readonly type = 'lab-write';
  readonly action: WriteAction;

  constructor(action: WriteAction) {
    super(WriteEvent.type, upward);
    this.action = action;
  }
}

/** The visitor picks other words to look at. */
export class WordsEvent extends Event {
  static readonly type = 'lab-words';
  readonly words: Partial<Words>;

  constructor(words: Partial<Words>) {
    super(WordsEvent.type, upward);
    this.words = words;
  }
}

/** The visitor picks a point of a cloud, by its place in the list. */
export class PointEvent extends Event {
  static readonly type = 'lab-point';
  readonly point: number;

  constructor(point: number) {
    super(PointEvent.type, upward);
    this.point = point;
  }
}

/** `start` makes a map that keeps neighbours near, `stop` leaves it as far as it has come. */
export type MapAction = 'start' | 'stop';

/** The visitor wants such a map, or no more of it. */
export class MapEvent extends Event {
  static readonly type = 'lab-map';
  readonly action: MapAction;

  constructor(action: MapAction) {
    super(MapEvent.type, upward);
    this.action = action;
  }
}

/** The visitor looks at points otherwise. */
export class SpaceEvent extends Event {
  static readonly type = 'lab-space';
  readonly look: Partial<SpaceLook>;

  constructor(look: Partial<SpaceLook>) {
    super(SpaceEvent.type, upward);
    this.look = look;
  }
}

/** The visitor replays byte pairs, or learns more or fewer of them. */
export class PairsEvent extends Event {
  static readonly type = 'lab-pairs';
  readonly pairs: Partial<PairsLook>;

  constructor(pairs: Partial<PairsLook>) {
    super(PairsEvent.type, upward);
    this.pairs = pairs;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-sampling': SamplingEvent;
    'lab-write': WriteEvent;
    'lab-words': WordsEvent;
    'lab-point': PointEvent;
    'lab-map': MapEvent;
    'lab-space': SpaceEvent;
    'lab-pairs': PairsEvent;
  }
}
