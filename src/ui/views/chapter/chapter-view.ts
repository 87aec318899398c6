// A chapter: its video, cue list and notes on one side, its stage on the other, and how the one moves the other.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { messageOf } from '../../../message-of.ts';
import type { Chapter, Moment } from '../../chapters/chapter.ts';
import { COURSE, STAGES } from '../../chapters/course.ts';
import { momentIndexAt, stagedMomentAt } from '../../chapters/moments.ts';
import { courseContext, pageContext } from '../../controllers/contexts.ts';
import { formatNotes, LARGEST_NOTES, parseNotes } from '../../controllers/notes-markdown.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { ChapterChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { moreIcon } from '../../styles/icons.ts';
import { clockTime } from '../clock-time.ts';
import type { CueList } from '../cue-list/cue-list.ts';
import '../cue-list/cue-list.ts';
import type { Notes } from '../notes/notes.ts';
import '../notes/notes.ts';
import '../progress-dots/progress-dots.ts';
import { TERMS } from '../term/glossary.ts';
import type { VideoPlayer } from '../video-player/video-player.ts';
import '../term/term.ts';
import '../video-player/video-player.ts';
import { pictureOf } from '../picture-of.ts';
import { saveFile } from '../save-file.ts';
import { readTextFile } from '../text-file.ts';
import { chapterViewStyles } from './chapter-view.styles.ts';
import { LinkedPanel } from './linked-panel.ts';
import { type PlayerKey, playerKey } from './player-keys.ts';
import { isTouch, TOUCHES } from './stage-touch.ts';

/** Seconds the keys move the video by. */
const STEP = 5;
const STRIDE = 10;

/**
 * The chapter the page is at. The video moves the stage until the visitor operates it (`lab-stage-touch`); one click, or
 * a pick from the cue list, lets it follow again.
 *
 * @fires lab-chapter - the chapter before or after was asked for
 */
@customElement('lab-chapter-view')
export class ChapterView extends LitElement {
  static override styles = [baseStyles, chapterViewStyles];

  /** Whether the video moves the stage. */
  @state() private following = true;
  /** Where the video is, in seconds. */
  @state() private time = 0;
  /** The chapters whose stage is loaded. */
  @state() private loaded: readonly number[] = [];
  /** Whether moments and notes are unfolded where there is no room beside the stage for them. */
  @state() private unfolded = false;
  @state() private problem?: { of: 'stage' | 'notes'; sentence: string };

  @query('lab-video-player') private player!: VideoPlayer;
  @query('lab-cue-list') private cues!: CueList;
  @query('lab-notes') private notes!: Notes;
  @query('.stage') private shown!: HTMLElement;

  readonly #page = new StoreReader(this, pageContext);
  readonly #course = new StoreReader(this, courseContext);
  readonly #linked = new LinkedPanel(this);
  /** The chapter and time that this element put on the page itself, to tell them from those of an address. */
  #placed = '';

