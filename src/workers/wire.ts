// How results cross to the page: their numbers are handed over, not copied.

import * as Comlink from 'comlink';
import { Lab } from './lab.ts';
import type {
  AppliedEdit,
  EditRequest,
  Inspection,
  InspectRequest,
  Lenses,
  LensName,
  Watch,
} from './lab-api.ts';

/** The lab as Comlink exposes it. */
export class WiredLab extends Lab {
  override async inspect(request: InspectRequest): Promise<Inspection> {
    const inspection = await super.inspect(request);
    const buffers = Object.values(inspection.activations).flatMap((tensor) => tensor?.data.buffer ?? []);
    return Comlink.transfer(inspection, buffers);
  }

  override async lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    watch?: Watch & Partial<Comlink.ProxyMethods>,
  ): Promise<Lenses[Name]['answers']> {
    const answer = await super.lens(name, asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
    const buffers = Object.values(answer).flatMap((part) =>
      part?.data instanceof Float32Array ? [part.data.buffer] : [],
    );
    return Comlink.transfer(answer, buffers);
  }

  override async applyEdit(
    asked: EditRequest,
    watch?: Watch & Partial<Comlink.ProxyMethods>,
  ): Promise<AppliedEdit> {
    return super.applyEdit(asked, watch).finally(() => watch?.[Comlink.releaseProxy]?.());
  }

  override async save(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await super.save();
    return Comlink.transfer(bytes, [bytes.buffer]);
  }
}
