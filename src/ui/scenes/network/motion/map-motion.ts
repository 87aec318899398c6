// What moves on the map: the camera, the forward front, the steps of a head or an MLP, the bars, a veil, and a new column.

import { Motion } from '../../../stage/motion.ts';
import { flight } from '../camera/flight.ts';
import type { Pose } from '../camera/pose.ts';
import { DETAIL_STEPS, type Detail } from '../camera/shot.ts';
import type { NetworkShape } from '../scene/network-shape.ts';
import { frontDepth, sweepDuration } from './forward-front.ts';

const STEP_MS = 1100;
/** On arrival from elsewhere, steps before the shown one follow each other faster. */
const ARRIVAL_PACE = 0.5;
const BARS_MS = 450;
const FLOW_MS = 1400;
const COLUMN_MS = 700;
const DROP_MS = 1100;
const PULSE_MS = 700;
const VEIL_MS = 500;
/** From pulse to pulse while a network trains: drawing takes time from it. */
const PULSE_PAUSE_MS = 1500;
/** A single lane sweeps faster than the network. */
const LANE_PACE = 0.5;
/** Steps of the scrubber during a sweep. */
const SCRUBBER_STEPS = 60;

export class MapMotion extends Motion<Pose> {
  /** Fraction of the forward pass that is drawn. */
  sweep = 1;
  /** How far the computation of a head and of an MLP is drawn, in steps. */
  readonly progress: Record<Detail, number> = { ...DETAIL_STEPS };
  /** How far bars have grown, 0 to 1. */
  growth = 1;
  /** How far a patch has run down the network, 0 to 1. */
  flow = 1;
  /** Number of columns, in between while one is added. */
  lanes?: number;
  /** How far a chosen token has dropped from its bar to its column, 0 to 1. */
  drop = 1;
  /** How far the pulse of a training step has faded, 0 to 1. */
  pulse = 1;
  /** How far what a shot does not speak of is dimmed, 0 to 1. */
  veil = 0;
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

  /** Draws a detail up to a step; later steps than the drawn ones one after the other. */
  stepTo(detail: Detail, step: number): void {
    const drawn = this.progress[detail];
    this.#runDetail(detail, drawn < step + 1 ? drawn : step, step + 1);
  }

  /** All steps up to one, from the first. */
  arriveAt(detail: Detail, step: number): void {
    this.#runDetail(detail, 0, step + 1, ARRIVAL_PACE);
  }

  playDetail(detail: Detail): void {
    this.isPlaying = true;
    this.#runDetail(detail, 0, DETAIL_STEPS[detail]);
  }

  showDetail(detail: Detail): void {
    this.animator.stop(detail);
    this.progress[detail] = DETAIL_STEPS[detail];
  }

  stopDetail(detail: Detail): void {
    this.animator.stop(detail);
    this.isPlaying = false;
    this.host.change();
  }

  #runDetail(detail: Detail, from: number, to: number, pace = 1): void {
    const grow = (fraction: number) => {
      const before = Math.ceil(this.progress[detail]);
      this.progress[detail] = from + (to - from) * fraction;
      if (Math.ceil(this.progress[detail]) !== before) this.host.change();
    };
    this.start(detail, STEP_MS * (to - from) * pace, grow, () => {
      this.isPlaying = false;
    });
  }

  /** Bars grow to another prediction. */
  growBars(): void {
    this.start('bars', BARS_MS, (fraction) => {
      this.growth = 1 - (1 - fraction) ** 3;
    });
  }

  /** What follows from a patch changes from the top down. */
  flowDown(): void {
    this.start('flow', FLOW_MS, (fraction) => {
      this.flow = fraction;
    });
  }

  dimTo(veil: number): void {
    const from = this.veil;
    this.start('veil', VEIL_MS, (fraction) => {
      this.veil = from + (veil - from) * fraction;
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
