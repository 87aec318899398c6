// The time of a video: a local clock, corrected by the reports of YouTube's player where there is one.

import { Clock } from './clock.ts';
import { type PlayerReport, type PlayerWindows, YouTubeClient } from './youtube-client.ts';

/** Short enough for the stage to follow within 250 ms. */
const TICK_MS = 100;
/** After a command the player briefly reports what was before it. */
const COMMAND_MS = 1500;
/** Times that differ from that of the command by more than this are ignored. */
const SEEK_TOLERANCE_S = 2;

export type PlaybackEvent = 'timeupdate' | 'play' | 'pause';

export interface PlaybackListener {
  /** An event of `HTMLMediaElement`. */
  emit(event: PlaybackEvent): void;
  /** The player is not available: the clock pauses and can run without it. */
  onError(message: string): void;
}

/** Runs on the local clock until `connect`; after that the player's reports set the time. */
export class Playback {
  readonly #listener: PlaybackListener;
  readonly #clock = new Clock(0);
  #client?: YouTubeClient;
  /** The player accepts commands. */
  #isReady = false;
  #timer?: ReturnType<typeof setInterval>;
  #pendingSeek?: { time: number; until: number };
  /** Until then it may still report that it plays. */
  #pausesUntil = 0;

  constructor(listener: PlaybackListener) {
    this.#listener = listener;
  }

  /** Seconds. */
  get time(): number {
    return this.#clock.time;
  }

  set time(seconds: number) {
    this.#clock.time = seconds;
    this.#pendingSeek = { time: this.time, until: performance.now() + COMMAND_MS };
    if (this.#isReady) this.#client?.command('seekTo', this.time, true);
    this.#listener.emit('timeupdate');
  }

  /** Seconds. */
  get duration(): number {
    return this.#clock.end;
  }

  set duration(seconds: number) {
    this.#clock.end = seconds;
  }

  get isRunning(): boolean {
    return this.#clock.isRunning;
  }

  get rate(): number {
    return this.#clock.rate;
  }

  set rate(rate: number) {
    this.#clock.rate = rate;
    if (this.#isReady) this.#client?.command('setPlaybackRate', rate);
  }

  get isConnected(): boolean {
    return this.#client !== undefined;
  }

  connect(windows: PlayerWindows): void {
    this.#client = new YouTubeClient(windows, {
      onReady: () => this.#onReady(),
      onReport: (report) => this.#onReport(report),
      onError: (sentence) => {
        this.disconnect();
        this.#listener.onError(sentence);
      },
    });
  }

  /** Pauses the clock and drops the player. */
  disconnect(): void {
    this.#setRunning(false);
    this.#client?.dispose();
    this.#client = undefined;
    this.#isReady = false;
  }

  /** Starts the player, which reports its start; without a player the clock starts. */
  play(): void {
    this.#pausesUntil = 0;
    if (this.#client) this.#client.command('playVideo');
    else this.#setRunning(true);
  }

  pause(): void {
    this.#client?.command('pauseVideo');
    this.#pausesUntil = performance.now() + COMMAND_MS;
    this.#setRunning(false);
  }

  #onReady(): void {
    this.#isReady = true;
    this.time = this.#clock.time;
    if (this.rate !== 1) this.rate = this.#clock.rate;
  }

  #onReport({ time, duration, playing, rate }: PlayerReport): void {
    if (duration !== undefined) this.#clock.end = duration;
    if (rate !== undefined) this.#clock.rate = rate;
    if (time !== undefined && !this.#isStale(time)) {
      this.#clock.time = time;
      this.#listener.emit('timeupdate');
    }
    if (playing !== undefined && !this.#isBeforePause(playing)) this.#setRunning(playing);
  }

  #isStale(time: number): boolean {
    if (!this.#pendingSeek) return false;
    const hasArrived = Math.abs(time - this.#pendingSeek.time) <= SEEK_TOLERANCE_S;
    if (hasArrived || performance.now() > this.#pendingSeek.until) this.#pendingSeek = undefined;
    return this.#pendingSeek !== undefined;
  }

  #isBeforePause(playing: boolean): boolean {
    if (!playing) this.#pausesUntil = 0;
    return performance.now() < this.#pausesUntil;
  }

  /** Starts or pauses the clock; emits an event if that changes its state. */
  #setRunning(running: boolean): void {
    if (running === this.isRunning) return;
    clearInterval(this.#timer);
    if (running) {
      if (this.time >= this.duration) this.#clock.time = 0;
      this.#clock.start();
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
    } else this.#clock.stop();
    this.#listener.emit(running ? 'play' : 'pause');
  }

  #tick(): void {
    if (this.time >= this.duration) this.#setRunning(false);
    this.#listener.emit('timeupdate');
  }
}
