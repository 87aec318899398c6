// A video's time as the course uses it: a clock of our own, which a player's reports set right where there is one.

import { Clock } from './clock.ts';
import { type LinkEnds, type PlayerReport, YouTubeLink } from './youtube-link.ts';

/** Often enough for the stage to follow within 250 ms. */
const TICK_MS = 100;
/** After a seek the player still reports where it was for a moment; that is not believed if further off than this. */
const SEEK_TOLERANCE_S = 2;
const SEEK_MS = 1500;

export type PlaybackEvent = 'timeupdate' | 'play' | 'pause';

export interface PlaybackListener {
  /** As `HTMLMediaElement` would tell it. */
  tell(event: PlaybackEvent): void;
  /** The player cannot be had; the clock stands, and can run without it. */
  failed(sentence: string): void;
}

/** Has no player until `connect`: then what it does goes by the player's reports. */
export class Playback {
  readonly #listener: PlaybackListener;
  readonly #clock = new Clock(0);
  #link?: YouTubeLink;
  /** The player takes commands. */
  #ready = false;
  #ticking?: ReturnType<typeof setInterval>;
  #sought?: { time: number; until: number };

  constructor(listener: PlaybackListener) {
    this.#listener = listener;
  }

  /** Seconds. */
  get time(): number {
    return this.#clock.time;
  }

  set time(seconds: number) {
    this.#clock.time = seconds;
    this.#sought = { time: this.time, until: performance.now() + SEEK_MS };
    if (this.#ready) this.#link?.command('seekTo', this.time, true);
    this.#listener.tell('timeupdate');
  }

  /** Seconds. */
  get duration(): number {
    return this.#clock.end;
  }

  set duration(seconds: number) {
    this.#clock.end = seconds;
  }

  get running(): boolean {
    return this.#clock.running;
  }

  get rate(): number {
    return this.#clock.rate;
  }

  set rate(rate: number) {
    this.#clock.rate = rate;
    if (this.#ready) this.#link?.command('setPlaybackRate', rate);
  }

  get connected(): boolean {
    return this.#link !== undefined;
  }

  connect(ends: LinkEnds): void {
    this.#link = new YouTubeLink(ends, {
      ready: () => this.#greet(),
      report: (report) => this.#hear(report),
      failed: (sentence) => {
        this.disconnect();
        this.#listener.failed(sentence);
      },
    });
  }

  /** The clock stands, and has no player any more. */
  disconnect(): void {
    this.#run(false);
    this.#link?.dispose();
    this.#link = undefined;
    this.#ready = false;
  }

  /** The player starts when it can, and tells; without one the clock starts. */
  play(): void {
    if (this.#link) this.#link.command('playVideo');
    else this.#run(true);
  }

  pause(): void {
    this.#link?.command('pauseVideo');
    this.#run(false);
  }

  #greet(): void {
    this.#ready = true;
    this.time = this.#clock.time;
    if (this.rate !== 1) this.rate = this.#clock.rate;
  }

  #hear({ time, duration, playing, rate }: PlayerReport): void {
    if (duration !== undefined) this.#clock.end = duration;
    if (rate !== undefined) this.#clock.rate = rate;
    if (time !== undefined && !this.#outdated(time)) {
      this.#clock.time = time;
      this.#listener.tell('timeupdate');
    }
    if (playing !== undefined) this.#run(playing);
  }

  #outdated(time: number): boolean {
    if (!this.#sought) return false;
    const there = Math.abs(time - this.#sought.time) <= SEEK_TOLERANCE_S;
    if (there || performance.now() > this.#sought.until) this.#sought = undefined;
    return this.#sought !== undefined;
  }

  /** Starts or stops the clock, and says so where that changes anything. */
  #run(running: boolean): void {
    if (running === this.running) return;
    clearInterval(this.#ticking);
    if (running) {
      if (this.time >= this.duration) this.#clock.time = 0;
      this.#clock.start();
      this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    } else this.#clock.stop();
    this.#listener.tell(running ? 'play' : 'pause');
  }

  #tick(): void {
    if (this.time >= this.duration) this.#run(false);
    this.#listener.tell('timeupdate');
  }
}
