// Questions and tasks on the page of a chapter: what they change of it while they are open, and give back.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import type { Shot } from '../../scenes/network/camera/shot.ts';
import { courseContext, pageContext } from '../../state/contexts.ts';
import { answersOf, recordAnswer, recordTask } from '../../state/progress/learning.ts';
import { StoreController } from '../../state/store-controller.ts';
import type { Chapter } from '../chapter.ts';
import { unknownNamesMessage } from '../lesson/unknown-names.ts';
import { momentIndexAt } from '../moments.ts';
import { QUESTIONS } from '../questions/all-questions.ts';
import '../questions/events.ts';
import { placeOfShot } from '../questions/place-of-shot.ts';
import type { Question } from '../questions/question.ts';
import { QuestionSession } from '../questions/question-session.ts';
import { nextOfRecap } from '../questions/recap.ts';
import { TASKS } from '../tasks/all-tasks.ts';
import type { Task } from '../tasks/task.ts';
import { TaskWatch } from '../tasks/task-watch.ts';
import { Networks } from './networks.ts';

/** The page of the chapter, as far as questions and tasks move it. */
interface ChapterPage {
  readonly chapter: Chapter;
  /** Seconds. */
  readonly videoTime: number;
  readonly shownImage: DigitInput | undefined;
  /** Pauses the video there; a task has the list of tasks beside it. */
  stopAt(at: number, hasTask: boolean): void;
  /** All questions, in place of the sentence. */
  showQuestions(): void;
}

type Host = ReactiveControllerHost & HTMLElement & ChapterPage;

type Shown = Readonly<Record<string, string>>;

/** The names in the address of what a scene of the digit network shows: image and neuron; and all others. */
const SHOWN = ['image', 'layer', 'neuron'];

function split(choices: Shown): [shown: Shown, others: Shown] {
  const part = (isShown: boolean) =>
    Object.fromEntries(Object.entries(choices).filter(([name]) => SHOWN.includes(name) === isShown));
  return [part(true), part(false)];
}

export class Asking implements ReactiveController {
  readonly session: QuestionSession;
  readonly tasks: TaskWatch;
  readonly #host: Host;
  readonly #page;
  readonly #course;
  readonly #networks: Networks;
  /** What the visitor shows on the network map, since the task was opened. */
  #ownShot?: Shot;
  /** The visitor's prompt, image and neuron, while a question has its own. */
  #own?: { readonly prompt: string; readonly shown: Shown };
  #askedChapter?: Chapter;

