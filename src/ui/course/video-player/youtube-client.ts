// A client of YouTube's embedded player. It uses messages only, so that none of YouTube's scripts runs in this page.

import { msg } from '@lit/localize';
import * as v from 'valibot';

export const PLAYER_ORIGIN = 'https://www.youtube-nocookie.com';

/** A report of the player; contains only changed values. */
export interface PlayerReport {
  /** Seconds. */
  time?: number;
  /** Seconds. */
  duration?: number;
  playing?: boolean;
  rate?: number;
}

export interface PlayerWindows {
  /** The window of the player's frame. */
  player: Pick<Window, 'postMessage'>;
  /** The window of this page. */
  page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'setInterval' | 'clearInterval'>;
}

export interface YouTubeListener {
  /** The player accepts commands. */
  onReady(): void;
  onReport(playerReport: PlayerReport): void;
  /** The player cannot play the video, or has not responded in time. */
  onError(errorMessage: string): void;
}

type Command = 'playVideo' | 'pauseVideo' | 'seekTo' | 'setPlaybackRate' | 'addEventListener';

/** The player's state number for “playing”; in all other states the time stands still. */
const PLAYING = 1;
const HANDSHAKE_INTERVAL_MS = 250;
/** Long enough for the player to load on a slow connection. */
const HANDSHAKE_TIMEOUT_MS = 8000;

/** JSON can contain 1e999, which would set the clock to infinity. */
const boundedNumber = (least: number, most: number) =>
  v.optional(v.pipe(v.number(), v.minValue(least), v.maxValue(most)));

const info = v.object({
  currentTime: boundedNumber(0, 86_400),
  duration: boundedNumber(0, 86_400),
  playerState: v.optional(v.number()),
  playbackRate: boundedNumber(0.05, 16),
});

const message = v.variant('event', [
  v.object({ event: v.picklist(['initialDelivery', 'infoDelivery']), info }),
  v.object({ event: v.literal('onStateChange'), info: v.number() }),
  v.object({ event: v.literal('onError'), info: v.number() }),
  v.object({ event: v.literal('onReady') }),
]);

/** URL of a video's player, which plays as soon as it can. */
export function playerUrl(videoId: string, start: number, captions: boolean, origin: string): string {
  const parameters = new URLSearchParams({
    enablejsapi: '1',
    autoplay: '1',
    playsinline: '1',
    rel: '0',
    start: String(Math.floor(start)),
    origin,
    ...(captions && { cc_load_policy: '1', cc_lang_pref: 'en' }),
  });
  return `${PLAYER_ORIGIN}/embed/${encodeURIComponent(videoId)}?${parameters}`;
}

/** Sends messages until the player responds, then forwards its reports. Call `dispose` to end it. */
export class YouTubeClient {
  readonly #windows: PlayerWindows;
  readonly #listener: YouTubeListener;
  readonly #handshakeTimer: number;
  #handshakeAttempts = 0;
  #isConnected = false;

  constructor(windows: PlayerWindows, listener: YouTubeListener) {
    this.#windows = windows;
    this.#listener = listener;
    windows.page.addEventListener('message', this.#onMessage);
    this.#handshakeTimer = windows.page.setInterval(() => this.#sendHandshake(), HANDSHAKE_INTERVAL_MS);
  }

  command(name: Command, ...args: readonly unknown[]): void {
    this.#post({ event: 'command', func: name, args });
  }

  dispose(): void {
    this.#windows.page.removeEventListener('message', this.#onMessage);
    this.#windows.page.clearInterval(this.#handshakeTimer);
  }

  #sendHandshake(): void {
    this.#handshakeAttempts += 1;
    if (this.#handshakeAttempts * HANDSHAKE_INTERVAL_MS >= HANDSHAKE_TIMEOUT_MS)
      this.#fail(msg('YouTube’s player did not respond.'));
    else this.#post({ event: 'listening' });
  }

  #post(payload: object): void {
    const text = JSON.stringify({ ...payload, id: 'lab', channel: 'widget' });
    this.#windows.player.postMessage(text, PLAYER_ORIGIN);
  }

  readonly #onMessage = ({ origin, source, data }: MessageEvent): void => {
    if (origin !== PLAYER_ORIGIN || source !== this.#windows.player) return;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), message), data);
    if (!parsed.success) return;
    if (!this.#isConnected) this.#onConnected();
    const received = parsed.output;
    if (received.event === 'onError') this.#fail(msg('YouTube’s player cannot play this video here.'));
    else if (received.event === 'onStateChange')
      this.#listener.onReport({ playing: received.info === PLAYING });
    else if ('info' in received) this.#listener.onReport(toPlayerReport(received.info));
  };

  #onConnected(): void {
    this.#isConnected = true;
    this.#windows.page.clearInterval(this.#handshakeTimer);
    for (const event of ['onStateChange', 'onError']) this.command('addEventListener', event);
    this.#listener.onReady();
  }

  #fail(errorMessage: string): void {
    this.dispose();
    this.#listener.onError(errorMessage);
  }
}

function toPlayerReport(delivered: v.InferOutput<typeof info>): PlayerReport {
  return {
    time: delivered.currentTime,
    duration: delivered.duration || undefined, // 0 until it knows
    playing: delivered.playerState === undefined ? undefined : delivered.playerState === PLAYING,
    rate: delivered.playbackRate,
  };
}
