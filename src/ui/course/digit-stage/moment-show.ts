// What a moment shows by itself, picture after picture: a tour of digits, a bar that slides, a network that learns.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BAR_PLACES, barImage } from './edge-detector.ts';
import { noiseImage } from './noise-image.ts';
import type { DigitPicture } from './picture.ts';

/** Milliseconds a digit of a tour, and a place of the sliding bar. */
const TOUR_MS = 2600;
const SLIDE_MS = 140;
/** Pictures of learning, and milliseconds a picture: fewer, which stand longer, where less motion is preferred. */
const LEARNING = { pictures: 80, pause: 30 };
const CALM_LEARNING = { pictures: 10, pause: 300 };
/** Milliseconds that the network stands before its first step. */
const BEFORE_LEARNING_MS = 1000;
/** The first steps change most: a picture has fewer of them. */
const ACCELERATION = 1.8;
const TOURED_DIGITS = 10;

type Pixels = Float32Array<ArrayBuffer>;

export class MomentShow implements ReactiveController {
  /** Training steps that are asked for. */
  learned = 0;

  readonly #host: ReactiveControllerHost;
  readonly #isCalm: () => boolean;
  #picture: DigitPicture = { at: 'network' };
  /** Pictures so far. */
  #tick = 0;
  #isEnded = false;
  #isHeld = false;
  #timer = 0;
  /** The same array for the same picture: another one is another request. */
  #image?: { readonly tick: number; readonly pixels: Pixels };

  constructor(
    host: ReactiveControllerHost,
    isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  ) {
    this.#host = host;
    this.#isCalm = isCalm;
    host.addController(this);
  }

  begin(picture: DigitPicture): void {
    this.#stopTimer();
    this.#picture = picture;
    this.#tick = this.learned = 0;
    this.#isEnded = this.#isHeld = false;
    this.#image = undefined;
  }

  /** The visitor looks closer: the picture stays. */
  hold(): void {
    this.#stopTimer();
    this.#isHeld = true;
  }

  /** The visitor goes on with an image of their own. */
  end(): void {
    this.#stopTimer();
    this.#isEnded = true;
  }

  hostDisconnected(): void {
    this.#stopTimer();
  }

  /** What the pad shows in place of the visitor's image. */
  get image(): DigitPicture['image'] {
    return this.#isEnded ? undefined : this.#picture.image;
  }

  get pixels(): Pixels | undefined {
    const { image } = this;
    const tick = this.#tick;
    if (!image) return undefined;
    if (this.#image?.tick !== tick) {
      const pixels =
        image === 'noise' ? noiseImage(tick) : barImage(BAR_PLACES[Math.min(tick, BAR_PLACES.length - 1)]);
      this.#image = { tick, pixels };
    }
    return this.#image.pixels;
  }

  /** The digit that a tour has come to; it begins with the visitor's image. */
  get digit(): number | undefined {
    const isTouring = this.#picture.tours && !this.#isEnded && this.#tick > 0;
    return isTouring ? (this.#tick - 1) % TOURED_DIGITS : undefined;
  }

  get #stepsToLearn(): number {
    return this.#picture.learns?.steps ?? 0;
  }

  get #isLearning(): boolean {
    return this.learned < this.#stepsToLearn;
  }

  get #learning(): typeof LEARNING {
    return this.#isCalm() ? CALM_LEARNING : LEARNING;
  }

  get #nextStep(): number {
    const fraction = Math.min(1, this.#tick / this.#learning.pictures);
    return Math.max(this.learned + 1, Math.round(this.#stepsToLearn * fraction ** ACCELERATION));
  }

  /** Milliseconds until the next picture; undefined at the end. */
  get pause(): number | undefined {
    const { tours, image, at } = this.#picture;
    if (this.#isEnded || this.#isHeld) return undefined;
    if (this.#isLearning) return this.#tick === 0 ? BEFORE_LEARNING_MS : this.#learning.pause;
    if (image === 'bar' && at === 'neuron' && this.#tick < BAR_PLACES.length - 1) return SLIDE_MS;
    return tours && this.#tick < TOURED_DIGITS ? TOUR_MS * (this.#tick === 0 ? 1.5 : 1) : undefined;
  }

  /** Called when the picture is drawn: once it has stood for a while, the next is asked for. */
  proceed(): void {
    if (this.#timer || this.pause === undefined) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#tick += 1;
      if (this.#isLearning) this.learned = this.#nextStep;
      this.#host.requestUpdate();
    }, this.pause);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
