// The stage follows the video within 250 ms, with a fake clock and a player that reports late.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { stagedMomentAt } from '../../../../src/ui/course/moments.ts';
import { Playback } from '../../../../src/ui/course/video-player/playback.ts';
import { PLAYER_ORIGIN } from '../../../../src/ui/course/video-player/youtube-client.ts';

/** Maximum delay of the stage. */
const MOST_BEHIND_MS = 250;
/** YouTube's player reports about four times a second, and each report arrives late. */
const REPORT_MS = 250;
const DELAY_MS = 40;

/** A fake player that runs on the fake clock, accepts commands, and reports like YouTube's. */
class LatePlayer {
  #time = 0;
  #since = performance.now();
  #playing = false;
  #rate = 1;
  #hear?: (event: MessageEvent) => void;
  readonly window = { postMessage: (text: string) => this.#take(JSON.parse(text)) } as unknown as Window;
  readonly page = {
    addEventListener: (_: string, hear: (event: MessageEvent) => void) => {
      this.#hear = hear;
    },
    removeEventListener() {},
    setInterval: (call: () => void, ms: number) => setInterval(call, ms),
    clearInterval: (id: number) => clearInterval(id),
  } as unknown as Window;

  constructor() {
    setInterval(() => this.#report(), REPORT_MS);
  }

  get time(): number {
    const passed = this.#playing ? ((performance.now() - this.#since) / 1000) * this.#rate : 0;
    return this.#time + passed;
  }

  #take({ func, args }: { func?: string; args?: number[] }): void {
    const now = this.time;
    if (func === 'seekTo') this.#time = args?.[0] ?? 0;
    else this.#time = now;
    this.#since = performance.now();
    if (func === 'playVideo') this.#playing = true;
    if (func === 'pauseVideo') this.#playing = false;
    if (func === 'setPlaybackRate') this.#rate = args?.[0] ?? 1;
  }

  #report(): void {
    const info = { currentTime: this.time, playerState: this.#playing ? 1 : 2, playbackRate: this.#rate };
    const data = JSON.stringify({ event: 'infoDelivery', info });
    setTimeout(
      () => this.#hear?.({ origin: PLAYER_ORIGIN, source: this.window, data } as unknown as MessageEvent),
      DELAY_MS,
    );
  }
}

let events: string[];
let failures: string[];

beforeEach(() => {
  vi.useFakeTimers();
  [events, failures] = [[], []];
});
afterEach(() => {
  vi.useRealTimers();
});

/** The moment at each `timeupdate`, as the stage shows it. */
function followed(moments: (typeof COURSE)[number]['moments']) {
  const shown = { at: -1 };
  const playback: Playback = new Playback({
    emit: (event) => {
      events.push(event);
      if (event === 'timeupdate') shown.at = stagedMomentAt(moments, playback.time).startTime;
    },
    onError: (sentence) => failures.push(sentence),
  });
  return { playback, shown };
}

test.each([
  ['plain', 1],
  ['double', 2],
])('at %s speed each moment is on stage within 250 ms of being told', (_, rate) => {
  const { moments, duration } = COURSE[5];
  const { playback, shown } = followed(moments);
  playback.duration = duration;
  const player = new LatePlayer();
  playback.connect({ player: player.window, page: player.page });
  vi.advanceTimersByTime(600);
  playback.rate = rate;
  playback.play();
  for (const { startTime } of moments) {
    playback.time = Math.max(0, startTime - 1.2);
    // The stage follows a seek immediately.
    expect(shown.at).toBe(stagedMomentAt(moments, playback.time).startTime);
    while (player.time < startTime + (MOST_BEHIND_MS / 1000) * rate) vi.advanceTimersByTime(10);
    expect(shown.at).toBe(stagedMomentAt(moments, startTime).startTime);
  }
  expect(failures).toEqual([]);
});

test('without a player the clock runs by itself and stops at the end', () => {
  const { playback, shown } = followed(COURSE[5].moments);
  playback.duration = COURSE[5].duration;
  playback.time = playback.duration - 0.5;
  playback.play();
  vi.advanceTimersByTime(400);
  expect(playback.isRunning).toBe(true);
  vi.advanceTimersByTime(400);
  expect(playback.isRunning).toBe(false);
  expect(playback.time).toBe(playback.duration);
  expect(shown.at).toBe(COURSE[5].moments.at(-1)?.startTime);
  expect([events.at(0), events.includes('play'), events.includes('pause')]).toEqual([
    'timeupdate',
    true,
    true,
  ]);
  playback.play();
  expect(playback.time).toBe(0);
});

test('ignores a report from before a seek', () => {
  const { playback } = followed(COURSE[5].moments);
  playback.duration = 1570;
  const player = new LatePlayer();
  playback.connect({ player: player.window, page: player.page });
  playback.play();
  vi.advanceTimersByTime(1000);
  // The report of this time is in transit.
  playback.time = 700;
  vi.advanceTimersByTime(DELAY_MS + 10);
  expect(playback.time).toBeGreaterThanOrEqual(700);
});

test('a report from before a pause does not play on', () => {
  const { playback } = followed(COURSE[5].moments);
  playback.duration = 1570;
  const player = new LatePlayer();
  playback.connect({ player: player.window, page: player.page });
  playback.play();
  vi.advanceTimersByTime(1000);
  expect(playback.isRunning).toBe(true);
  // The last report is in transit.
  playback.pause();
  vi.advanceTimersByTime(1000);
  expect(events.filter((event) => event !== 'timeupdate')).toEqual(['play', 'pause']);
  // The player's own button.
  player.window.postMessage(JSON.stringify({ func: 'playVideo' }), '*');
  vi.advanceTimersByTime(400);
  expect(playback.isRunning).toBe(true);
});

test('an unavailable player pauses the clock and gives an error message', () => {
  const { playback } = followed(COURSE[5].moments);
  playback.duration = 10;
  const deaf = { postMessage() {} } as unknown as Window;
  playback.connect({ player: deaf, page: new LatePlayer().page });
  vi.advanceTimersByTime(10_000);
  expect(failures).toEqual(['YouTube’s player did not respond.']);
  expect([playback.isRunning, playback.isConnected]).toEqual([false, false]);
  playback.play();
  expect(playback.isRunning).toBe(true);
});
