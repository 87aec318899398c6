// Models by their address: asked for, stopped, opened again, forgotten.

import type { KeptModel } from '../../fetched/kept-model.ts';
import type { WantedModel } from '../../fetched/model-address.ts';
import { upward } from './upward.ts';

/** The visitor wants to open a model by its address; nothing is asked of any host yet. */
export class AddressRequestEvent extends Event {
  static readonly type = 'lab-address-open';

  constructor() {
    super(AddressRequestEvent.type, upward);
  }
}

/** The visitor has read which host is asked for what, and wants it. */
export class ModelFetchEvent extends Event {
  static readonly type = 'lab-model-fetch';
  readonly wanted: WantedModel;

  constructor(wanted: WantedModel) {
    super(ModelFetchEvent.type, upward);
    this.wanted = wanted;
  }
}

/** Fetching is to stop. */
export class FetchStopEvent extends Event {
  static readonly type = 'lab-model-fetch-stop';

  constructor() {
    super(FetchStopEvent.type, upward);
  }
}

/** A fetched model is to be opened from this device, or forgotten. */
export class FetchedModelEvent extends Event {
  static readonly type = 'lab-fetched-model';
  readonly action: 'open' | 'forget';
  readonly model: KeptModel;

  constructor(action: 'open' | 'forget', model: KeptModel) {
    super(FetchedModelEvent.type, upward);
    this.action = action;
    this.model = model;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-address-open': AddressRequestEvent;
    'lab-model-fetch': ModelFetchEvent;
    'lab-model-fetch-stop': FetchStopEvent;
    'lab-fetched-model': FetchedModelEvent;
  }
}
