// What is seen of the model: the current one or, while the visitor looks back, the model as it was. Every look belongs to the
// weights of one step, and none goes on about a model that has been replaced.

import type { Backend } from '../../../kernels/executor.ts';
import { LENSES, parseLensRequest } from '../../../lenses/lenses.ts';
import { samplingProblems } from '../../../model/generation/sampler.ts';
import type { Run } from '../../../model/training/run.ts';
import type {
  ActivationName,
  GenerateRequest,
  Generation,
  GenerationProgress,
  Inspection,
  InspectRequest,
  KernelInfo,
  LensName,
  LensRequest,
  LensResult,
  ProgressCallback,
} from '../../rpc/api/lab-api.ts';
import { parseRequest } from '../request-schemas.ts';
import { isJob, runJob } from '../scheduling/run-job.ts';
import type { TaskQueue } from '../scheduling/task-queue.ts';
import { generateText } from './generate-text.ts';
import { inspect } from './inspect.ts';
import { toKernelInfo } from './kernel-info.ts';

export interface InspectionTarget {
  /** The model that is looked at now. */
  readonly model: () => Run | undefined;
  /** Said where there is none. */
  readonly missingMessage: string;
  readonly backend: () => Backend;
}

export class InspectionService {
  private readonly taskQueue: TaskQueue;
  private readonly target: InspectionTarget;
  /** Positions of the last look, padding included: the kernel behind a picture is the one of that size. */
  private lastPositions: number | undefined;

  constructor(taskQueue: TaskQueue, target: InspectionTarget) {
    this.taskQueue = taskQueue;
    this.target = target;
  }

  /** The model is another one. */
  reset(): void {
    this.lastPositions = undefined;
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    const parsed = parseRequest('inspect', request) as InspectRequest;
    return this.taskQueue.run(() =>
      inspect(this.requireModel(), parsed, (positions) => {
        this.lastPositions = positions;
      }),
    );
  }

  async generate(
    request: GenerateRequest,
    onProgress: ProgressCallback<GenerationProgress> = () => true,
  ): Promise<Generation> {
    const parsed = parseRequest('generate', request);
    const { tokens } = parsed;
    const problems = samplingProblems(parsed);
    if (!Number.isInteger(tokens) || tokens < 1 || tokens > 1000) problems.push('Ask for 1 to 1000 tokens.');
    if (problems.length > 0) throw new Error(problems.join(' '));
    const run = this.requireModel();
    const shouldContinue = (progress: GenerationProgress) => this.isCurrent(run) && onProgress(progress);
    return runJob(generateText(run, parsed), this.taskQueue, shouldContinue);
  }

  async lens<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    onProgress: ProgressCallback = () => true,
  ): Promise<LensResult<Name>> {
    const parsed = parseLensRequest(name, request);
    const { run, result } = await this.taskQueue.run(async () => {
      const run = this.requireModel();
      return { run, result: await LENSES[name].compute(run, parsed) };
    });
    if (!isJob(result)) return result;
    return runJob(result, this.taskQueue, (progress) => this.isCurrent(run) && onProgress(progress));
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    parseRequest('kernel', name);
    return this.taskQueue.run(async () => {
      const run = this.requireModel();
      const { step, variant } = await run.inspector.dispatchFor(name, {
        B: 1,
        T: this.lastPositions ?? run.plan.config.T,
      });
      return toKernelInfo(step, variant, this.target.backend());
    });
  }

  private requireModel(): Run {
    const run = this.target.model();
    if (!run) throw new Error(this.target.missingMessage);
    return run;
  }

  private isCurrent(run: Run): boolean {
    return run === this.target.model();
  }
}
