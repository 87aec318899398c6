// A task as data: what to do with the tools of a chapter, and how the lab sees that it is done.

import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../scenes/network/camera/shot.ts';
import type { QuestionLab } from '../questions/question.ts';

/** The networks, and what the visitor has made of the stage. */
export interface TaskLab extends QuestionLab {
  /** The visitor's text; empty without one. */
  readonly prompt: string;
  /** What the visitor shows on the network map. */
  readonly shot?: Shot;
  /** The image on the pad. */
  readonly image?: DigitInput;
  /** Whether the digit network is another than the one that ships. */
  readonly isOwnDigits: boolean;
}

/** How a long check reports its progress, and when it has to end. */
export interface TaskJob {
  readonly signal: AbortSignal;
  /** @param done of `total` equal parts */
  report(done: number, total: number): void;
}

export interface Task {
  /** Unique in the course; progress is stored under it. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Where to find the tool. */
  readonly hint: string;
  /** Seconds of the video, where it is at hand. */
  readonly at: number;
  /** What was done, with the numbers of the network; undefined while it is not. Rejects once the job is aborted. */
  readonly check: (lab: TaskLab, job: TaskJob) => Promise<string | undefined>;
}
