// The chapter page: video, moments and notes on one side, the stage on the other; a splitter between them.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { ChapterChangeEvent, type SplitEvent } from '../../events/index.ts';
import { takeScreenshot } from '../../files/screenshot.ts';
import { courseContext, deviceSettingsContext, pageContext } from '../../state/contexts.ts';
import { LazyParts } from '../../state/lazy-part.ts';
import { answersOf } from '../../state/progress/learning.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { nextIcon, previousIcon, theatreIcon } from '../../styles/icons.ts';
import { VIDEO_SHARE } from '../../types/device.ts';
import type { Chapter, Moment } from '../chapter.ts';
import { COURSE, STAGES } from '../course.ts';
import { stagedMomentAt } from '../moments.ts';
import '../progress-dots/progress-dots.ts';
import '../splitter/splitter.ts';
import type { VideoPlayer } from '../video-player/video-player.ts';
import '../video-player/video-player.ts';
import { Asking } from './asking.ts';
import { chapterViewStyles } from './chapter-view.styles.ts';
import { PlayLog } from './play-log.ts';
import { LONG_SEEK_SECONDS, type PlayerCommand, playerCommand, SEEK_SECONDS } from './player-keys.ts';
import type { ChapterSidebar } from './sidebar.ts';
import './sidebar.ts';
import { INTERACTION_EVENTS, isInteraction } from './stage-interaction.ts';

/**
 * The page of the selected chapter. The video drives the stage until the visitor operates it (`lab-stage-interaction`).
 * The button “Follow the video” or a pick in the list of moments resumes that.
 *
 * @fires lab-chapter - The visitor selects the previous or the next chapter.
 */
@customElement('lab-chapter-view')
export class ChapterView extends LitElement {
  static override styles = [baseStyles, chapterViewStyles];

  /** Whether the video drives the stage. */
  @state() private isFollowing = true;
  /** Time of the video, in seconds. */
  @state() private time = 0;
  /** What is beside the video. */
  @state() private tab: ChapterSidebar['tab'] = 'moments';
  /** Whether moments and notes are unfolded on a narrow page. */
  @state() private isExpanded = false;
  /** Whether the video takes the place of the stage. */
  @property({ type: Boolean, reflect: true }) theatre = false;
  /** Width of the video while the visitor drags the splitter. */
  @state() private draggedShare?: number;
  @query('lab-video-player') private player!: VideoPlayer;
  @query('lab-chapter-sidebar') private sidebar!: ChapterSidebar;
  @query('.stage') private stageElement!: HTMLElement;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #device = new StoreController(this, deviceSettingsContext);
  readonly #parts = new LazyParts(this);
  readonly #asking = new Asking(this);
  readonly #log = new PlayLog(() => this.#course.store);
  /** Whether the video was playing when a note was begun. */
  #waitsForNote = false;
  /** The chapter and time that this element wrote to the page state; other values come from a link or the history. */
  #syncedLocation = '';

