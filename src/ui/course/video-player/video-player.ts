// The chapter's video: a poster, then YouTube's player in a frame, or a timeline where the video is not available.

import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../styles/base.styles.ts';
import { Playback } from './playback.ts';
import { poster, timeline } from './screens.ts';
import { videoPlayerStyles } from './video-player.styles.ts';
import { playerUrl } from './youtube-client.ts';

/**
 * A video player with the part of `HTMLMediaElement` that the course uses. Its time comes from a local clock, which
 * the player's reports correct; a timeline without video therefore behaves the same. No request to YouTube is sent before `play`.
 *
 * @property videoId - ID of the video on YouTube.
 * @property label - Title on the poster.
 * @property seconds - Length of the video, until the player reports it.
 * @property fill - Whether the page gives the height; without it, the width does.
 * @property mode - The poster, the video, or the timeline that replaces it.
 * @fires timeupdate - The time changes.
 * @fires play - Playback starts.
 * @fires pause - Playback pauses.
 * @fires error - The video is not available; the timeline replaces it.
 */
@customElement('lab-video-player')
export class VideoPlayer extends LitElement {
  static override styles = [baseStyles, videoPlayerStyles];

  @property() videoId = '';
  @property() label = '';
  @property({ type: Number }) seconds = 0;
  @property({ type: Boolean, reflect: true }) fill = false;

  /** Reflected: pages with little room keep a running video in sight, but not the poster. */
  @property({ reflect: true }) mode: 'poster' | 'video' | 'timeline' = 'poster';
  @state() private captions = false;
  /** Why the video is not available. */
  @state() private errorMessage?: string;

  @query('iframe') private frame!: HTMLIFrameElement | null;

  readonly #playback = new Playback({
    emit: (event) => this.#emit(event),
    onError: (sentence) => {
      this.errorMessage = sentence;
      this.mode = 'timeline';
      this.#emit('error');
    },
  });
  #playerUrl = '';

  get currentTime(): number {
    return this.#playback.time;
  }

  set currentTime(seconds: number) {
    this.#playback.time = seconds;
  }

  get duration(): number {
    return this.#playback.duration;
  }

  get paused(): boolean {
    return !this.#playback.isRunning;
  }

  get playbackRate(): number {
    return this.#playback.rate;
  }

  set playbackRate(rate: number) {
    this.#playback.rate = rate;
    this.requestUpdate();
  }

  play(): void {
    if (this.mode === 'poster') this.#openVideo();
    else this.#playback.play();
  }

  pause(): void {
    this.#playback.pause();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#playback.disconnect();
    this.mode = 'poster';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('seconds')) this.#playback.duration = this.seconds;
  }

  protected override updated(): void {
    const player = this.frame?.contentWindow;
    if (player && !this.#playback.isConnected) this.#playback.connect({ player, page: window });
  }

  protected override render() {
    if (this.mode === 'poster') return this.#poster();
    return this.mode === 'video' ? this.#video() : this.#timeline();
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
      runWithoutVideo: () => this.#openTimeline(),
    });
  }

  #video(): TemplateResult {
    return html`<div class="screen">
      <iframe
        src=${this.#playerUrl}
        title=${this.label}
        allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
        referrerpolicy="strict-origin-when-cross-origin"
      ></iframe>
    </div>`;
  }

  #timeline(): TemplateResult {
    return timeline({
      errorMessage: this.errorMessage,
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

  /** Replaces the timeline or the poster with YouTube's player, whose reports then set the time. */
  #openVideo(): void {
    this.#playback.pause();
    this.#playerUrl = playerUrl(this.videoId, this.currentTime, this.captions, window.location.origin);
    this.errorMessage = undefined;
    this.mode = 'video';
  }

  #openTimeline(): void {
    this.mode = 'timeline';
    this.#playback.play();
  }

  #emit(name: 'timeupdate' | 'play' | 'pause' | 'error'): void {
    this.requestUpdate();
    this.dispatchEvent(new Event(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-video-player': VideoPlayer;
  }
}
