// What moves on every map: the camera, in flights that a change of target redirects, and values that run on their own.

import { Animator, type Clock } from './animator.ts';
import { clamp } from './geometry.ts';

export interface MotionHost {
  /** Draws one frame. */
  draw(): void;
  /** Something that controls show has changed. */
  change(): void;
  /** Whether nothing may move: everything ends at once. */
  isCalm(): boolean;
}

export interface Flight<TPose> {
  /** Milliseconds; 0 where nothing moves. */
  readonly duration: number;
  /** The pose at a fraction of the duration, 0 to 1. */
  at(fraction: number): TPose;
}

/** A flight that starts and ends slowly, and ends exactly at its target. */
export const easedFlight = <TPose>(
  to: TPose,
  duration: number,
  [shortest, longest]: readonly [number, number],
  at: (eased: number) => TPose,
): Flight<TPose> => ({
  duration: duration > 0 ? clamp(duration, shortest, longest) : 0,
  at: (t) => (t >= 1 ? to : at(t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2)),
});

export abstract class Motion<TPose> {
  pose?: TPose;
  /** Fraction of the flight, 1 at rest. */
  flown = 1;
  isPlaying = false;

  protected readonly host: MotionHost;
  protected readonly animator: Animator;

  constructor(host: MotionHost, clock?: Clock) {
    this.host = host;
    this.animator = new Animator(() => host.draw(), clock);
  }

  requestDraw(): void {
    this.animator.requestDraw();
  }

  dispose(): void {
    this.animator.dispose();
    this.isPlaying = false;
  }

  get isFlying(): boolean {
    return this.animator.isRunning('camera');
  }

  /** A pose without a flight. */
  cutTo(pose: TPose): void {
    this.animator.stop('camera');
    this.flown = 1;
    this.pose = pose;
    this.animator.requestDraw();
  }

  protected fly({ duration, at }: Flight<TPose>): void {
    this.start('camera', duration, (fraction) => {
      this.flown = fraction;
      this.pose = at(fraction);
    });
  }

  protected start(
    name: string,
    duration: number,
    update: (fraction: number) => void,
    finish?: () => void,
  ): void {
    this.animator.start(name, {
      duration: this.host.isCalm() ? 0 : duration,
      update,
      finish: () => {
        finish?.();
        this.host.change();
      },
    });
  }
}
