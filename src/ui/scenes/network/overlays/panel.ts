// What an overlay has beside the map, on a page that has room for it: a panel, and computations longer than a picture.

import type { CSSResultGroup, TemplateResult } from 'lit';
import type {
  LensName,
  LensProgress,
  LensRequest,
  LensResult,
  ModelConfig,
  StepResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import type { TaskState } from '../../../types/task.ts';
import type { Shot } from '../camera/shot.ts';
import type { NetworkValues } from '../values/network-values.ts';
import type { FoundBy, OverlayName } from './overlay-types.ts';

export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** One computation at a time, which reports its progress and can be stopped; a new one stops the one before. */
export interface PanelTask<Request, Result> {
  readonly state: TaskState<Request, Result>;
  run(request: Request): Promise<void>;
  abort(): void;
  /** Drops the result too. */
  reset(): void;
}

/** `step` of the weights that train, and the steps of the checkpoints before it. */
export interface Training {
  readonly step: number;
  readonly checkpoints: readonly number[];
}

/** What a panel knows of its page, and asks of it. */
export interface PanelPage {
  readonly model: ModelConfig;
  readonly prompt: string;
  readonly shot: Shot;
  /** As they were read last, without what panels have found. */
  readonly values: NetworkValues | undefined;
  /** For which they were read. */
  readonly readShot: Pick<Shot, 'overlay' | 'overlays'> | undefined;
  /** Which edits are in the weights: they keep the step. */
  readonly edits: string;
  /** The checkpoint that is viewed, if not the weights of now. */
  readonly previewStep: number | undefined;
  readonly training: Training;
  show(shot: Shot): void;
  requestUpdate(): void;
  task<Request, Result>(
    compute: (request: Request, options: TaskOptions) => Promise<Result>,
  ): PanelTask<Request, Result>;
  lens<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    options: TaskOptions,
  ): Promise<LensResult<Name>>;
  /** On every checkpoint of the training. */
  lensAlong<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    options: TaskOptions,
  ): Promise<StepResult<LensResult<Name>>[]>;
}

export interface Panel<Name extends OverlayName = OverlayName> {
  /** Whether it is shown; always without it. */
  isOpen?(): boolean;
  /** Before each picture, as long as its overlay is shown: begins what is missing. */
  follow?(): void;
  /** What it has found for these values. */
  found?(values: NetworkValues): FoundBy<Name> | undefined;
  /** @param values of the map, with what was found */
  render(values: NetworkValues | undefined): TemplateResult;
  /** Drops what was computed of another model. */
  reset(): void;
}

export interface PanelKind<Name extends OverlayName = OverlayName> {
  readonly styles?: CSSResultGroup;
  create(page: PanelPage): Panel<Name>;
}
