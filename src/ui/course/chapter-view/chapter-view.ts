// The chapter page: the video and the moment's sentence on one side, its picture on the other; a splitter between them.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import type { SidebarEvent, SlideEvent, SplitEvent } from '../../events/index.ts';
import { takeScreenshot } from '../../files/screenshot.ts';
import { tickOf } from '../../format/numbers.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { courseContext, deviceSettingsContext, pageContext } from '../../state/contexts.ts';
import { LazyParts } from '../../state/lazy-part.ts';
import { answersOf } from '../../state/progress/learning.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { nextIcon, playIcon, previousIcon, theatreIcon } from '../../styles/icons.ts';
import { VIDEO_SHARE } from '../../types/device.ts';
import { hiddenParts, type Lesson, type LessonPart } from '../../types/lesson.ts';
import type { Chapter, Moment } from '../chapter.ts';
import type { StageElement } from '../chapter-stage/panel-groups.ts';
import { COURSE, STAGES } from '../course.ts';
import { lessonIcon } from '../lesson/lesson-icon.ts';
import { unknownNamesMessage } from '../lesson/unknown-names.ts';
import { INTERLUDE, momentIndexAt, stagedMomentAt } from '../moments.ts';
import '../progress-dots/progress-dots.ts';
import '../splitter/splitter.ts';
import type { VideoPlayer } from '../video-player/video-player.ts';
import '../video-player/video-player.ts';
import { Asking } from './asking.ts';
import { chapterViewStyles } from './chapter-view.styles.ts';
import { PlayLog } from './play-log.ts';
import {
  freeCommand,
  LONG_SEEK_SECONDS,
  PLAYER_KEYS,
  type PlayerCommand,
  SEEK_SECONDS,
  TENTHS,
} from './player-keys.ts';
import { offer, questionCard } from './question-words.ts';
import { sentence } from './sentence.ts';
import type { ChapterSidebar } from './sidebar.ts';
import { horizontalSwipe } from './swipe.ts';
import './sidebar.ts';
import { INTERACTION_EVENTS, isInteraction } from './stage-interaction.ts';

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
/** After which “the moment before” is first the start of this one. */
const BEGUN_SECONDS = 2;

const loadSlides = () => import('../slides/slides.ts');
const loadLessonDialog = () => import('../lesson/lesson-dialog.ts');

/** Shadow roots included. */
function focusedIn(root: DocumentOrShadowRoot): Element | null {
  const { activeElement } = root;
  return activeElement?.shadowRoot ? focusedIn(activeElement.shadowRoot) : activeElement;
}

/**
 * The page of the selected chapter. The video drives the picture until the visitor operates it (`lab-stage-interaction`): then the video
 * waits, and the tools come. Playing it, or picking a moment, resumes that.
 */
@customElement('lab-chapter-view')
export class ChapterView extends LitElement {
  static override styles = [baseStyles, chapterViewStyles];

