// The chapter page: video, moments and notes on one side, the stage on the other; a splitter between them.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { errorMessage } from '../../../shared/error-message.ts';
import { listen } from '../../events/element-event.ts';
import { ChapterChangeEvent, type SplitEvent } from '../../events/index.ts';
import {
  courseContext,
  deviceSettingsContext,
  digitsContext,
  labContext,
  pageContext,
} from '../../state/contexts.ts';
import { type LazyPart, LazyParts } from '../../state/lazy-part.ts';
import { answersOf, doneTasksOf, playedOf, recordAnswer, recordTask } from '../../state/progress/learning.ts';
import { formatNotes, MAX_NOTES_LENGTH, parseNotes } from '../../state/progress/notes-markdown.ts';
import { playedSeconds } from '../../state/progress/played.ts';
import { editsKey } from '../../state/runs/edits-key.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon, listIcon, nextIcon, previousIcon, theatreIcon } from '../../styles/icons.ts';
import { VIDEO_SHARE } from '../../types/device.ts';
import type { Chapter, Moment } from '../chapter.ts';
import { COURSE, STAGES } from '../course.ts';
import type { MomentList } from '../moment-list/moment-list.ts';
import { momentIndexAt, stagedMomentAt } from '../moments.ts';
import { TASKS } from '../tasks/all-tasks.ts';
import { type StageReading, TaskWatch } from '../tasks/task-watch.ts';
import '../moment-list/moment-list.ts';
import type { Notes } from '../notes/notes.ts';
import '../notes/notes.ts';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../network-map/camera/shot.ts';
import { QUESTIONS } from '../questions/all-questions.ts';
import type { PauseChoiceEvent } from '../questions/events.ts';
import type { ModelKey } from '../questions/model-key.ts';
import { placeOfShot } from '../questions/place-of-shot.ts';
import type { Question } from '../questions/question.ts';
import { QuestionSession } from '../questions/question-session.ts';
import type { Task } from '../tasks/task.ts';
import '../progress-dots/progress-dots.ts';
import '../splitter/splitter.ts';
import { CHAPTER_TERMS } from '../../views/text/term/glossary.ts';
import type { VideoPlayer } from '../video-player/video-player.ts';
import '../../views/text/term/term.ts';
import '../video-player/video-player.ts';
import { saveFile } from '../../files/save-file.ts';
import { takeScreenshot } from '../../files/screenshot.ts';
import { readTextFile } from '../../files/text-file.ts';
import { chapterViewStyles } from './chapter-view.styles.ts';
import { PlayLog } from './play-log.ts';
import { type PlayerCommand, playerCommand } from './player-keys.ts';
import { INTERACTION_EVENTS, isInteraction } from './stage-interaction.ts';

/** Seconds by which the keys move the video. */
const SEEK_SECONDS = 5;
const LONG_SEEK_SECONDS = 10;

