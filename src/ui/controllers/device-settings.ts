// What the visitor wants of this device, kept on it: what computes, what training does while nobody sees the tab, and whether the screen stays on.

import * as v from 'valibot';
import { Store } from './store.ts';

const shape = v.object({
  /** What computes: WebGPU where it can, or the processor in any case. */
  engine: v.fallback(v.picklist(['auto', 'cpu']), 'auto'),
  /** What training does while the tab is hidden. */
  hidden: v.fallback(v.picklist(['go-on', 'slow', 'pause']), 'go-on'),
  /** Whether the screen is kept on while training. */
  awake: v.fallback(v.boolean(), false),
});

export type DeviceChoices = Readonly<v.InferOutput<typeof shape>>;
export type EngineChoice = DeviceChoices['engine'];
export type HiddenTabChoice = DeviceChoices['hidden'];

const KEY = 'mini-llm-lab.device';
export const USUAL_CHOICES: DeviceChoices = { engine: 'auto', hidden: 'go-on', awake: false };

export class DeviceSettings extends Store<DeviceChoices> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** False where the device refuses: then the choices last as long as the page. */
  kept = true;

  /** @param storage may throw, as browsers do where storing is forbidden */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    super(USUAL_CHOICES);
    this.#storage = storage;
    this.replace(this.#read());
  }

  choose(choices: Partial<DeviceChoices>): void {
    const all = { ...this.value, ...choices };
    try {
      this.#storage().setItem(KEY, JSON.stringify(all));
      this.kept = true;
    } catch {
      this.kept = false;
    }
    this.replace(all);
  }

  #read(): DeviceChoices {
    try {
      const parsed = v.safeParse(shape, JSON.parse(this.#storage().getItem(KEY) ?? 'null'));
      return parsed.success ? parsed.output : USUAL_CHOICES;
    } catch {
      return USUAL_CHOICES;
    }
  }
}