  constructor() {
    super();
    this.addEventListener('lab-seek', ({ at }) => this.#seek(at));
    this.addEventListener('lab-stage-touch', this.#take);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#press);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#press);
  }

  get #chapter(): Chapter {
    return COURSE[this.#page.value.chapter - 1];
  }

  get #moment(): Moment {
    return stagedMomentAt(this.#chapter.moments, this.#page.value.at);
  }

  protected override willUpdate(): void {
    if (this.#place !== this.#placed) {
      this.following = true;
      this.problem = undefined;
      this.time = this.#page.value.at;
      void this.#load(this.#chapter.number);
      void this.#course.store.loadPictures(this.#chapter.number);
    }
  }

  /** An address, a link or the browser's history moved the page: the video goes there. */
  protected override updated(): void {
    if (this.#place === this.#placed) return;
    this.#placed = this.#place;
    const toAPanel = Object.keys(this.#page.value.stage.show).length > 0;
    if (toAPanel) this.#linked.follow(this.shown);
    else this.#linked.stop();
    void this.player.updateComplete.then(() => {
      this.player.currentTime = this.#page.value.at;
    });
  }

  protected override render() {
    const chapter = this.#chapter;
    return html`${keyed(chapter.number, this.#watching(chapter))}
      <aside class=${this.unfolded ? 'unfolded' : ''} aria-label="Moments and notes">
        ${keyed(chapter.number, this.#side(chapter))}
      </aside>
      <section aria-label="Stage">
        ${this.#head()}
        <div class="stage" ${ref(this.#watchTouches)}>${this.#stage(chapter)}</div>
        <p class="terms">
          Words used here:
          ${TERMS[chapter.number].map((name) => html`<lab-term .name=${name}></lab-term> `)}
        </p>
      </section>`;
  }

  #watching({ number, title, videoId, seconds, sections, moments }: Chapter): TemplateResult {
    const seen = this.#course.store.seenOf(number);
    return html`<div class="watching">
      <nav aria-label="Chapters before and after">
        <h2>Chapter ${number}: ${title}</h2>
        ${this.#neighbour(COURSE[number - 2], '‹')}
        ${this.#neighbour(COURSE[number], '›')}
      </nav>
      <lab-progress-dots .sections=${sections} .moments=${moments} .seen=${seen}></lab-progress-dots>
      <lab-video-player
        .videoId=${videoId}
        .label=${`Chapter ${number}`}
        .seconds=${seconds}
        @timeupdate=${this.#follow}
      ></lab-video-player>
    </div>`;
  }

  #side({ number, sections, moments }: Chapter): TemplateResult {
    const course = this.#course.store;
    const seen = course.seenOf(number);
    const addNote = course.addNotes.bind(course, number);
    return html`<button class="plain unfold" aria-expanded=${this.unfolded} @click=${this.#unfold}>
        Moments and notes ${moreIcon}
      </button>
      <lab-cue-list
        .sections=${sections}
        .moments=${moments}
        .current=${momentIndexAt(moments, this.time)}
        .seen=${seen}
      ></lab-cue-list>
      <lab-notes
        .notes=${course.contentsOf(number)}
        .at=${this.time}
        .kept=${course.kept}
        .problem=${this.problem?.of === 'notes' ? this.problem.sentence : course.pictureProblem}
        .picture=${this.#picture}
        @lab-note-add=${({ note }: HTMLElementEventMap['lab-note-add']) => void addNote([note])}
        @lab-note-remove=${({ note }: HTMLElementEventMap['lab-note-remove']) => course.removeNote(number, note)}
        @lab-notes-export=${this.#export}
        @lab-notes-import=${({ file }: HTMLElementEventMap['lab-notes-import']) => this.#import(file)}
      ></lab-notes>
      <p class="keys">
        <kbd>space</kbd> plays, <kbd>←</kbd> <kbd>→</kbd> move ${STEP} s, <kbd>j</kbd> <kbd>l</kbd> ${STRIDE} s,
        <kbd>n</kbd> writes a note
      </p>`;
  }

  #neighbour(chapter: Chapter | undefined, sign: string): TemplateResult {
    if (!chapter) return html`<span></span>`;
    const label = `Chapter ${chapter.number}: ${chapter.title}`;
    const go = () => this.dispatchEvent(new ChapterChangeEvent(chapter.number));
    return html`<button class="plain" title=${label} aria-label=${label} @click=${go}>${sign}</button>`;
  }

  #head(): TemplateResult {
    const { title, at } = this.#moment;
    const follow = () => this.#seek(this.player.currentTime);
    return html`<header>
      <div class="title">
        <button class="plain numbers" @click=${() => this.#seek(at)}>at ${clockTime(at)} in the video</button>
        <h1>${title}</h1>
      </div>
      <div class="following" role="status">
        ${
          this.following
            ? html`<span class="chip" title="The video moves the stage, until you operate the stage">Following the video</span>`
            : html`<span>You have the stage.</span><button class="primary" @click=${follow}>Follow the video</button>`
        }
      </div>
    </header>`;
  }

