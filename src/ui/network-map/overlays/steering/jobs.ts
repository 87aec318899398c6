// The longer computation of steering on the network page: texts that are written with the direction, and other prompts.

import type { ReactiveControllerHost } from 'lit';
import type { LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { steeringRequest } from './request.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

type Steering = LensResult<'steering'>;

/** `edits`: of the weights that are read. */
interface Request {
  readonly steering: LensRequest<'steering'>;
  readonly edits: string;
}

export class SteeringJobs {
  readonly task: CancellableTask<Request, Steering>;
  readonly #lab: { readonly store: Pick<LabStore, 'client' | 'value'> };

  constructor(host: ReactiveControllerHost, lab: { readonly store: Pick<LabStore, 'client' | 'value'> }) {
    this.#lab = lab;
    this.task = new CancellableTask(host, ({ steering }, options) =>
      lab.store.client.transformer.lens('steering', steering, options),
    );
  }

  #request(prompt: string, shot: Shot): Request {
    return { steering: steeringRequest(prompt, shot), edits: editsKey(this.#lab.store.value) };
  }

  run(run: 'measure' | 'stop', prompt: string, shot: Shot): void {
    if (run === 'stop') this.task.abort();
    else void this.task.run(this.#request(prompt, shot));
  }

  /** Whether what was computed is of the direction and the weights that the map shows. */
  isCurrent(prompt: string, shot: Shot, values: NetworkValues | undefined): boolean {
    const { request, result } = this.task.state;
    return (
      result !== undefined &&
      result.step === values?.step &&
      JSON.stringify(request) === JSON.stringify(this.#request(prompt, shot))
    );
  }
}
