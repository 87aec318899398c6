// The chapter's video: our own poster, after a click YouTube's player in a frame, without a network a timeline.

import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../styles/base.styles.ts';
import { Clock } from './clock.ts';
import { poster, timeline } from './screens.ts';
import { videoPlayerStyles } from './video-player.styles.ts';
import { type PlayerReport, playerAddress, YouTubeLink } from './youtube-link.ts';

/** Often enough for the stage to follow within 250 ms. */
const TICK_MS = 100;
/** After a seek the player still reports where it was for a moment; that is not believed if further off than this. */
const SEEK_TOLERANCE_S = 2;
const SEEK_MS = 1500;

/**
 * A video player with the parts of `HTMLMediaElement` that the course uses. Its time runs by a clock of its own, which
 * the player's reports set right; so a timeline without video behaves alike. Nothing is asked of YouTube before `play`.
 *
 * @property videoId - the video's name at YouTube
 * @property label - what the poster calls it
 * @property seconds - length of the video, until the player knows better
 * @fires timeupdate - the time went on or was set
 * @fires play - it runs
 * @fires pause - it stands still
 * @fires error - the video cannot be had; the timeline takes its place
 */
@customElement('lab-video-player')
export class VideoPlayer extends LitElement {
  static override styles = [baseStyles, videoPlayerStyles];

  @property() videoId = '';
  @property() label = '';
  @property({ type: Number }) seconds = 0;

  @state() private showing: 'poster' | 'video' | 'timeline' = 'poster';
  @state() private captions = false;
  /** Why there is no video. */
  @state() private sentence?: string;

  @query('iframe') private frame!: HTMLIFrameElement | null;

  readonly #clock = new Clock(0);
  #address = '';
  #link?: YouTubeLink;
  #ready = false;
  #ticking?: number;
  #sought?: { time: number; until: number };

  get currentTime(): number {
    return this.#clock.time;
  }

  set currentTime(seconds: number) {
    this.#clock.time = seconds;
    this.#sought = { time: this.#clock.time, until: performance.now() + SEEK_MS };
    if (this.#ready) this.#link?.command('seekTo', this.#clock.time, true);
    this.#tell('timeupdate');
  }

  get duration(): number {
    return this.#clock.end;
  }

  get paused(): boolean {
    return !this.#clock.running;
  }

  get playbackRate(): number {
    return this.#clock.rate;
  }

  set playbackRate(rate: number) {
    this.#clock.rate = rate;
    if (this.#ready) this.#link?.command('setPlaybackRate', rate);
    this.requestUpdate();
  }

  play(): void {
    if (this.showing === 'poster') this.#openVideo();
    else if (this.showing === 'video') this.#link?.command('playVideo');
    else this.#run(true);
  }

  pause(): void {
    this.#link?.command('pauseVideo');
    this.#run(false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#run(false);
    this.#unlink();
    this.showing = 'poster';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('seconds')) this.#clock.end = this.seconds;
  }

  protected override updated(): void {
    const player = this.frame?.contentWindow;
    if (!player || this.#link) return;
    const listener = {
      ready: () => this.#greet(),
      report: (report: PlayerReport) => this.#hear(report),
      failed: (sentence: string) => this.#giveUp(sentence),
    };
    this.#link = new YouTubeLink({ player, page: window }, listener);
  }

  protected override render() {
    if (this.showing === 'poster') return this.#poster();
    return this.showing === 'video' ? this.#video() : this.#timeline();
  }

  #poster(): TemplateResult {
    return poster({
      label: this.label,
      time: this.currentTime,
      duration: this.duration,
      captions: this.captions,
      play: () => this.play(),
      setCaptions: (wanted) => {
        this.captions = wanted;
      },
      runWithout: () => this.#openTimeline(),
    });
  }

  #video(): TemplateResult {
    return html`<div class="screen">
      <iframe
        src=${this.#address}
        title=${this.label}
        allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
        referrerpolicy="strict-origin-when-cross-origin"
      ></iframe>
    </div>`;
  }

  #timeline(): TemplateResult {
    return timeline({
      sentence: this.sentence,
      time: this.currentTime,
      duration: this.duration,
      rate: this.playbackRate,
      paused: this.paused,
      toggle: () => (this.paused ? this.play() : this.pause()),
      seek: (seconds) => {
        this.currentTime = seconds;
      },
      setRate: (rate) => {
        this.playbackRate = rate;
      },
      loadVideo: () => this.#openVideo(),
    });
  }

  /** Leaves the timeline or the poster for YouTube's player; what follows goes by its reports. */
  #openVideo(): void {
    this.#run(false);
    this.#address = playerAddress(this.videoId, this.currentTime, this.captions, window.location.origin);
    this.sentence = undefined;
    this.showing = 'video';
  }

  #openTimeline(): void {
    this.showing = 'timeline';
    this.#run(true);
  }

  #giveUp(sentence: string): void {
    this.#unlink();
    this.sentence = sentence;
    this.showing = 'timeline';
    this.#run(false);
    this.#tell('error');
  }

  #unlink(): void {
    this.#link?.dispose();
    this.#link = undefined;
    this.#ready = false;
  }

  #greet(): void {
    this.#ready = true;
    this.currentTime = this.#clock.time;
    if (this.playbackRate !== 1) this.playbackRate = this.#clock.rate;
  }

  #hear({ time, duration, playing, rate }: PlayerReport): void {
    if (duration !== undefined) this.#clock.end = duration;
    if (rate !== undefined) this.#clock.rate = rate;
    if (time !== undefined && !this.#outdated(time)) {
      this.#clock.time = time;
      this.#tell('timeupdate');
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
    if (running === this.#clock.running) return;
    window.clearInterval(this.#ticking);
    if (running) {
      if (this.currentTime >= this.duration) this.#clock.time = 0;
      this.#clock.start();
      this.#ticking = window.setInterval(() => this.#tick(), TICK_MS);
    } else this.#clock.stop();
    this.#tell(running ? 'play' : 'pause');
  }

  #tick(): void {
    if (this.currentTime >= this.duration) this.#run(false);
    this.#tell('timeupdate');
  }

  #tell(name: 'timeupdate' | 'play' | 'pause' | 'error'): void {
    this.requestUpdate();
    this.dispatchEvent(new Event(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-video-player': VideoPlayer;
  }
}
