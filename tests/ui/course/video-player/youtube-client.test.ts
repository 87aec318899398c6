// Messages between the page and YouTube's player, with fake windows.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  PLAYER_ORIGIN,
  type PlayerReport,
  playerUrl,
  YouTubeClient,
} from '../../../../src/ui/course/video-player/youtube-client.ts';

/** A fake player window that records messages, and a fake page window that receives the test's. */
class FakeEnds {
  readonly told: { event: string; func?: string; args?: unknown[] }[] = [];
  readonly origins = new Set<unknown>();
  #hear?: (event: MessageEvent) => void;

  readonly player = {
    postMessage: (text: string, origin: unknown) => {
      this.told.push(JSON.parse(text));
      this.origins.add(origin);
    },
  } as Pick<Window, 'postMessage'>;

  readonly page = {
    addEventListener: (_: string, hear: (event: MessageEvent) => void) => {
      this.#hear = hear;
    },
    removeEventListener: () => {
      this.#hear = undefined;
    },
    setInterval: (call: () => void, ms: number) => setInterval(call, ms),
    clearInterval: (id: number) => clearInterval(id),
  } as unknown as Pick<Window, 'addEventListener' | 'removeEventListener' | 'setInterval' | 'clearInterval'>;

  say(data: unknown, { origin = PLAYER_ORIGIN, source = this.player as unknown } = {}): void {
    this.#hear?.({
      origin,
      source,
      data: typeof data === 'string' ? data : JSON.stringify(data),
    } as MessageEvent);
  }
}

let ends: FakeEnds;
let link: YouTubeClient;
let reports: PlayerReport[];
let ready: number;
let failures: string[];

beforeEach(() => {
  vi.useFakeTimers();
  ends = new FakeEnds();
  [reports, ready, failures] = [[], 0, []];
  link = new YouTubeClient(ends, {
    onReady: () => {
      ready += 1;
    },
    onReport: (report) => reports.push(report),
    onError: (sentence) => failures.push(sentence),
  });
});

afterEach(() => {
  link.dispose();
  vi.useRealTimers();
});

test('sends messages until the player responds, to YouTube only', () => {
  vi.advanceTimersByTime(1000);
  expect(ends.told.map(({ event }) => event)).toEqual(['listening', 'listening', 'listening', 'listening']);
  ends.say({ event: 'initialDelivery', info: { duration: 1570, currentTime: 3 } });
  ends.told.length = 0;
  vi.advanceTimersByTime(20_000);
  expect(ends.told).toEqual([]);
  expect(ready).toBe(1);
  expect(failures).toEqual([]);
  expect(ends.origins).toEqual(new Set([PLAYER_ORIGIN]));
});

test('reports contain only changed values', () => {
  ends.say({ event: 'infoDelivery', info: { currentTime: 12.5, playerState: 1, playbackRate: 2 } });
  ends.say({ event: 'infoDelivery', info: { duration: 0, other: 'thing' } });
  ends.say({ event: 'onStateChange', info: 3 });
  expect(reports).toEqual([{ time: 12.5, playing: true, rate: 2 }, {}, { playing: false }]);
});

test('commands have the player’s format', () => {
  link.command('seekTo', 42, true);
  expect(ends.told).toEqual([
    { event: 'command', func: 'seekTo', args: [42, true], id: 'lab', channel: 'widget' },
  ]);
});

test('ignores messages from other origins and invalid messages', () => {
  const report = { event: 'infoDelivery', info: { currentTime: 1 } };
  ends.say(report, { origin: 'https://example.com' });
  ends.say(report, { source: {} });
  for (const nonsense of [
    '',
    'hello',
    '{}',
    '{"event":"infoDelivery"}',
    '{"event":"infoDelivery","info":{"currentTime":"1"}}',
    '{"event":"infoDelivery","info":{"currentTime":1e999}}',
    '{"event":"infoDelivery","info":{"duration":-1}}',
    '{"event":"infoDelivery","info":{"playbackRate":0}}',
    '['.repeat(1e6),
  ])
    ends.say(nonsense);
  expect([reports, ready]).toEqual([[], 0]);
});

test('reports a player that does not respond, once', () => {
  vi.advanceTimersByTime(60_000);
  expect(failures).toEqual(['YouTube’s player did not respond.']);
});

test('reports a player that cannot play', () => {
  ends.say({ event: 'onReady' });
  ends.say({ event: 'onError', info: 150 });
  ends.say({ event: 'infoDelivery', info: { currentTime: 1 } });
  expect(failures).toEqual(['YouTube’s player cannot play this video here.']);
  expect(reports).toEqual([]);
});

test('the URL uses the cookie-free host, and captions only if enabled', () => {
  const address = new URL(playerUrl('a&b', 61.7, false, 'http://localhost:1'));
  expect(address.origin + address.pathname).toBe('https://www.youtube-nocookie.com/embed/a%26b');
  expect(address.searchParams.get('enablejsapi')).toBe('1');
  expect(address.searchParams.get('start')).toBe('61');
  expect(address.searchParams.has('cc_load_policy')).toBe(false);
  expect(playerUrl('x', 0, true, '')).toContain('cc_load_policy=1');
});
