// What moves on the map: the camera, the forward front, the steps of a head, the bars, and a new column.

import { Motion } from '../../map-core/motion.ts';
import { flight } from '../camera/flight.ts';
import type { Pose } from '../camera/pose.ts';
import { HEAD_STEPS, type HeadStep } from '../camera/shot.ts';
import type { NetworkShape } from '../scene/network-shape.ts';
import { frontDepth, sweepDuration } from './forward-front.ts';

const HEAD_STEP_MS = 1100;
const BARS_MS = 450;
const COLUMN_MS = 700;
const DROP_MS = 1100;
const PULSE_MS = 700;
/** From pulse to pulse while a network trains: drawing takes time from it. */
const PULSE_PAUSE_MS = 1500;
/** A single lane sweeps faster than the network. */
const LANE_PACE = 0.5;
/** Steps of the scrubber during a sweep. */
const SCRUBBER_STEPS = 60;

export class MapMotion extends Motion<Pose> {
  /** Fraction of the forward pass that is drawn. */
  sweep = 1;
  /** How far a head's computation is drawn, in steps. */
  headProgress: number = HEAD_STEPS.length;
  /** How far bars have grown, 0 to 1. */
  growth = 1;
  /** Number of columns, in between while one is added. */
  lanes?: number;
  /** How far a chosen token has dropped from its bar to its column, 0 to 1. */
  drop = 1;
  /** How far the pulse of a training step has faded, 0 to 1. */
  pulse = 1;
  /** The only lane that the front runs down. */
  frontToken?: number;

  #pulsedAt = Number.NEGATIVE_INFINITY;

  /** The canvas has another size: a flight goes on to the new pose, a camera at rest is there at once. */
  resizeTo(target: Pose): void {
    if (this.isFlying) this.flyTo(target);
    else this.cutTo(target);
  }

  flyTo(target: Pose): void {
    this.fly(flight(this.pose ?? target, target));
  }

  /** The forward front runs from the top, or on from where it stands. */
  play(shape: NetworkShape, pace = 1): void {
    const from = this.sweep >= 1 ? 0 : this.sweep;
    const until = (fraction: number) => {
      const before = Math.round(this.sweep * SCRUBBER_STEPS);
      this.sweep = from + (1 - from) * fraction;
      if (Math.round(this.sweep * SCRUBBER_STEPS) !== before) this.host.change();
    };
    this.isPlaying = true;
    this.start('front', sweepDuration(shape) * (1 - from) * pace, until, () => {
      this.isPlaying = false;
      this.frontToken = undefined;
    });
  }

  scrub(sweep: number): void {
    this.animator.stop('front');
    this.isPlaying = false;
    this.frontToken = undefined;
    this.sweep = sweep;
    this.host.change();
    this.animator.requestDraw();
  }

  /** Depth of the forward front, in zones. */
  front(shape: NetworkShape): number {
    return frontDepth(shape, this.sweep);
  }

  /** Depth of the backward front, in zones: it runs up. */
  back(shape: NetworkShape): number {
    return this.sweep >= 1 ? Number.NEGATIVE_INFINITY : frontDepth(shape, 1 - this.sweep);
  }

  /** Draws a head up to a step; later steps than the drawn ones one after the other. */
  stepHead(step: HeadStep): void {
    const to = HEAD_STEPS.indexOf(step) + 1;
    this.#runHead(this.headProgress < to ? this.headProgress : to - 1, to);
  }

  /** All steps of a head, from the first. */
  playHead(): void {
    this.isPlaying = true;
    this.#runHead(0, HEAD_STEPS.length);
  }

  showHead(): void {
    this.animator.stop('head');
    this.headProgress = HEAD_STEPS.length;
  }

  stopHead(): void {
    this.animator.stop('head');
    this.isPlaying = false;
    this.host.change();
  }

  #runHead(from: number, to: number): void {
    const grow = (fraction: number) => {
      const before = Math.ceil(this.headProgress);
      this.headProgress = from + (to - from) * fraction;
      if (Math.ceil(this.headProgress) !== before) this.host.change();
    };
    this.start('head', HEAD_STEP_MS * (to - from), grow, () => {
      this.isPlaying = false;
    });
  }

  /** Bars grow to another prediction. */
  growBars(): void {
    this.start('bars', BARS_MS, (fraction) => {
      this.growth = 1 - (1 - fraction) ** 3;
    });
  }

  /** What training has moved lights up and fades, unless it has just done so. @returns whether it does */
  startPulse(): boolean {
    const { now } = this.animator;
    if (now - this.#pulsedAt < PULSE_PAUSE_MS) return false;
    this.#pulsedAt = now;
    this.start('pulse', PULSE_MS, (fraction) => {
      this.pulse = fraction;
    });
    return true;
  }

  /** A column moves in at the right, the chosen token drops into it, and its lane is computed: the others stay. */
  addColumn(shape: NetworkShape, tokens: number): void {
    this.frontToken = tokens - 1;
    this.sweep = 0;
    this.drop = 0;
    this.start('lanes', COLUMN_MS, (fraction) => {
      this.lanes = fraction < 1 ? tokens - (1 - fraction) ** 3 : undefined;
      this.host.change();
    });
    const drop = (fraction: number) => {
      this.drop = fraction;
    };
    this.start('drop', DROP_MS, drop, () => {
      this.frontToken = tokens - 1;
      this.play(shape, LANE_PACE);
    });
  }
}
