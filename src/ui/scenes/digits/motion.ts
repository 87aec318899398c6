// What moves on the digit map: the camera, the forward front, pulses, the backward front, and requests one by one.

import { flight } from '../../stage/camera.ts';
import { Motion } from '../../stage/motion.ts';
import type { Layout } from './scene/layout.ts';
import type { Pose } from './scene/pose.ts';
import type { DigitPlay } from './shot.ts';

/** A layer of the forward and of the backward pass, and of a pulse over a lit network. */
const LAYER_MS = 950;
const BACK_LAYER_MS = 1300;
const PULSE_MS = 260;
/** The requests of one output. */
const REQUEST_MS = 520;

export class DigitMotion extends Motion<Pose> {
  /** Depth of the forward front, in layers; beyond the last one all is lit. */
  front = Number.POSITIVE_INFINITY;
  /** Depth of the backward front, in layers: what lies deeper has its gradient. All has it at −∞. */
  back = Number.NEGATIVE_INFINITY;
  /** Outputs whose requests have arrived. */
  requests = Number.POSITIVE_INFINITY;
  /** Depth of a pulse over a lit network. */
  pulse?: number;

  flyTo(target: Pose, layout: Layout): void {
    this.fly(flight(this.pose ?? target, target, layout));
  }

  play(what: DigitPlay, sizes: readonly number[]): void {
    this.stop();
    this.isPlaying = true;
    const [duration, update] = this.#course(what, sizes);
    this.start('play', duration, update, () => this.#settle());
  }

  /** Milliseconds, and what changes meanwhile. */
  #course(what: DigitPlay, sizes: readonly number[]): [number, (fraction: number) => void] {
    const end = sizes.length - 1;
    switch (what) {
      case 'forward':
        return [LAYER_MS * (end + 0.5), (t) => this.#set({ front: t * (end + 0.5) })];
      case 'backward':
        return [BACK_LAYER_MS * end, (t) => this.#set({ back: (end + 0.4) * (1 - t) })];
      case 'requests':
        return [REQUEST_MS * sizes[end], (t) => this.#set({ requests: t * sizes[end] })];
    }
  }

  /** Everything is lit again. */
  stop(): void {
    this.animator.stop('play');
    this.#settle();
    this.animator.requestDraw();
  }

  /** Light runs once through the lit network; while one runs, no other starts. */
  pulseOnce(sizes: readonly number[]): void {
    if (this.isPlaying || this.animator.isRunning('pulse')) return;
    const end = sizes.length - 0.5;
    this.start('pulse', PULSE_MS * end, (t) => this.#set({ pulse: t < 1 ? t * end : undefined }));
  }

  #set(changes: Partial<Pick<DigitMotion, 'front' | 'back' | 'requests' | 'pulse'>>): void {
    Object.assign(this, changes);
  }

  #settle(): void {
    this.isPlaying = false;
    this.front = this.requests = Number.POSITIVE_INFINITY;
    this.back = Number.NEGATIVE_INFINITY;
    this.pulse = undefined;
  }
}
