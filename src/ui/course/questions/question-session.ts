// Reactive controller of a chapter's questions: which is open, what the visitor answers, and what the stage shows for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { lazyImport } from '../../../shared/lazy-import.ts';
import { memoize } from '../../../shared/memoize.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { AnswerRecord } from '../../state/progress/spacing.ts';
import type { Lesson } from '../../types/lesson.ts';
import type { Chapter, Moment } from '../chapter.ts';
import { momentIndexAt } from '../moments.ts';
import { isRight } from './grade.ts';
import { initialResponse } from './initial-response.ts';
import { isSameModel, type ModelKey } from './model-key.ts';
import type { Place, Question, QuestionLab, Response, Scene, Solution } from './question.ts';
import { nextOfRecap, type Recap, recapOf, withVerdict } from './recap.ts';
import { solutionOf } from './solution.ts';

/** The question that is open. */
export interface OpenQuestion {
  readonly question: Question;
  readonly response?: Response;
  readonly isPending?: boolean;
  /** Why the engine could not answer it, a sentence. */
  readonly problem?: string;
  readonly checked?: { readonly solution: Solution; readonly isRight: boolean; readonly model: ModelKey };
  /** The network has changed since the answer was checked, or meanwhile. */
  readonly isOutdated?: boolean;
}

/** Between two reports of a running video at double speed there is less. */
const MAX_LEAP_SECONDS = 3;
/** A question is offered until its moment ends, and for so many seconds of the video at least. */
const OFFER_SECONDS = 15;
/** Before the end of the last moment, when the recap is offered. */
const RECAP_LEAD_SECONDS = 5;

/** Without that of the chapter. */
export const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1);