  constructor() {
    super();
    listen(this, {
      'lab-seek': ({ at }) => this.#seek(at),
      'lab-stage-interaction': this.#stopFollowing,
      'lab-chapter': () => this.requestUpdate(),
      'lab-sidebar-tab': ({ tab }) => {
        this.tab = tab;
      },
      'lab-fold': ({ isFolded }) => {
        this.isExpanded = !isFolded;
      },
      'lab-note-writing': ({ isWriting }) => this.#pauseWhileWriting(isWriting),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKeydown);
    window.addEventListener('pagehide', this.#storePlayed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#onKeydown);
    window.removeEventListener('pagehide', this.#storePlayed);
    this.#storePlayed();
  }

  get chapter(): Chapter {
    return COURSE[this.#page.value.chapter - 1];
  }

  /** Seconds. */
  get videoTime(): number {
    return this.player.currentTime;
  }

  /** What is on the pad of a stage with one. */
  get shownImage(): DigitInput | undefined {
    return (this.stageElement.firstElementChild as { readonly shownImage?: DigitInput } | null)?.shownImage;
  }

  /** Pauses the video there, and shows the questions beside it. */
  stopAt(at: number): void {
    this.player.pause();
    this.#seek(at);
    this.tab = 'questions';
    this.isExpanded = true;
  }

  /** Puts the questions away on a narrow page. */
  fold(): void {
    this.isExpanded = false;
  }

  get #moment(): Moment {
    return this.#asking.session.staged(stagedMomentAt(this.chapter.moments, this.#page.value.at));
  }

  protected override willUpdate(): void {
    this.style.setProperty('--video-share', `${this.#videoShare}%`);
    if (this.#location !== this.#syncedLocation) {
      this.isFollowing = true;
      this.#waitsForNote = false;
      this.time = this.#page.value.at;
    }
  }

  /** Seeks the video after a link, a changed address or the browser's history. */
  protected override updated(): void {
    if (this.#location === this.#syncedLocation) {
      this.#asking.askRequested();
      return;
    }
    this.#syncedLocation = this.#location;
    void this.player.updateComplete.then(() => {
      this.player.currentTime = this.#page.value.at;
      this.#asking.askRequested();
    });
  }

  protected override render() {
    const chapter = this.chapter;
    return html`${keyed(chapter.number, this.#videoPane(chapter))}
      <lab-splitter
        role="separator"
        aria-label="Width of the video"
        aria-controls="video"
        .value=${this.#videoShare}
        .min=${VIDEO_SHARE.min}
        .max=${VIDEO_SHARE.max}
        .initial=${VIDEO_SHARE.initial}
        @lab-split=${this.#resizeVideo}
      ></lab-splitter>
      ${keyed(chapter.number, this.#sidebar(chapter))}
      <section aria-label="Stage" ?inert=${this.theatre}>
        <h1 class="visually-hidden">${this.#moment.title}</h1>
        ${this.#followState()}
        <div class="stage" ${ref(this.#listenForInteraction)}>${this.#parts.render(STAGES[chapter.number](this.#moment))}</div>
      </section>`;
  }

  #videoPane({ number, title, videoId, duration, sections, moments }: Chapter): TemplateResult {
    const watched = this.#course.store.getWatchedMoments(number);
    return html`<div class="video-pane ${this.isExpanded && !this.#asking.session.open ? 'expanded' : ''}" id="video">
      <lab-video-player
        .videoId=${videoId}
        .label=${`Chapter ${number}`}
        .seconds=${duration}
        ?fill=${this.theatre}
        @timeupdate=${this.#onTimeUpdate}
        @pause=${this.#storePlayed}
      ></lab-video-player>
      <lab-progress-dots .sections=${sections} .moments=${moments} .watched=${watched}></lab-progress-dots>
      <nav aria-label="Chapters before and after">
        <h2 title=${title}><span class="visually-hidden">Chapter ${number}: </span>${title}</h2>
        ${this.#neighbour(COURSE[number - 2], previousIcon)}
        ${this.#neighbour(COURSE[number], nextIcon)}
        <button class="plain theatre" aria-pressed=${this.theatre} aria-label="Theatre mode" title="Theatre mode (t)" @click=${this.#toggleTheatre}>
          ${theatreIcon}
        </button>
      </nav>
    </div>`;
  }

  #sidebar(chapter: Chapter): TemplateResult {
    const { session, tasks } = this.#asking;
    const { questions, open, due, recap, isOver } = session;
    const next = session.next(answersOf(this.#course.value));
    return html`<lab-chapter-sidebar
      role="complementary"
      aria-label="Moments and notes"
      .chapter=${chapter}
      .time=${this.time}
      .exercises=${{ questions, open, due, recap, isOver, next, tasks: tasks.tasks, openTask: tasks.open }}
      .tab=${this.tab}
      ?unfolded=${this.isExpanded}
      ?answering=${this.tab === 'questions' && open !== undefined}
      .takeScreenshot=${this.#takeScreenshot}
    ></lab-chapter-sidebar>`;
  }

  #neighbour(chapter: Chapter | undefined, icon: TemplateResult): TemplateResult {
    if (!chapter) return html`<span></span>`;
    const label = `Chapter ${chapter.number}: ${chapter.title}`;
    const go = () => this.dispatchEvent(new ChapterChangeEvent(chapter.number));
    return html`<button class="plain" title=${label} aria-label=${label} @click=${go}>${icon}</button>`;
  }

  #followState(): TemplateResult {
    const follow = () => this.#seek(this.player.currentTime);
    return html`<div class="following ${this.isFollowing ? '' : 'exploring'}" role="status">
      ${
        this.isFollowing
          ? html`<span class="chip" title="The video moves the stage, until you operate the stage">Following the video</span>`
          : html`<span class="visually-hidden">You’re exploring; video sync is off.</span
            ><button class="primary" title="You’re exploring; video sync is off" @click=${follow}>Follow the video</button>`
      }
    </div>`;
  }

  /** The chapter and time of the page state, as one key. */
  get #location(): string {
    const { chapter, at } = this.#page.value;
    return `${chapter} ${at}`;
  }

  /** Follows the video's time: while it plays and after a seek. */
  #onTimeUpdate(): void {
    const { currentTime, paused } = this.player;
    const { moments } = this.chapter;
    // A navigation from outside comes first: the video has not reached that time yet.
    if (this.#location !== this.#syncedLocation) return;
    const before = this.time;
    this.time = currentTime;
    if (!paused) {
      this.#log.advance(this.chapter, currentTime);
      this.#asking.pass(before, currentTime);
    }
    if (this.isFollowing) this.#showMoment(stagedMomentAt(moments, currentTime).startTime);
  }

  #showMoment(at: number): void {
    if (at === this.#moment.startTime) return;
    this.#syncedLocation = `${this.chapter.number} ${at}`;
    this.#page.store.update({ at });
  }

  readonly #storePlayed = (): void => this.#log.store();

  /** In percent of the page. */
  get #videoShare(): number {
    return this.draggedShare ?? this.#device.value.videoShare;
  }