const loadQuestionList = () => import('../questions/question-list.ts');

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
  /** Whether the questions take the place of the moments. */
  @state() private showsQuestions = false;
  /** Whether moments and notes are unfolded on a narrow page. */
  @state() private isExpanded = false;
  /** Whether the video takes the place of the stage. */
  @property({ type: Boolean, reflect: true }) theatre = false;
  /** Width of the video while the visitor drags the splitter. */
  @state() private draggedShare?: number;
  /** The sentence of a file of notes that could not be read. */
  @state() private problem?: string;

  @query('lab-video-player') private player!: VideoPlayer;
  @query('lab-moment-list') private momentList!: MomentList;
  @query('lab-notes') private notes!: Notes;
  @query('.stage') private stageElement!: HTMLElement;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #device = new StoreController(this, deviceSettingsContext);
  readonly #lab = new StoreController(this, labContext, ({ run }) => run);
  readonly #digits = new StoreController(this, digitsContext, ({ run }) => run);
  readonly #parts = new LazyParts(this);
  readonly #session = new QuestionSession(this);
  /** What changes with the weights, while a verdict is about them. */
  readonly #weights = new StoreController(
    this,
    labContext,
    (state) => this.#session.open?.checked && `${state.step} ${editsKey(state)}`,
  );
  readonly #digitWeights = new StoreController(
    this,
    digitsContext,
    ({ weightsVersion }) => this.#session.open?.checked && weightsVersion,
  );
  readonly #tasks = new TaskWatch(
    this,
    () => this.#readStage(),
    ({ id }) => recordTask(this.#course.store, id),
  );
  /** What the visitor shows on the network map, since the task was opened. */
  #ownShot?: Shot;
  readonly #log = new PlayLog(() => this.#course.store);
  /** The visitor's prompt, while a question has one of its own. */
  #ownPrompt?: string;
  #askedChapter?: Chapter;
  /** The chapter and time that this element wrote to the page state; other values come from a link or the history. */
  #syncedLocation = '';

  constructor() {
    super();
    listen(this, {
      'lab-seek': ({ at }) => this.#seek(at),
      'lab-stage-interaction': this.#stopFollowing,
      'lab-question': ({ question }) => (question ? this.#ask(question) : this.#closeQuestion()),
      'lab-response': ({ response }) => this.#session.respond(response),
      'lab-answer': () => void this.#checkAnswer(),
      'lab-chapter': () => this.requestUpdate(),
      'lab-recap': this.#startRecap,
      'lab-pause-before': ({ isOn }: PauseChoiceEvent) =>
        this.#course.store.change((state) => ({ ...state, pausesBefore: isOn })),
      'lab-map-shot': ({ shot }) => {
        this.#ownShot = shot;
        this.#session.select(placeOfShot(shot));
      },
      'lab-task': ({ task }) => (task ? this.#beginTask(task) : this.#tasks.close()),
      'lab-digit-shot': ({ shot }) => this.#session.select(shot.neuron ?? {}),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKeydown);
    window.addEventListener('pagehide', this.#storePlayed);
  }

  override disconnectedCallback(): void {
    this.#endQuestion();
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#onKeydown);
    window.removeEventListener('pagehide', this.#storePlayed);
    this.#storePlayed();
  }

  get #chapter(): Chapter {
    return COURSE[this.#page.value.chapter - 1];
  }

  get #moment(): Moment {
    return this.#session.staged(stagedMomentAt(this.#chapter.moments, this.#page.value.at));
  }

  protected override willUpdate(): void {
    this.style.setProperty('--video-share', `${this.#videoShare}%`);
    if (this.#session.open && this.#chapter !== this.#askedChapter) this.#endQuestion();
    if (this.#session.open?.checked) this.#session.keepFor(this.#model);
    void this.#tasks.load(this.#chapter, TASKS[this.#chapter.number] ?? (async () => []));
    void this.#session.load(this.#chapter, QUESTIONS[this.#chapter.number] ?? (async () => []));
    if (this.#location !== this.#syncedLocation) {
      this.isFollowing = true;
      this.problem = undefined;
      this.time = this.#page.value.at;
      void this.#course.store.loadScreenshots(this.#chapter.number);
    }
  }

  /** Seeks the video after a link, a changed address or the browser's history. */
  protected override updated(): void {
    if (this.#location === this.#syncedLocation) {
      this.#askRequested();
      return;
    }
    this.#syncedLocation = this.#location;
    void this.player.updateComplete.then(() => {
      this.player.currentTime = this.#page.value.at;
      this.#askRequested();
    });
  }

  protected override render() {
    const chapter = this.#chapter;
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
      <aside class=${classMap(this.#sidebarClasses)} aria-label="Moments and notes">
        ${keyed(chapter.number, this.#sidebar(chapter))}
      </aside>
      <section aria-label="Stage" ?inert=${this.theatre}>
        <h1 class="visually-hidden">${this.#moment.title}</h1>
        ${this.#followState()}
        <div class="stage" ${ref(this.#listenForInteraction)}>${this.#parts.render(STAGES[chapter.number](this.#moment))}</div>
      </section>`;
  }

  get #sidebarClasses() {
    const [unfolded, asking] = [this.isExpanded, this.showsQuestions];
    return { unfolded, asking, answering: asking && this.#session.open !== undefined };
  }

  #videoPane({ number, title, videoId, duration, sections, moments }: Chapter): TemplateResult {
    const watched = this.#course.store.getWatchedMoments(number);
    return html`<div class="video-pane ${this.isExpanded && !this.#session.open ? 'expanded' : ''}" id="video">
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

  #sidebar({ number, sections, moments }: Chapter): TemplateResult {
    const course = this.#course.store;
    const watched = course.getWatchedMoments(number);
    const addNote = course.addNotes.bind(course, number);
    return html`${this.#tabs()}
      ${this.showsQuestions ? this.#parts.render(this.#questions) : nothing}
      <lab-moment-list
        role="region"
        aria-label="Moments"
        ?line=${!this.isExpanded}
        .sections=${sections}
        .moments=${moments}
        .current=${momentIndexAt(moments, this.time)}
        .asked=${this.#session.questions.map(({ at }) => momentIndexAt(moments, at))}
        .watched=${watched}
      >
        <p class="terms">
          Words used here:
          ${CHAPTER_TERMS[number].map((name) => html`<lab-term .name=${name}></lab-term> `)}
        </p>
        <p class="keys">
          <kbd>space</kbd> plays, <kbd>←</kbd> <kbd>→</kbd> move ${SEEK_SECONDS} s, <kbd>j</kbd> <kbd>l</kbd>
          ${LONG_SEEK_SECONDS} s, <kbd>n</kbd> writes a note, <kbd>t</kbd> is theatre mode
        </p>
      </lab-moment-list>
      <button
        class="plain unfold"
        aria-label="Moments and notes"
        aria-expanded=${this.isExpanded}
        @click=${this.#toggleSidebar}
      >
        ${this.isExpanded ? closeIcon : listIcon}
      </button>
      <lab-notes
        role="region"
        aria-label="Notes"
        .notes=${course.getNotesWithScreenshots(number)}
        .at=${this.time}
        .storageProblem=${course.storageProblem}
        .problem=${this.problem ?? course.screenshotError}
        .takeScreenshot=${this.#takeScreenshot}
        @lab-note-add=${({ note }: HTMLElementEventMap['lab-note-add']) => void addNote([note])}
        @lab-note-remove=${({ note }: HTMLElementEventMap['lab-note-remove']) => course.removeNote(number, note)}
        @lab-notes-export=${this.#export}
        @lab-notes-import=${({ file }: HTMLElementEventMap['lab-notes-import']) => this.#import(file)}
      ></lab-notes>`;
  }

  /** Moments or questions; a question whose second has just passed is offered by its name. */
  #tabs(): TemplateResult {
    const { due, questions, isOver } = this.#session;
    const answers = answersOf(this.#course.value);
    const known = questions.filter(({ id }) => answers[id]?.box).length;
    const show = (showsQuestions: boolean) => () => {
      this.showsQuestions = showsQuestions;
    };
    return html`<div class="tabs" role="group" aria-label="Beside the video">
      <button class="plain" aria-pressed=${!this.showsQuestions} @click=${show(false)}>Moments</button>
      <button class="plain" aria-pressed=${this.showsQuestions} ?disabled=${questions.length === 0} @click=${show(true)}>
        Questions <span class="numbers">${known} / ${questions.length}</span>
      </button>
      <span role="status">${
        due
          ? html`<button class="due" title=${due.title} @click=${() => this.#ask(due)}>Predict: ${due.title}</button>`
          : isOver
            ? html`<button class="due" @click=${this.#startRecap}>Recap: five questions</button>`
            : nothing
      }</span>
    </div>`;
  }

  get #questions(): LazyPart {
    const { questions, open, recap } = this.#session;
    const { value } = this.#course;
    const answers = answersOf(value);
    const known = questions.filter(({ id }) => answers[id]?.box).length;
    return {
      load: loadQuestionList,
      render: () => html`<lab-question-list
        role="region"
        aria-label="Questions"
        .questions=${questions}
        .open=${open}
        .answers=${answers}
        .next=${this.#session.next(answers)}
        ?pausesBefore=${value.pausesBefore === true}
      >
        ${open ? nothing : html`<lab-return-card></lab-return-card>`}
        <lab-task-list
          .tasks=${this.#tasks.tasks}
          .open=${this.#tasks.open}
          .done=${doneTasksOf(value)}
        ></lab-task-list>
        <lab-recap-card
          .chapter=${this.#chapter}
          .watched=${this.#course.store.getWatchedMoments(this.#chapter.number)}
          .played=${playedSeconds(playedOf(value, this.#chapter.number))}
          .known=${known}
          .count=${questions.length}
          .recap=${recap}
        ></lab-recap-card>
      </lab-question-list>`,
    };
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
    const { moments } = this.#chapter;
    // A navigation from outside comes first: the video has not reached that time yet.
    if (this.#location !== this.#syncedLocation) return;
    const before = this.time;
    this.time = currentTime;
    if (!paused) {
      this.#log.advance(this.#chapter, currentTime);
      this.#meetQuestion(before, currentTime);
    }
    if (this.isFollowing) this.#showMoment(stagedMomentAt(moments, currentTime).startTime);
  }

  #showMoment(at: number): void {
    if (at === this.#moment.startTime) return;
    this.#syncedLocation = `${this.#chapter.number} ${at}`;
    this.#page.store.update({ at });
  }

  readonly #storePlayed = (): void => this.#log.store();

  /** The running video reaches the second of a question. */
  #meetQuestion(before: number, now: number): void {
    const question = this.#session.passed(before, now);
    const { pausesBefore } = this.#course.value;
    if (question && pausesBefore === true && !answersOf(this.#course.value)[question.id]?.box)
      this.#ask(question);
  }

  /** Opens a question at its moment; the video waits until the visitor plays it on. */
  #ask(question: Question): void {
    const { moments } = this.#chapter;
    const isHere = momentIndexAt(moments, this.player.currentTime) === momentIndexAt(moments, question.at);
    this.player.pause();
    this.#session.begin(question);
    this.#seek(isHere ? this.player.currentTime : question.at);
    this.showsQuestions = true;
    this.isExpanded = true;
    // Its scene has a prompt of its own, and nothing selected.
    this.#askedChapter = this.#chapter;
    this.#ownPrompt ??= this.#page.value.prompt;
    this.#page.store.update({ prompt: '', focus: {} });
  }

  readonly #startRecap = (): void => {
    const first = this.#session.startRecap(answersOf(this.#course.value));
    if (first) this.#ask(first);
  };

  /** A question from before, once its chapter has loaded. */
  #askRequested(): void {
    const { store } = this.#course;
    const question = this.#session.questions.find(({ id }) => id === store.requestedQuestion);
    if (!question) return;
    store.requestedQuestion = undefined;
    this.#ask(question);
  }

  #closeQuestion(): void {
    this.#endQuestion();
    this.isExpanded = false;
  }

  /** Every way out of a question: the visitor's prompt comes back, unless there is a newer one. */
  #endQuestion(): void {
    const prompt = this.#ownPrompt;
    this.#ownPrompt = undefined;
    this.#session.close();
    if (prompt && this.#page.value.prompt === '') this.#page.store.update({ prompt });
  }

  /** The stage comes to where the tools are; what the visitor does there counts from now on. */
  #beginTask(task: Task): void {
    this.#endQuestion();
    this.player.pause();
    this.#ownShot = undefined;
    this.#seek(task.at);
    this.showsQuestions = true;
    this.isExpanded = true;
    this.#tasks.begin(task);
  }

  /** Of which weights an answer is now. */
  get #model(): ModelKey {
    const [lab, digits] = [this.#weights.store.value, this.#digitWeights.store.value];
    const { number } = this.#chapter;
    if (number > 4) return [lab.run, lab.step, editsKey(lab)];
    return [digits.run, digits.weightsVersion, number === 4 && JSON.stringify(this.#values)];
  }

  /** Numbers that the visitor has set on the stage. */
  get #values(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      Object.entries(this.#page.value.stage.with).flatMap(([key, value]) =>
        value === '' ? [] : [[key, Number(value)]],
      ),
    );
  }

  /** What the networks and the visitor's choices on the stage are now. */
  #readStage(): StageReading {
    const { store: lab } = this.#lab;
    const { store: digits } = this.#digits;
    const { prompt, stage } = this.#page.value;
    const element = this.stageElement.firstElementChild as { readonly shownImage?: DigitInput } | null;
    const image = element?.shownImage;
    const { transformer, digits: digitClient } = lab.client;
    const { run, step } = lab.value;
    const model = [run, step, editsKey(lab.value)];
    const pad = image && ('pixels' in image ? Array.from(image.pixels) : image);
    const key = [
      ...[...model, digits.value.run, digits.value.weightsVersion],
      JSON.stringify([prompt, this.#ownShot, stage, pad]),
    ];
    return {
      key,
      lab: {
        ...{ transformer, digits: digitClient, run, prompt, values: this.#values, model },
        isOwnDigits: !digits.value.isBundled,
        ...(this.#ownShot && { shot: this.#ownShot }),
        ...(image && { image }),
      },
    };
  }

  async #checkAnswer(): Promise<void> {
    const { client } = this.#lab.store;
    const { transformer, digits } = client;
    const { question } = this.#session.open ?? {};
    const checked = await this.#session.check(
      { transformer, digits, run: this.#lab.value, values: this.#values },
      () => this.#model,
    );
    if (!checked || !question) return;
    recordAnswer(this.#course.store, question.id, checked.isRight);
    // After the request of the update that sets the scene: a stage drops the selection of the moment before.
    const { focus } = checked.solution.scene ?? {};
    if (checked.solution.scene) this.#page.store.update({ focus: focus ?? {} });
  }

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

  async #toggleSidebar(): Promise<void> {
    this.isExpanded = !this.isExpanded;
    await this.updateComplete;
    this.momentList.showCurrent();
  }

  async #writeNote(): Promise<void> {
    this.isExpanded = true;
    await this.updateComplete;
    await this.notes.write();
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
      note: () => void this.#writeNote(),
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

  #export(): void {
    const chapter = this.#chapter;
    const notes = this.#course.store.getNotesWithScreenshots(chapter.number);
    saveFile(`notes-chapter-${chapter.number}.md`, 'text/markdown', formatNotes(chapter, notes));
  }

  async #import(file: File): Promise<void> {
    const chapter = this.#chapter;
    try {
      await this.#course.store.addNotes(
        chapter.number,
        parseNotes(chapter, await readTextFile(file, MAX_NOTES_LENGTH)),
      );
      this.problem = undefined;
    } catch (error) {
      this.problem = errorMessage(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-view': ChapterView;
  }
}
