// The longer computation of steering on the network page: texts that are written with the direction, and other prompts.

import type { ReactiveControllerHost } from 'lit';
import type { LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../../network-map/camera/shot.ts';
import { steeringRequest } from '../../../network-map/overlays/steering-request.ts';
import type { NetworkValues } from '../../../network-map/values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

type Steering = LensResult<'steering'>;

export class SteeringJobs {
  readonly task: CancellableTask<LensRequest<'steering'>, Steering>;

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }) {
    this.task = new CancellableTask(host, (request, options) =>
      lab.store.client.transformer.lens('steering', request, options),
    );
  }

  run(run: 'measure' | 'stop', prompt: string, shot: Shot): void {
    if (run === 'stop') this.task.abort();
    else void this.task.run(steeringRequest(prompt, shot));
  }

  /** Whether what was computed is of the direction and the step that the map shows. */
  isCurrent(prompt: string, shot: Shot, values: NetworkValues | undefined): boolean {
    const { request, result } = this.task.state;
    return (
      result !== undefined &&
      result.step === values?.step &&
      JSON.stringify(request) === JSON.stringify(steeringRequest(prompt, shot))
    );
  }
}
