// Speaks with YouTube's player in its frame, by messages alone: none of its scripts runs in our page.

import * as v from 'valibot';

export const PLAYER_ORIGIN = 'https://www.youtube-nocookie.com';

/** What the player told; only what changed. */
export interface PlayerReport {
  /** Seconds. */
  time?: number;
  /** Seconds. */
  duration?: number;
  playing?: boolean;
  rate?: number;
}

export interface LinkEnds {
  /** The player's window. */
  player: Pick<Window, 'postMessage'>;
  /** Our own. */
  page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'setInterval' | 'clearInterval'>;
}

export interface LinkListener {
  /** The player is there and takes commands. */
  ready(): void;
  report(report: PlayerReport): void;
  /** It is there, but cannot play; or it has not answered in time. */
  failed(sentence: string): void;
}

type Command = 'playVideo' | 'pauseVideo' | 'seekTo' | 'setPlaybackRate' | 'addEventListener';

/** The player's own number for “is playing”; all others stand still. */
const PLAYING = 1;
const KNOCK_MS = 250;
/** Longer than a slow line needs for the player, shorter than anyone waits. */
const PATIENCE_MS = 8000;

/** JSON can say 1e999, and a clock of ours set to that would never come back. */
const between = (least: number, most: number) =>
  v.optional(v.pipe(v.number(), v.minValue(least), v.maxValue(most)));

const info = v.object({
  currentTime: between(0, 86_400),
  duration: between(0, 86_400),
  playerState: v.optional(v.number()),
  playbackRate: between(0.05, 16),
});

const message = v.variant('event', [
  v.object({ event: v.picklist(['initialDelivery', 'infoDelivery']), info }),
  v.object({ event: v.literal('onStateChange'), info: v.number() }),
  v.object({ event: v.literal('onError'), info: v.number() }),
  v.object({ event: v.literal('onReady') }),
]);

/** The address of a video's player, which plays as soon as it can. */
export function playerAddress(videoId: string, start: number, captions: boolean, origin: string): string {
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

/** Knocks until the player answers, then tells what it reports. End it with `dispose`. */
export class YouTubeLink {
  readonly #ends: LinkEnds;
  readonly #listener: LinkListener;
  readonly #knocking: number;
  #knocks = 0;
  #answered = false;

  constructor(ends: LinkEnds, listener: LinkListener) {
    this.#ends = ends;
    this.#listener = listener;
    ends.page.addEventListener('message', this.#hear);
    this.#knocking = ends.page.setInterval(() => this.#knock(), KNOCK_MS);
  }

  command(name: Command, ...args: readonly unknown[]): void {
    this.#say({ event: 'command', func: name, args });
  }

  dispose(): void {
    this.#ends.page.removeEventListener('message', this.#hear);
    this.#ends.page.clearInterval(this.#knocking);
  }

  #knock(): void {
    this.#knocks += 1;
    if (this.#knocks * KNOCK_MS >= PATIENCE_MS) this.#fail('YouTube’s player did not answer.');
    else this.#say({ event: 'listening' });
  }

  #say(what: object): void {
    const text = JSON.stringify({ ...what, id: 'lab', channel: 'widget' });
    this.#ends.player.postMessage(text, PLAYER_ORIGIN);
  }

  readonly #hear = ({ origin, source, data }: MessageEvent): void => {
    if (origin !== PLAYER_ORIGIN || source !== this.#ends.player) return;
    const heard = v.safeParse(v.pipe(v.string(), v.parseJson(), message), data);
    if (!heard.success) return;
    if (!this.#answered) this.#greet();
    const said = heard.output;
    if (said.event === 'onError') this.#fail('YouTube’s player cannot play this video here.');
    else if (said.event === 'onStateChange') this.#listener.report({ playing: said.info === PLAYING });
    else if ('info' in said) this.#listener.report(reportOf(said.info));
  };

  #greet(): void {
    this.#answered = true;
    this.#ends.page.clearInterval(this.#knocking);
    for (const event of ['onStateChange', 'onError']) this.command('addEventListener', event);
    this.#listener.ready();
  }

  #fail(sentence: string): void {
    this.dispose();
    this.#listener.failed(sentence);
  }
}

function reportOf(told: v.InferOutput<typeof info>): PlayerReport {
  return {
    time: told.currentTime,
    duration: told.duration || undefined, // 0 until it knows
    playing: told.playerState === undefined ? undefined : told.playerState === PLAYING,
    rate: told.playbackRate,
  };
}
