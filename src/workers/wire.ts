// How results cross to the page: their numbers are handed over, not copied.

import * as Comlink from 'comlink';
import { DigitLab } from './digits/digit-lab.ts';
import { Runs, type RunsOptions } from './keeping/runs.ts';
import { Lab } from './lab.ts';
import type {
  AppliedEdit,
  DigitLenses,
  DigitLensName,
  EditRequest,
  Evaluation,
  GenerateRequest,
  Generation,
  Inspection,
  InspectRequest,
  Lenses,
  LensName,
  RunInfo,
  SaveRequest,
  Watch,
  WritingProgress,
} from './lab-api.ts';
import type { Telling, TellingApi } from './telling.ts';

/** A listener on the page's side, let go when there is nothing more to tell. */
type WatchAcross = Watch & Partial<Comlink.ProxyMethods>;

/** The lab as Comlink exposes it. */
export class WiredLab extends Lab implements TellingApi {
  async tellPage(): Promise<void> {
    const say = (telling: Telling) => self.postMessage(telling);
    await this.subscribe((event) => say({ from: 'model', event }));
    await this.digits.subscribe((event) => say({ from: 'digits', event }));
    await this.runs.subscribe((event) => say({ from: 'runs', event }));
  }

  override async inspect(request: InspectRequest): Promise<Inspection> {
    return handOver(await super.inspect(request));
  }

  override async lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    watch?: WatchAcross,
  ): Promise<Lenses[Name]['answers']> {
    return handOver(await super.lens(name, asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.()));
  }

  override async applyEdit(
    asked: EditRequest,
    watch?: Watch & Partial<Comlink.ProxyMethods>,
  ): Promise<AppliedEdit> {
    return super.applyEdit(asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override openFiles(files: File[], watch?: WatchAcross): Promise<RunInfo> {
    return super.openFiles(files, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override generate(
    request: GenerateRequest,
    watch?: Watch<WritingProgress> & Partial<Comlink.ProxyMethods>,
  ): Promise<Generation> {
    return super.generate(request, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override async save(asked?: SaveRequest): Promise<Uint8Array<ArrayBuffer>> {
    return handOver(await super.save(asked));
  }

  protected override makeRuns(options: RunsOptions): Runs {
    return new WiredRuns(options);
  }

  protected override makeDigits(...parts: ConstructorParameters<typeof DigitLab>): DigitLab {
    return new WiredDigitLab(...parts);
  }
}

class WiredRuns extends Runs {
  override async takeStock(watch?: WatchAcross): Promise<Evaluation> {
    return super.takeStock(watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }
}

class WiredDigitLab extends DigitLab {
  override async lens<Name extends DigitLensName>(
    name: Name,
    asked: DigitLenses[Name]['asks'],
    watch?: WatchAcross,
  ): Promise<DigitLenses[Name]['answers']> {
    return handOver(await super.lens(name, asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.()));
  }

  override async save(asked?: SaveRequest): Promise<Uint8Array<ArrayBuffer>> {
    return handOver(await super.save(asked));
  }
}

/** Whatever is answered was made for the answer: each buffer in it goes over once, wherever it stands. */
function handOver<Answer extends object>(answer: Answer): Answer {
  return Comlink.transfer(answer, [...new Set(buffersIn(answer))]);
}

function buffersIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Float32Array || value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}
