// Walks of the page in Node, with models of a few thousand weights.

import 'fake-indexeddb/auto';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { COURSE_PRESET } from '../../../src/ui/types/course-model.ts';
import { BrowserProfile } from './browser-profile.ts';
import { BUNDLED_PRESETS, STEPS, trainBundle, useSmallPresets } from './small-presets.ts';
import { Walks } from './walk.ts';
import { WalkedPageInNode } from './walked-page-in-node.ts';

const ADDRESS = '#view=course&preset=facts';

export interface WalksInNode {
  readonly walks: Walks;
  /** Puts the lab's presets back. */
  readonly end: () => void;
}

export async function startWalksInNode(): Promise<WalksInNode> {
  const end = useSmallPresets();
  const [host, executor] = [await trainBundle(), await WasmExecutor.create()];
  const walks = new Walks({
    models: {
      steps: Object.fromEntries(BUNDLED_PRESETS.map((preset) => [preset, STEPS])),
      withFact: [COURSE_PRESET, 'facts'],
      course: COURSE_PRESET,
    },
    presets: BUNDLED_PRESETS,
    open: () => WalkedPageInNode.open(new BrowserProfile(host, ADDRESS), executor),
  });
  return { walks, end };
}
