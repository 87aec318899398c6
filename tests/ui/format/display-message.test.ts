// Errors on the page: sentences for visitors stay as they are; names of tensors, kernels, methods and the browser's errors never show.

import { beforeEach, expect, it, vi } from 'vitest';
import { displayText, recentInnerErrors, toDisplayMessage } from '../../../src/ui/format/display-message.ts';
import { LabError } from '../../../src/workers/rpc/client/lab-client.ts';

beforeEach(() => {
  vi.spyOn(console, 'info').mockImplementation(() => {});
});

it.each([
  'The checkpoint of step 2000 could not be fetched (404). The other steps are unaffected.',
  'The sport of Michael Jordan is already edited to baseball; undo that edit first.',
  '“cat.png” cannot be opened: safetensors: its header is not JSON.',
  '“config.json” and “other_config.json” are both a config; choose one.',
  'H is 3 and C is 64; the width must divide evenly among the heads.',
  '“transformer.wte.weight” in the URL was ignored: it is not a number.',
  'There is no room left on this device to keep what you train: it lasts until you leave. Save it as a file, or delete runs you no longer need.',
  'The model is larger than https://huggingface.co/org/a_model/resolve/main/model.safetensors says.',
  'WebGPU found no adapter on this machine.',
  'Der Prüfpunkt von Schritt 20 ist beschädigt; die anderen Schritte sind unberührt.',
  'The lab’s worker did not answer for 30 seconds. It was restarted with the model of step 12.',
  'Training continues from step 5. The GPU was reset by macOS.',
])('a sentence for visitors is shown as it is: %s', (sentence) => {
  expect(toDisplayMessage(new Error(sentence))).toBe(sentence);
  expect(displayText(sentence)).toBe(sentence);
});

const FAILED = /^Something inside the lab has failed; try again, or reload the page\. “Diagnostics”/;

it.each([
  "model file: 'optimizer.momentum_buffer.transformer.h.0.attn.c_attn.weight' is not a weight of this model",
  'softmax: input x is (4, 0); every axis needs at least one element',
  "embedding: input 'ids' is (0, -Infinity)",
  'Request “applyEdit”: it must be an object.',
  "preset: 'fcats' is unknown; there are facts, world",
  'The run has no activation blocks.0.attn.hook_z.',
  'The run has no ln_f.bias.',
  'The lens headAblation is missing.',
  'A request to undo_edit was refused.',
  "Cannot read properties of undefined (reading 'step')",
  'foo is not a function',
  'An IDBTransaction is closed.',
  'KernelError in a pass.',
])('an inner name never shows: %s', (message) => {
  expect(toDisplayMessage(new Error(message))).toMatch(FAILED);
  expect(displayText(message)).toMatch(FAILED);
  expect(recentInnerErrors().at(-1)).toBe(message);
  expect(console.info).toHaveBeenCalledWith(message);
});

it('what has failed stays, without the inner reason', () => {
  const reason = "model file: 'ln_f.bias' is not a weight of this model.";
  expect(displayText(`“facts.safetensors” cannot be opened: ${reason}`)).toMatch(
    /^“facts\.safetensors” cannot be opened\. “Diagnostics”.{10,60}$/,
  );
  expect(displayText(`The checkpoint of step 20 cannot be opened: ${reason}`)).toMatch(
    /^The checkpoint of step 20 cannot be opened\. “Diagnostics”/,
  );
});

it('other sentences of the message stay', () => {
  const crash = "The lab’s worker stopped: Cannot read properties of undefined (reading 'step').";
  expect(displayText(`${crash} It was restarted with the model of step 12.`)).toMatch(
    /^The lab’s worker stopped\. It was restarted with the model of step 12\. “Diagnostics”/,
  );
});

it('an error of the language is the lab’s own, also one of the worker', () => {
  const error = new TypeError('Failed to fetch');
  expect(toDisplayMessage(error)).toMatch(FAILED);
  expect(toDisplayMessage(new LabError(error.message, { cause: error }))).toMatch(FAILED);
  // A sentence was made of it.
  expect(toDisplayMessage(new Error('There is no connection.', { cause: error }))).toBe(
    'There is no connection.',
  );
});

it('a long message is cut, and only the newest inner errors are kept', () => {
  expect(displayText(`The prompt “${'a'.repeat(3000)}” is long.`)).toHaveLength(1001);
  for (let i = 0; i < 50; i++) displayText(`softmax: ${i}`);
  expect(recentInnerErrors()).toHaveLength(20);
  expect(recentInnerErrors().at(-1)).toBe('softmax: 49');
});
