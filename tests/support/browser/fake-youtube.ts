// A fake of YouTube's player, so that browser tests need no network.
import type { Page } from 'puppeteer';
import { PLAYER_ORIGIN } from '../../../src/ui/course/video-player/youtube-client.ts';

/** Test interface of the fake player. */
export interface FakeYouTube {
  /** Whether the lab has sent `listening`. */
  greeted: boolean;
  time: number;
  playing: boolean;
  rate: number;
  /** Seeks, as with the slider of the player. */
  moveTo(seconds: number): void;
}

const html = `<!doctype html><title>fake player</title><script>
  const say = (message) => parent.postMessage(JSON.stringify(message), '*');
  const fake = {
    greeted: false, time: 0, playing: false, rate: 1,
    moveTo(seconds) { this.time = seconds; this.report(); },
    report() {
      const { time, playing, rate } = this;
      say({ event: 'infoDelivery', info: { currentTime: time, playerState: playing ? 1 : 2, playbackRate: rate } });
    },
  };
  window.fake = fake;
  const commands = {
    playVideo() { fake.playing = true; },
    pauseVideo() { fake.playing = false; },
    seekTo(seconds) { fake.time = seconds; },
    setPlaybackRate(rate) { fake.rate = rate; },
  };
  addEventListener('message', ({ data }) => {
    const { event, func, args } = JSON.parse(data);
    if (event === 'listening' && !fake.greeted) { fake.greeted = true; say({ event: 'onReady' }); }
    else if (event === 'command') { commands[func]?.(...args); fake.report(); }
  });
  setInterval(() => { if (fake.playing) { fake.time += fake.rate / 5; fake.report(); } }, 200);
</script>`;

/**
 * Intercepts requests to YouTube's host only: Puppeteer's interception would pause every request, and sometimes drops one of a
 * worker.
 *
 * @param options.reachable whether the host responds
 * @returns the requested URLs
 */
export async function fakeYouTube(page: Page, { reachable = true } = {}): Promise<string[]> {
  const requestedUrls: string[] = [];
  const session = await page.createCDPSession();
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    requestedUrls.push(request.url);
    const answer = {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'content-type', value: 'text/html' }],
      body: Buffer.from(html).toString('base64'),
    };
    if (reachable) void session.send('Fetch.fulfillRequest', answer);
    else void session.send('Fetch.failRequest', { requestId, errorReason: 'InternetDisconnected' });
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${PLAYER_ORIGIN}/*` }] });
  return requestedUrls;
}
