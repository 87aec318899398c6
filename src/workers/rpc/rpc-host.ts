// How results cross to the page: their numbers are handed over, not copied.

import * as Comlink from 'comlink';
import { RunLibrary, type RunLibraryOptions } from '../persistence/run-library.ts';
import { DigitLab } from '../session/digits/digit-lab.ts';
import { Lab } from '../session/lab.ts';
import type {
  AppliedEdit,
  DigitLensName,
  DigitLensRequest,
  DigitLensResult,
  EditRequest,
  Evaluation,
  GenerateRequest,
  Generation,
  GenerationProgress,
  Inspection,
  InspectRequest,
  LensName,
  LensRequest,
  LensResult,
  ProgressCallback,
  RunInfo,
  SaveRequest,
} from './api/lab-api.ts';
import type { HostedLabApi, WorkerEvent } from './worker-events.ts';

/** A listener on the page's side, let go when there is nothing more to tell. */
type RemoteProgressCallback = ProgressCallback & Partial<Comlink.ProxyMethods>;

/** The lab as Comlink exposes it. */
export class HostedLab extends Lab implements HostedLabApi {
  async streamEvents(): Promise<void> {
    const say = (telling: WorkerEvent) => self.postMessage(telling);
    await this.subscribe((event) => say({ from: 'model', event }));
    await this.digits.subscribe((event) => say({ from: 'digits', event }));
    await this.runs.subscribe((event) => say({ from: 'runs', event }));
  }

  override async inspect(request: InspectRequest): Promise<Inspection> {
    return withTransferables(await super.inspect(request));
  }

  override async lens<Name extends LensName>(
    name: Name,
    asked: LensRequest<Name>,
    watch?: RemoteProgressCallback,
  ): Promise<LensResult<Name>> {
    return withTransferables(
      await super.lens(name, asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.()),
    );
  }

  override async applyEdit(
    asked: EditRequest,
    watch?: ProgressCallback & Partial<Comlink.ProxyMethods>,
  ): Promise<AppliedEdit> {
    return super.applyEdit(asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override openFiles(files: File[], watch?: RemoteProgressCallback): Promise<RunInfo> {
    return super.openFiles(files, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override generate(
    request: GenerateRequest,
    watch?: ProgressCallback<GenerationProgress> & Partial<Comlink.ProxyMethods>,
  ): Promise<Generation> {
    return super.generate(request, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override async save(asked?: SaveRequest): Promise<Uint8Array<ArrayBuffer>> {
    return withTransferables(await super.save(asked));
  }

  protected override createRunLibrary(options: RunLibraryOptions): RunLibrary {
    return new HostedRunLibrary(options);
  }

  protected override createDigitLab(...parts: ConstructorParameters<typeof DigitLab>): DigitLab {
    return new HostedDigitLab(...parts);
  }
}

class HostedRunLibrary extends RunLibrary {
  override async evaluateCheckpoint(watch?: RemoteProgressCallback): Promise<Evaluation> {
    return super.evaluateCheckpoint(watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }
}

class HostedDigitLab extends DigitLab {
  override async lens<Name extends DigitLensName>(
    name: Name,
    asked: DigitLensRequest<Name>,
    watch?: RemoteProgressCallback,
  ): Promise<DigitLensResult<Name>> {
    return withTransferables(
      await super.lens(name, asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.()),
    );
  }

  override async save(asked?: SaveRequest): Promise<Uint8Array<ArrayBuffer>> {
    return withTransferables(await super.save(asked));
  }
}

/** Whatever is answered was made for the answer: each buffer in it goes over once, wherever it stands. */
function withTransferables<Answer extends object>(result: Answer): Answer {
  return Comlink.transfer(result, [...new Set(transferablesIn(result))]);
}

function transferablesIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Float32Array || value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(transferablesIn) : [];
}