  /** Time of the video, in seconds. */
  @state() private time = 0;
  /** What the list below the video has. */
  @state() private tab: ChapterSidebar['tab'] = 'moments';
  /** Whether that list is open: moments, questions and notes in place of the sentence. */
  @state() private isExpanded = false;
  /** Whether the video takes the place of the stage. */
  @property({ type: Boolean, reflect: true }) theatre = false;
  /** Whether the dialog for teachers is open. */
  @state() private isSharing = false;
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
  /** On a phone, over the sentence; over a question it sets an answer. */
  readonly #swipe = horizontalSwipe((by) => {
    const { moments } = this.chapter;
    const next = moments[momentIndexAt(moments, this.time) + by];
    if (next && !this.#isAnswering) this.#seek(next.startTime);
  });
  readonly #log = new PlayLog(() => this.#course.store);
  /** Whether the video was playing when a note was begun. */
  #waitsForNote = false;
  /** The chapter and time that this element wrote to the page state; other values come from a link or the history. */
  #syncedLocation = '';

  constructor() {
    super();
    listen(this, {
      'lab-seek': ({ at }) => this.#goOn(at),
      'lab-stage-interaction': this.#explore,
      'lab-chapter': () => this.requestUpdate(),
      'lab-sidebar-tab': ({ tab }) => {
        this.tab = tab;
      },
      'lab-fold': this.#press('.notes', () => {
        this.isExpanded = false;
      }),
      'lab-question': this.#press('.notes', () => undefined),
      'lab-note-writing': ({ isWriting }) => this.#pauseWhileWriting(isWriting),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKeydown);
    window.addEventListener('lab-sidebar', this.#onSidebar);
    window.addEventListener('pagehide', this.#storePlayed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#onKeydown);
    window.removeEventListener('lab-sidebar', this.#onSidebar);
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
    return this.#stage?.shownImage;
  }

  get #stage(): StageElement | null {
    return (this.stageElement?.firstElementChild ?? null) as StageElement | null;
  }

  stopAt(at: number, hasTask: boolean): void {
    this.player.pause();
    this.#seek(at);
    this.tab = 'questions';
    this.isExpanded = hasTask;
  }

  showQuestions(): void {
    this.tab = 'questions';
    this.isExpanded = true;
  }

  get #isExploring(): boolean {
    return this.#page.value.isExploring;
  }

  get #moment(): Moment {
    return this.#asking.session.staged(stagedMomentAt(this.chapter.moments, this.#page.value.at));
  }

  /** A page that was left stays as it is: what it waited for may still arrive. */
  protected override shouldUpdate(): boolean {
    return this.isConnected;
  }

  protected override willUpdate(): void {
    this.toggleAttribute('answering', this.#isAnswering);
    this.toggleAttribute('exploring', this.#isExploring);
    this.setAttribute('hide', this.#hiddenParts.join(' '));
    this.style.setProperty('--video-share', `${this.#videoShare}%`);
    if (this.#location !== this.#syncedLocation) {
      if (!this.#syncedLocation.startsWith(`${this.chapter.number} `)) this.isExpanded = false;
      this.#waitsForNote = false;
      this.time = this.#page.value.at;
    }
  }

  /** Seeks the video after a link, a changed address or the browser's history. */
  protected override updated(): void {
    this.#stage?.setAttribute('hide', this.#hiddenParts.join(' '));
    this.#stage?.toggleAttribute('answering', this.hasAttribute('answering'));
    this.#rejectUnknownPanels();
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

  /** And the column beside the stage, once nothing is left in it. */
  get #hiddenParts(): readonly (LessonPart | 'column')[] {
    const { lesson } = this.#page.value;
    const parts = hiddenParts(lesson);
    const isEmpty = (['video', 'moments', 'notes'] as const).every((part) => parts.includes(part));
    return isEmpty && (lesson.isSlides || lesson.questions === 'none') ? [...parts, 'column'] : parts;
  }

  /** Of a link, once the code of the stage has arrived. */
  #rejectUnknownPanels(): void {
    const { store } = this.#page;
    const { lesson } = store.value;
    const keys = this.#stage?.panelGroups?.flatMap(({ panels }) => Object.keys(panels));
    if (!lesson.panels || !keys) return;
    const known = lesson.panels.filter((panel) => keys.includes(panel));
    if (known.length === lesson.panels.length) return;
    const problem = unknownNamesMessage('panels', lesson.panels, keys);
    store.replaceInvalid({ lesson: { ...lesson, panels: known.length > 0 ? known : undefined } }, [problem]);
  }

  protected override render() {
    const chapter = this.chapter;
    return html`${keyed(chapter.number, this.#videoPane(chapter))}
      <lab-splitter
        role="separator"
        aria-label=${msg('Width of the video')}
        aria-controls="video"
        .value=${this.#videoShare}
        .min=${VIDEO_SHARE.min}
        .max=${VIDEO_SHARE.max}
        .initial=${VIDEO_SHARE.initial}
        @lab-split=${this.#resizeVideo}
      ></lab-splitter>
      <div class="words" @touchstart=${this.#swipe.start} @touchend=${this.#swipe.end}>${this.#words(chapter)}</div>
      ${this.isExpanded ? keyed(chapter.number, this.#sidebar(chapter)) : nothing}
      <section aria-label=${msg('Stage')} ?inert=${this.theatre}>
        <div class="stage" ${ref(this.#listenForInteraction)}>${this.#parts.render(STAGES[chapter.number](this.#moment))}</div>
      </section>
      ${this.#page.value.lesson.isSlides ? this.#slides(chapter) : nothing}
      ${this.isSharing ? this.#lessonDialog(chapter) : nothing}`;
  }

  /** The moment's title and sentence, or the open question; what the visitor has set; and the way on. */
  #words({ number, moments }: Chapter): TemplateResult {
    const { session } = this.#asking;
    const { open, due, isOver } = session;
    const moment = this.#moment;
    if (open)
      return html`<h1 class="visually-hidden">${moment.title}</h1>
        ${this.#parts.render(questionCard(open, session.next(answersOf(this.#course.value))))}`;
    const index = momentIndexAt(moments, this.time);
    // The keys of the video move its time on meanwhile.
    const current = this.#isExploring ? moment : moments[index];
    const go = (by: number) => () => this.#seek(moments[index + by].startTime);
    return html`<h1>${current.title}</h1>
      ${sentence(current.text, number)}
      ${this.#differences()}
      <nav aria-label=${msg('Moments')}>
        <button class="plain" ?disabled=${index === 0} aria-label=${msg('Moment before')} title=${moments[index - 1]?.title ?? nothing} @click=${go(-1)}>${previousIcon}</button>
        <span class="numbers">${formatTimestamp(this.time)}</span>
        <button class="plain" ?disabled=${index === moments.length - 1} aria-label=${msg('Next moment')} title=${moments[index + 1]?.title ?? nothing} @click=${go(1)}>${nextIcon}</button>
        ${this.#rate()}
        <span class="offer" role="status">${offer(due, isOver)}</span>
        <button class="plain notes" @click=${() => this.#openSidebar('notes')}>${msg('Notes')}</button>
        ${this.#isExploring ? nothing : html`<button class="plain explore" title=${msg('Operate the picture (e)')} @click=${this.#press('.return', this.#explore)}>${msg('Explore')}</button>`}
      </nav>`;
  }

  /** What the visitor has set is named while it lasts: a picture that differs from the film's says why. */
  #differences(): TemplateResult | typeof nothing {
    const differences = this.#stage?.differences ?? [];
    if (differences.length === 0) return nothing;
    return html`<p class="differences">${msg(str`Here: ${differences.join(', ')}.`)} <button class="plain" @click=${this.#reset}>${msg('Reset')}</button></p>`;
  }

  #lessonDialog(chapter: Chapter): TemplateResult {
    const end = () => {
      this.isSharing = false;
    };
    return this.#parts.render({
      load: loadLessonDialog,
      render: () =>
        html`<lab-lesson-dialog .chapter=${chapter} .questions=${this.#asking.session.all} .stage=${this.#stage} @close=${end}></lab-lesson-dialog>`,
    });
  }

  #slides(chapter: Chapter): TemplateResult {
    const moments = chapter.moments.filter(({ view }) => view !== INTERLUDE);
    const go = ({ index }: SlideEvent) => this.#seek(moments[index].startTime);
    return this.#parts.render({
      load: loadSlides,
      render: () => html`<lab-slides
        role="region"
        aria-label=${msg('Slide')}
        .moments=${moments}
        .index=${momentIndexAt(moments, this.#page.value.at)}
        .stage=${this.#stage}
        .characterKeys=${this.#device.value.characterKeys}
        @lab-slide=${go}
        @lab-slides-end=${() => this.#changeLesson({ isSlides: false })}
      ></lab-slides>`,
    });
  }

  #videoPane({ number, videoId, duration, sections, moments }: Chapter): TemplateResult {
    const watched = this.#course.store.getWatchedMoments(number);
    return html`<div class="video-pane" id="video">
      <lab-video-player
        .videoId=${videoId}
        .label=${msg(str`Chapter ${number}`)}
        .seconds=${duration}
        ?fill=${this.theatre}
        ?inert=${this.#isExploring}
        @timeupdate=${this.#onTimeUpdate}
        @play=${this.#follow}
        @pause=${this.#storePlayed}
      ></lab-video-player>
      ${this.#isExploring ? this.#back() : nothing}
      <lab-progress-dots .sections=${sections} .moments=${moments} .watched=${watched}></lab-progress-dots>
    </div>`;
  }

  /** Over the video, which waits meanwhile. */
  #back(): TemplateResult {
    const back = this.#press('.explore', () => this.#seek(this.player.currentTime));
    return html`<div class="back">
      <button class="primary return" title=${msg('The picture follows the video again (Esc)')} @click=${back}>${playIcon} ${msg(str`Back to the video at ${formatTimestamp(this.time)}`)}</button>
    </div>`;
  }

  get #isAnswering(): boolean {
    return this.#asking.session.open !== undefined;
  }

  #sidebar(chapter: Chapter): TemplateResult {
    const { session, tasks } = this.#asking;
    const { questions, open, recap } = session;
    return html`<lab-chapter-sidebar
      role="complementary"
      aria-label=${msg('Moments and notes')}
      .chapter=${chapter}
      .time=${this.time}
      .exercises=${{ questions, open, recap, tasks: tasks.tasks, openTask: tasks.open }}
      .tab=${this.tab}
      .takeScreenshot=${this.#takeScreenshot}
      hide=${this.#hiddenParts.join(' ')}
      .asks=${this.#page.value.lesson.questions !== 'none'}
    >
      <button class="plain" aria-label=${msg('Share a lesson')} title=${msg('Share a lesson: link, slides, embed')} @click=${this.#shareLesson}>${lessonIcon}</button>
      <button class="plain theatre" aria-pressed=${this.theatre} aria-label=${msg('Theatre mode')} title=${msg('Theatre mode (t)')} @click=${this.#toggleTheatre}>${theatreIcon}</button>
    </lab-chapter-sidebar>`;
  }

  /** Of the video, unless it runs as it was made. */
  #rate(): TemplateResult {
    const { playbackRate = 1 } = this.player ?? {};
    return html`<span class="rate numbers" role="status">${playbackRate === 1 ? '' : `${tickOf(playbackRate)}×`}</span>`;
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
    if (!this.#isExploring) this.#showMoment(stagedMomentAt(moments, currentTime).startTime);
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

  /** Not while a lesson hides the notes: a field that is not shown takes no letters, which would be commands. */
  async #writeNote(withPicture: boolean): Promise<void> {
    if (this.#hiddenParts.includes('notes')) return;
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

  /** Follows the video again: discards the choices made for the moment. */
  #seek(at: number): void {
    this.isExpanded = false;
    const { stage } = this.#page.value;
    this.#page.store.update({ isExploring: false, stage: { ...stage, show: {} } });
    this.#stage?.restore();
    this.player.currentTime = at;
  }

  /** A question that is left gives its place back to the sentence. */
  #goOn(at: number): void {
    this.#asking.close();
    this.#seek(at);
  }

  readonly #follow = (): void => {
    if (this.#isExploring || this.#isAnswering) this.#goOn(this.player.currentTime);
  };

  /** A button that goes with what it does: from the keyboard, the focus moves to what takes its place. */
  #press(next: string, act: () => void): () => void {
    return async () => {
      const isByKey = focusedIn(document)?.matches(':focus-visible');
      act();
      await this.updateComplete;
      if (isByKey) this.renderRoot.querySelector<HTMLElement>(next)?.focus();
    };
  }

  readonly #reset = (): void => {
    this.#stage?.reset();
    this.requestUpdate();
  };

  /** From the menu of the page. */
  readonly #onSidebar = (event: Event): void => this.#openSidebar((event as SidebarEvent).part);

  #openSidebar(part: 'moments' | 'questions' | 'notes'): void {
    const isOpen = this.isExpanded && (part === 'notes' || part === this.tab);
    if (part !== 'notes') this.tab = part;
    this.isExpanded = !isOpen;
    if (part === 'notes' && !isOpen) void this.#writeNote(false);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.#leave();
    const { characterKeys } = this.#device.value;
    const { isSlides } = this.#page.value.lesson;
    const command = isSlides ? undefined : freeCommand(PLAYER_KEYS, event, characterKeys);
    if (!command) return;
    event.preventDefault();
    const { player } = this;
    const { moments } = this.chapter;
    const go = (seconds: number) => {
      player.currentTime = seconds;
    };
    const move = (seconds: number) => go(player.currentTime + seconds);
    const index = momentIndexAt(moments, player.currentTime);
    const isBegun = player.currentTime - moments[index].startTime > BEGUN_SECONDS;
    const handlers: Record<PlayerCommand, () => void> = {
      toggle: () => (player.paused ? player.play() : player.pause()),
      back: () => move(-SEEK_SECONDS),
      forward: () => move(SEEK_SECONDS),
      'far-back': () => move(-LONG_SEEK_SECONDS),
      'far-forward': () => move(LONG_SEEK_SECONDS),
      'previous-moment': () => this.#goOn(moments[Math.max(0, isBegun ? index : index - 1)].startTime),
      'next-moment': () => this.#goOn(moments[Math.min(moments.length - 1, index + 1)].startTime),
      start: () => go(0),
      end: () => go(player.duration),
      tenth: () => go((TENTHS.indexOf(event.key) / TENTHS.length) * player.duration),
      slower: () => this.#changeRate(-1),
      faster: () => this.#changeRate(1),
      note: () => void this.#writeNote(false),
      picture: () => void this.#writeNote(true),
      moments: () => this.#openSidebar('moments'),
      explore: () => (this.#isExploring ? this.#leave() : this.#explore()),
      theatre: this.#toggleTheatre,
      slides: () => this.#showSlides(),
    };
    handlers[command]();
  };

  /** What was opened last closes first. */
  #leave(): void {
    if (this.theatre) this.theatre = false;
    else if (this.isExpanded) this.isExpanded = false;
    else if (this.#isExploring) this.#seek(this.player.currentTime);
  }

  /** To the next of the rates that YouTube offers. */
  #changeRate(by: 1 | -1): void {
    const { player } = this;
    const faster = RATES.findIndex((rate) => rate > player.playbackRate);
    const slower = RATES.findLastIndex((rate) => rate < player.playbackRate);
    player.playbackRate = RATES[by > 0 ? faster : slower] ?? player.playbackRate;
    this.requestUpdate();
  }

  #showSlides(): void {
    this.player.pause();
    this.theatre = false;
    // Only a key or a click may ask for the full screen; without it the slides fill the window.
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    this.#changeLesson({ isSlides: true });
  }

  readonly #shareLesson = (): void => {
    this.player.pause();
    this.isSharing = true;
  };

  #changeLesson(changes: Partial<Lesson>): void {
    const { store } = this.#page;
    store.update({ lesson: { ...store.value.lesson, ...changes } });
  }

  /** The video waits: what it says next would be about another picture. */
  readonly #explore = (): void => {
    if (this.#isExploring || this.#page.value.lesson.isSlides) return;
    this.player.pause();
    this.#page.store.update({ isExploring: true });
  };

  /** Runs before the views update: a link to another time of the video makes the stage follow again. */
  readonly #listenForInteraction = (stage?: Element): void => {
    const onInteraction = (event: Event) => {
      if (isInteraction(event)) this.#explore();
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
