// What is seen of the model: the current one or, while the visitor looks back, the model as it was. Every look belongs to the
// weights of one step, and none goes on about a model that has been replaced.

import type { Backend } from '../kernels/executor.ts';
import type { Run } from '../model/run.ts';
import { samplingProblems } from '../model/sampler.ts';
import { letIn, letInto } from './door.ts';
import { inspect } from './inspect.ts';
import { describeKernel } from './kernel-info.ts';
import type {
  ActivationName,
  GenerateRequest,
  Generation,
  Inspection,
  InspectRequest,
  KernelInfo,
  Lenses,
  LensName,
  Watch,
  WritingProgress,
} from './lab-api.ts';
import { LENSES } from './lenses/lenses.ts';
import { doInPieces, isInPieces } from './long-work.ts';
import type { Turns } from './turns.ts';
import { write } from './write.ts';

export interface Seen {
  /** The model that is looked at now. */
  readonly model: () => Run | undefined;
  /** Said where there is none. */
  readonly missing: string;
  readonly backend: () => Backend;
}

export class Looking {
  private readonly turns: Turns;
  private readonly seen: Seen;
  /** Positions of the last look, padding included: the kernel behind a picture is the one of that size. */
  private lookedAt: number | undefined;

  constructor(turns: Turns, seen: Seen) {
    this.turns = turns;
    this.seen = seen;
  }

  /** The model is another one. */
  forget(): void {
    this.lookedAt = undefined;
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    const asked = letIn('inspect', request) as InspectRequest;
    return this.turns.take(() =>
      inspect(this.shown(), asked, (positions) => {
        this.lookedAt = positions;
      }),
    );
  }

  async generate(asked: GenerateRequest, watch: Watch<WritingProgress> = () => true): Promise<Generation> {
    const request = letIn('generate', asked);
    const { tokens } = request;
    const problems = samplingProblems(request);
    if (!Number.isInteger(tokens) || tokens < 1 || tokens > 1000) problems.push('Ask for 1 to 1000 tokens.');
    if (problems.length > 0) throw new Error(problems.join(' '));
    const run = this.shown();
    const goOn = (progress: WritingProgress) => this.isShown(run) && watch(progress);
    return doInPieces(write(run, request), this.turns, goOn);
  }

  async lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    watch: Watch = () => true,
  ): Promise<Lenses[Name]['answers']> {
    const question = letInto(name, asked);
    const { run, look } = await this.turns.take(async () => {
      const run = this.shown();
      return { run, look: await LENSES[name](run, question) };
    });
    if (!isInPieces(look)) return look;
    return doInPieces(look, this.turns, (progress) => this.isShown(run) && watch(progress));
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    letIn('kernel', name);
    return this.turns.take(async () => {
      const run = this.shown();
      const { step, variant } = await run.inspector.stepOf(name, {
        B: 1,
        T: this.lookedAt ?? run.plan.config.T,
      });
      return describeKernel(step, variant, this.seen.backend());
    });
  }

  private shown(): Run {
    const run = this.seen.model();
    if (!run) throw new Error(this.seen.missing);
    return run;
  }

  private isShown(run: Run): boolean {
    return run === this.seen.model();
  }
}
