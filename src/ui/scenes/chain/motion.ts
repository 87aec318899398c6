// What moves in the picture of the small network: the camera, and one play at a time. At rest all has arrived.

import { flight } from '../../stage/camera.ts';
import { Motion } from '../../stage/motion.ts';
import type { ChainPose } from './layout.ts';
import type { ChainPlay } from './shot.ts';

/** Milliseconds a nudge takes from one quantity to the next, and to go up and down. */
const STEP_MS = 620;
const WAVE_MS = 1500;
/** Ends at the top. */
const WAVES = 2.5;
const FORWARD_STEP_MS = 420;
const BACKWARD_STEP_MS = 620;
const PARAMETER_MS = 800;
const SLIDE_MS = 3200;
const TERM_MS = 1300;

export class ChainMotion extends Motion<ChainPose> {
  /** What plays, and milliseconds since it began. */
  playing?: { readonly play: ChainPlay; readonly elapsed: number };

  flyTo(target: ChainPose, width: number): void {
    this.fly(flight(this.pose ?? target, target, { width }));
  }

  /** @param steps arrows of the longest path, parameters or terms, whichever the play counts */
  play(play: ChainPlay, steps: number): void {
    const duration = durationOf(play, steps);
    this.isPlaying = true;
    this.playing = { play, elapsed: 0 };
    this.start(
      'play',
      duration,
      (fraction) => {
        this.playing = { play, elapsed: fraction * duration };
      },
      () => this.#settle(),
    );
    this.host.change();
  }

  /** All has arrived. */
  stop(): void {
    this.animator.stop('play');
    this.#settle();
    this.animator.requestDraw();
    this.host.change();
  }

  #settle(): void {
    this.isPlaying = false;
    this.playing = undefined;
  }

  /** How far a nudge has moved the quantity that is `order` arrows away, 0 to 1. */
  nudgeAt(order: number): number {
    const since = this.#since('nudge', order * STEP_MS);
    if (since === undefined || since > WAVES * WAVE_MS) return 1;
    return since < 0 ? 0 : 0.5 - 0.5 * Math.cos((2 * Math.PI * since) / WAVE_MS);
  }

  /** How far the spark is along the arrow that begins `order` arrows away; undefined where none is. */
  sparkAt(order: number): number | undefined {
    const since = this.#since('nudge', order * STEP_MS);
    return since !== undefined && since > 0 && since < STEP_MS ? since / STEP_MS : undefined;
  }

  /** Depth of the forward front, in columns of the picture. */
  get front(): number {
    const since = this.#since('forward', 0);
    return since === undefined ? Number.POSITIVE_INFINITY : since / FORWARD_STEP_MS;
  }

  /** How many arrows the backward front has passed, from the cost. */
  get back(): number {
    const since = this.#since('backward', 0);
    return since === undefined ? Number.POSITIVE_INFINITY : since / BACKWARD_STEP_MS;
  }

  /** How many parameters have been nudged; the fraction is how far the present one is. */
  get parameters(): number {
    const since = this.#since('parameters', 0);
    return since === undefined ? Number.POSITIVE_INFINITY : since / PARAMETER_MS;
  }

  get terms(): number {
    const since = this.#since('terms', 0);
    return since === undefined ? Number.POSITIVE_INFINITY : since / TERM_MS;
  }

  /** How far the tangent has slid to its place, 0 to 1. */
  get slide(): number {
    const since = this.#since('slide', 0);
    if (since === undefined) return 1;
    const t = since / SLIDE_MS;
    return t * t * (3 - 2 * t);
  }

  #since(play: ChainPlay, delay: number): number | undefined {
    return this.playing?.play === play ? this.playing.elapsed - delay : undefined;
  }
}

function durationOf(play: ChainPlay, steps: number): number {
  switch (play) {
    case 'forward':
      return FORWARD_STEP_MS * (steps + 1);
    case 'backward':
      return BACKWARD_STEP_MS * (steps + 0.5);
    case 'parameters':
      return PARAMETER_MS * steps;
    case 'terms':
      return TERM_MS * (steps + 0.4);
    case 'slide':
      return SLIDE_MS;
    case 'nudge':
      return STEP_MS * steps + WAVES * WAVE_MS;
  }
}