  #resizeVideo({ value, isFinal }: SplitEvent): void {
    this.draggedShare = isFinal ? undefined : value;
    if (isFinal) this.#device.store.change({ videoShare: value });
  }

  readonly #toggleTheatre = (): void => {
    this.theatre = !this.theatre;
  };

  async #writeNote(withPicture: boolean): Promise<void> {
    this.isExpanded = true;
    await this.updateComplete;
    await this.sidebar.writeNote(withPicture);
  }

  /** If the visitor wishes, the video waits while a note is written. */
  #pauseWhileWriting(isWriting: boolean): void {
    if (!isWriting && this.#waitsForNote) this.player.play();
    const pauses = isWriting && !this.player.paused && this.#course.value.pausesWhileWriting === true;
    this.#waitsForNote = isWriting && (this.#waitsForNote || pauses);
    if (pauses) this.player.pause();
  }

  /** Follows the video again: discards the choices made for the moment and moves the focus to the stage. */
  #seek(at: number): void {
    this.isFollowing = true;
    this.isExpanded = false;
    const { stage } = this.#page.value;
    this.#page.store.update({ stage: { ...stage, show: {} } });
    this.player.currentTime = at;
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.theatre = false;
    const key = playerCommand(event);
    if (!key) return;
    event.preventDefault();
    const { player } = this;
    const move = (seconds: number) => {
      player.currentTime += seconds;
    };
    const handlers: Record<PlayerCommand, () => void> = {
      toggle: () => (player.paused ? player.play() : player.pause()),
      back: () => move(-SEEK_SECONDS),
      forward: () => move(SEEK_SECONDS),
      'far-back': () => move(-LONG_SEEK_SECONDS),
      'far-forward': () => move(LONG_SEEK_SECONDS),
      note: () => void this.#writeNote(false),
      picture: () => void this.#writeNote(true),
      theatre: this.#toggleTheatre,
    };
    handlers[key]();
  };

  readonly #stopFollowing = (): void => {
    this.isFollowing = false;
  };

  /** Runs before the views update: a link to another time of the video makes the stage follow again. */
  readonly #listenForInteraction = (stage?: Element): void => {
    const onInteraction = (event: Event) => {
      if (isInteraction(event)) this.#stopFollowing();
    };
    for (const name of INTERACTION_EVENTS) stage?.addEventListener(name, onInteraction, { capture: true });
  };

  readonly #takeScreenshot = () => takeScreenshot(this.stageElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-view': ChapterView;
  }
}