  #stage({ number }: Chapter): TemplateResult {
    if (this.problem?.of === 'stage') return html`<p class="card" role="alert">${this.problem.sentence}</p>`;
    return this.loaded.includes(number)
      ? STAGES[number].render(this.#moment)
      : html`<p class="card">Loading the stage …</p>`;
  }

  async #load(number: number): Promise<void> {
    if (this.loaded.includes(number)) return;
    try {
      await STAGES[number].load();
      this.loaded = [...this.loaded, number];
    } catch {
      const sentence =
        'This chapter’s stage could not be loaded: check the connection, then reload the page.';
      this.problem = { of: 'stage', sentence };
    }
  }

  /** The chapter and time on the page, as one value. */
  get #place(): string {
    const { chapter, at } = this.#page.value;
    return `${chapter} ${at}`;
  }

  /** The video went on, or was moved. */
  #follow(): void {
    const { currentTime, paused } = this.player;
    const { number, moments } = this.#chapter;
    // A change of place asked for from outside comes first: the video is not there yet.
    if (this.#place !== this.#placed) return;
    this.time = currentTime;
    if (!paused) this.#watch(number, momentIndexAt(moments, currentTime), currentTime);
    if (this.following) this.#put(stagedMomentAt(moments, currentTime).at);
  }

  #put(at: number): void {
    if (at === this.#moment.at) return;
    this.#placed = `${this.#chapter.number} ${at}`;
    this.#page.store.update({ at });
  }

  /** Once for each moment, and each time it is come back to: not ten times a second. */
  #watch(chapter: number, moment: number, at: number): void {
    const { last } = this.#course.value;
    const begun = this.#chapter.moments[moment].at;
    const noted = last?.chapter === chapter && last.at >= begun && Math.abs(last.at - at) < STRIDE;
    if (!noted) this.#course.store.watch(chapter, moment, at);
  }

  async #unfold(): Promise<void> {
    this.unfolded = !this.unfolded;
    await this.updateComplete;
    this.cues.showCurrent();
  }

  async #writeNote(): Promise<void> {
    this.unfolded = true;
    await this.updateComplete;
    await this.notes.write();
  }

  /** The video is followed again: it takes back what was chosen for the moment. The stage is what to look at now. */
  #seek(at: number): void {
    this.following = true;
    this.unfolded = false;
    const { stage } = this.#page.value;
    this.#page.store.update({ stage: { ...stage, show: {} } });
    this.player.currentTime = at;
  }

  readonly #press = (event: KeyboardEvent): void => {
    const key = playerKey(event);
    if (!key) return;
    event.preventDefault();
    const { player } = this;
    const move = (seconds: number) => {
      player.currentTime += seconds;
    };
    const acts: Record<PlayerKey, () => void> = {
      toggle: () => (player.paused ? player.play() : player.pause()),
      back: () => move(-STEP),
      forward: () => move(STEP),
      'far-back': () => move(-STRIDE),
      'far-forward': () => move(STRIDE),
      note: () => void this.#writeNote(),
    };
    acts[key]();
  };

  readonly #take = (): void => {
    this.following = false;
  };

  /** Before views hear of it: a link that takes the video to another time lets it be followed again. */
  readonly #watchTouches = (stage?: Element): void => {
    const heard = (event: Event) => {
      if (isTouch(event)) this.#take();
    };
    for (const name of TOUCHES) stage?.addEventListener(name, heard, { capture: true });
  };

  readonly #picture = () => pictureOf(this.shown);

  #export(): void {
    const chapter = this.#chapter;
    const notes = this.#course.store.contentsOf(chapter.number);
    saveFile(`notes-chapter-${chapter.number}.md`, 'text/markdown', formatNotes(chapter, notes));
  }

  async #import(file: File): Promise<void> {
    const chapter = this.#chapter;
    try {
      await this.#course.store.addNotes(
        chapter.number,
        parseNotes(chapter, await readTextFile(file, LARGEST_NOTES)),
      );
      this.problem = undefined;
    } catch (error) {
      this.problem = { of: 'notes', sentence: messageOf(error) };
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-view': ChapterView;
  }
}