  constructor(host: Host) {
    this.#host = host;
    this.#page = new StoreController(host, pageContext);
    this.#course = new StoreController(host, courseContext);
    this.session = new QuestionSession(host);
    this.#networks = new Networks(host, () => this.session.open?.checked !== undefined);
    this.tasks = new TaskWatch(
      host,
      () => this.#networks.readStage(this.#ownShot, host.shownImage),
      ({ id }) => recordTask(this.#course.store, id),
    );
    host.addController(this);
    listen(host, {
      'lab-question': ({ question }) => (question ? this.ask(question) : this.#finish()),
      'lab-response': ({ response }) => this.session.respond(response),
      'lab-answer': () => void this.#check(),
      'lab-recap': () => this.#startRecap(),
      'lab-task': ({ task }) => (task ? this.#beginTask(task) : this.tasks.close()),
      'lab-task-run': ({ run }) => (run === 'stop' ? this.tasks.stop() : this.tasks.goOn()),
      'lab-pause-before': ({ isOn }) =>
        this.#course.store.change((state) => ({ ...state, pausesBefore: isOn })),
      'lab-map-shot': ({ shot }) => {
        this.#ownShot = shot;
        this.session.select(placeOfShot(shot));
      },
      'lab-digit-shot': ({ shot }) => this.session.select(shot.neuron ?? {}),
    });
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.close();
  }

  hostUpdate(): void {
    const { chapter } = this.#host;
    if (this.session.open && chapter !== this.#askedChapter) this.close();
    if (this.session.open?.checked) this.session.keepFor(this.#networks.modelOf(chapter.number));
    this.#offer();
    void this.tasks.load(chapter, TASKS[chapter.number]);
    void this.session.load(chapter, QUESTIONS[chapter.number]);
  }

  /** The questions of the lesson, and a sentence about those that there are not. */
  #offer(): void {
    const { store } = this.#page;
    const { lesson } = store.value;
    const names = this.session.offer(lesson.questions);
    if (!lesson.questions || lesson.questions === 'none' || names.length === 0) return;
    const known = lesson.questions.filter((name) => names.includes(name));
    if (known.length === lesson.questions.length) return;
    const problem = unknownNamesMessage('questions', lesson.questions, names);
    // Deferred: this runs during an update.
    queueMicrotask(() =>
      store.replaceInvalid({ lesson: { ...lesson, questions: known.length > 0 ? known : undefined } }, [
        problem,
      ]),
    );
  }

  /** Opens a question at its moment; the video waits until the visitor plays it on. */
  ask(question: Question): void {
    const { chapter, videoTime } = this.#host;
    const isHere = momentIndexAt(chapter.moments, videoTime) === momentIndexAt(chapter.moments, question.at);
    this.session.begin(question);
    this.#host.stopAt(isHere ? videoTime : question.at, false);
    // Its scene has a prompt, an image and a neuron of its own, and nothing selected.
    this.#askedChapter = chapter;
    const { store } = this.#page;
    const { prompt, stage } = store.value;
    const [shown, others] = split(stage.with);
    this.#own ??= { prompt, shown };
    store.update({ prompt: '', focus: {}, stage: { ...stage, with: others } });
  }

  /** A question from before, once its chapter has loaded. */
  askRequested(): void {
    const { store } = this.#course;
    const question = this.session.questions.find(({ id }) => id === store.requestedQuestion);
    if (!question) return;
    store.requestedQuestion = undefined;
    this.ask(question);
  }

  /** The running video moves on, perhaps over the second of a question. */
  pass(before: number, now: number): void {
    const question = this.session.passed(before, now);
    const { pausesBefore } = this.#course.value;
    if (question && pausesBefore === true && !answersOf(this.#course.value)[question.id]?.box)
      this.ask(question);
  }

  #startRecap(): void {
    const first = this.session.startRecap(answersOf(this.#course.value));
    if (first) this.ask(first);
  }

  /** After the last question of a recap the list says how it went. */
  #finish(): void {
    const { recap } = this.session;
    this.close();
    if (recap && !nextOfRecap(recap)) this.#host.showQuestions();
  }

  /** Every way out of a question: what was the visitor's comes back, unless there is something newer. */
  close(): void {
    const own = this.#own;
    this.#own = undefined;
    this.session.close();
    const { store } = this.#page;
    if (own?.prompt && store.value.prompt === '') store.update({ prompt: own.prompt });
    const { stage } = store.value;
    if (own && Object.keys(own.shown).length > 0 && this.#host.chapter === this.#askedChapter)
      store.update({ stage: { ...stage, with: { ...own.shown, ...stage.with } } });
  }

  /** The stage comes to where the tools are; what the visitor does there counts from now on. */
  #beginTask(task: Task): void {
    this.close();
    this.#ownShot = undefined;
    this.#host.stopAt(task.at, true);
    this.tasks.begin(task);
  }

  async #check(): Promise<void> {
    const { question } = this.session.open ?? {};
    const { number } = this.#host.chapter;
    const checked = await this.session.check(this.#networks.lab, () => this.#networks.modelOf(number));
    if (!checked || !question) return;
    recordAnswer(this.#course.store, question.id, checked.isRight);
    // After the request of the update that sets the scene: a stage drops the selection of the moment before.
    const { scene } = checked.solution;
    if (scene) this.#page.store.update({ focus: scene.focus ?? {} });
  }
}