export class QuestionSession implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #chapter?: Chapter;
  #open?: OpenQuestion;
  #due?: Question;
  #recap?: Recap;
  /** Whether the video has come to the end of what it explains. */
  isOver = false;
  #all: readonly Question[] = [];
  #offered: Lesson['questions'];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get open(): OpenQuestion | undefined {
    return this.#open;
  }

  /** The question whose second the video has just passed, until its moment ends. */
  get due(): Question | undefined {
    return this.#due;
  }

  /** Those that are asked. */
  get questions(): readonly Question[] {
    const offered = this.#offered;
    if (offered === undefined) return this.#all;
    return offered === 'none' ? [] : this.#all.filter(({ id }) => offered.includes(nameOf(id)));
  }

  /** Of the chapter, asked or not. */
  get all(): readonly Question[] {
    return this.#all;
  }

  /** Asks no others. @returns the names of all that there are, once they have loaded */
  offer(names: Lesson['questions']): readonly string[] {
    this.#offered = names;
    return this.#all.map(({ id }) => nameOf(id));
  }

  get recap(): Recap | undefined {
    return this.#recap;
  }

  /** The question to go on with: of the recap, or the first of the others, from the open one on, that was not answered right. */
  next(answers: Readonly<Record<string, AnswerRecord>>): Question | undefined {
    if (this.#recap) return nextOfRecap(this.#recap);
    const at = this.#open ? this.questions.indexOf(this.#open.question) : -1;
    const others = [...this.questions.slice(at + 1), ...this.questions.slice(0, Math.max(0, at))];
    return others.find(({ id }) => !answers[id]?.box);
  }

  /** @returns its first question */
  startRecap(answers: Readonly<Record<string, AnswerRecord>>): Question | undefined {
    this.#recap = recapOf(this.questions, answers);
    return nextOfRecap(this.#recap);
  }

  /** Loads the questions of a chapter; the chapter is complete without them where they do not arrive. */
  async load(chapter: Chapter, load: () => Promise<readonly Question[]>): Promise<void> {
    if (chapter === this.#chapter) return;
    this.#chapter = chapter;
    this.#all = [];
    this.#set(undefined);
    this.#due = undefined;
    this.#recap = undefined;
    this.isOver = false;
    const questions = await lazyImport(load).catch(() => []);
    if (chapter !== this.#chapter) return;
    this.#all = questions;
    this.#host.requestUpdate();
  }

  begin(question: Question): void {
    const response = initialResponse(question);
    this.#due = undefined;
    this.#set({ question, ...(response !== undefined && { response }) });
  }

  close(): void {
    this.#set(undefined);
  }

  respond(response: Response): void {
    // Takes back a check that is pending: its verdict would be of another answer.
    const { question, response: before, checked } = this.#open ?? {};
    if (question && !checked && JSON.stringify(response) !== JSON.stringify(before))
      this.#set({ question, response });
  }

  /** What the visitor selects on the map is the answer of a question about a place. */
  select(place: Place): void {
    const { question } = this.#open ?? {};
    if (question?.kind === 'pick' && place[question.what] !== undefined) this.respond(place);
  }

  /** The engine's verdict; undefined if it has none, the network changes meanwhile, or the visitor asks something else. */
  async check(lab: QuestionLab, modelNow: () => ModelKey): Promise<OpenQuestion['checked']> {
    const open = this.#open;
    if (open?.response === undefined || open.isPending || open.checked) return undefined;
    const { question, response } = open;
    const attempt: OpenQuestion = { question, response, isPending: true };
    this.#set(attempt);
    const model = modelNow();
    const result = await solutionOf(question, lab).then(
      (solution) => ({ solution }),
      (error: unknown) => ({ problem: toDisplayMessage(error) }),
    );
    if (this.#open !== attempt) return undefined;
    if (!isSameModel(model, modelNow())) this.#set({ question, response, isOutdated: true });
    else if ('problem' in result) this.#set({ question, response, problem: result.problem });
    else {
      const { solution } = result;
      const checked = { solution, isRight: isRight(question, solution as never, response as never), model };
      if (this.#recap) this.#recap = withVerdict(this.#recap, question, checked.isRight);
      this.#set({ question, response, checked });
      return checked;
    }
    return undefined;
  }

  /** Drops a verdict about weights that are no longer those of the network. */
  keepFor(model: ModelKey): void {
    const { question, response, checked } = this.#open ?? {};
    if (question && response !== undefined && checked && !isSameModel(checked.model, model))
      this.#set({ question, response, isOutdated: true });
  }

  /** The running video moves on. Returns the question that it passes, if any. */
  passed(before: number, now: number): Question | undefined {
    const { moments = [] } = this.#chapter ?? {};
    const isOver = ({ at }: Question) =>
      momentIndexAt(moments, now) !== momentIndexAt(moments, at) && !(at <= now && now < at + OFFER_SECONDS);
    if (this.#due && isOver(this.#due)) this.#due = undefined;
    const end = moments.at(-1)?.endTime ?? 0;
    this.isOver = now >= end - RECAP_LEAD_SECONDS;
    if (now <= before || now - before > MAX_LEAP_SECONDS) return undefined;
    const question = this.questions.find(({ at }) => before < at && at <= now);
    if (question && question !== this.#open?.question) this.#due = question;
    return question;
  }

  /** The moment as the stage shows it: with the scene of the open question, if that is of this moment. */
  staged(moment: Moment): Moment {
    const open = this.#open;
    if (!open || !this.#chapter) return moment;
    const { moments } = this.#chapter;
    const isHere = momentIndexAt(moments, open.question.at) === momentIndexAt(moments, moment.startTime);
    const scene = open.checked?.solution.scene ?? open.question.scene;
    return isHere && scene ? withScene(scene)(moment) : moment;
  }

  #set(open: OpenQuestion | undefined): void {
    this.#open = open;
    this.#host.requestUpdate();
  }
}

/** The same object for the same scene: a stage begins anew with each moment. A panel could say the answer: it opens if the scene does. */
const withScene = memoize(({ focus: _, ...scene }: Scene) =>
  memoize((moment: Moment): Moment => ({ ...moment, isAsked: true, isPanelOpen: false, ...scene })),
);
