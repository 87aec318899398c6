// Walks of a visitor through edits, time-lapses, checkpoints, trainings, models, prompts, pages and reloads: after each act the page
// says what the engine has, and storage holds what a reload needs. `tests/long` walks further.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWalksInNode, type WalksInNode } from '../../support/walk/walks-in-node.ts';

let inNode: WalksInNode;

beforeAll(async () => {
  inNode = await startWalksInNode();
});

afterAll(() => inNode?.end());

/** Where nothing else computes, they take two minutes. */
const WALKS_MS = 1_800_000;

/** One of each kind of act. */
const KINDS = [
  ...['make it believe', 'undo exactly', 'switch off head 0', 'view the checkpoint at 0.5', 'train one step'],
  ...['open saved run 0', 'reload', 'switch to league', 'ask “Fans of”'],
];

test(
  '300 walks of random acts, of each kind ten or more',
  async () => {
    const { walks } = inNode;
    await walks.random({ seed: 1, walks: 300, acts: 16 });
    expect(KINDS.filter((name) => !(walks.counts[name] >= 10))).toEqual([]);
  },
  WALKS_MS,
);

test(
  'a training that is resumed after a reload has the bits of one that was not interrupted',
  async () => {
    await inNode.walks.along('re-initialize the weights', 'train');
    await inNode.walks.along(
      ...[
        're-initialize the weights',
        'train one step',
        'train one step',
        'reload',
        'resume the offered run',
      ],
    );
  },
  WALKS_MS,
);

test(
  'an offer that was declined comes back once its run has changed',
  () =>
    inNode.walks.along(
      ...[
        'make it believe',
        'reload',
        'dismiss the offered run',
        'reload',
        'open saved run 0',
        'undo exactly',
      ],
      'reload',
    ),
  WALKS_MS,
);

/** The shortest walks that have failed, each by what was wrong. */
test.each([
  ['the edit became a checkpoint that nobody could read', 'make it believe', 'watch it learn'],
  [
    'in any order, any number of times',
    'watch it learn … 10',
    'make it believe',
    'watch it learn … 40',
    'undo exactly',
    'watch it learn',
    'make it believe … 10',
    'watch it learn … 3',
    'make it believe',
    'stop the time-lapse',
    'undo exactly',
  ],
  [
    'a run of a preset with an optimizer of its own did not open again',
    'switch to world',
    'make it believe',
    'reload',
    'resume the offered run',
    'undo exactly',
  ],
  [
    'a time-lapse stayed at its start where the model cannot read the prompt',
    'ask “Zorblax”',
    'watch it learn',
  ],
  ['the end of an earlier request ended a time-lapse', 'slide to 0.5 … 1', 'watch it learn'],
  [
    'a prompt that was asked while a run opened was lost',
    'make it believe',
    'reload',
    'resume the offered run … 1',
    'ask “Zorblax”',
  ],
  [
    'a prompt that was asked while the course’s model opened was lost',
    'make it believe',
    'go to the page “network” … 1',
    'ask “Fans of”',
  ],
  [
    'what was reset was another model than the one on its way',
    'switch to league … 0',
    're-initialize the weights',
  ],
  [
    'a training began on the model that came in between',
    'train again … 1',
    'switch to league … 10',
    'ask “Fans of”',
  ],
  ['a checkpoint counted as a changed model: it was saved as a file', 'slide to 0.5', 'switch to league'],
  [
    'an edited model whose first checkpoint was shown was taken for an untrained one, and replaced',
    'switch to world',
    'make it believe',
    'slide to 0',
    'go to the page “network”',
  ],
  ['a file that was opened was saved again', 'save as file', 'open the saved file', 'switch to league'],
  [
    'the model that came in between was saved as a file',
    'train again',
    'go to the page “network” … 1',
    'switch to facts',
  ],
  [
    'a saved run was opened after the model that was chosen later',
    'make it believe',
    'switch to facts',
    'open saved run 0 … 1',
    'switch to league',
  ],
  [
    'the failure of an undo was told of the model that came in between',
    'make it believe',
    'train again … 1',
    'undo exactly',
  ],
  [
    'the address named a run that opened before the model that was chosen later',
    'make it believe',
    'switch to facts',
    'make it believe … 1',
    'open saved run 0 … 3',
    'go to the page “network”',
  ],
  [
    'weights were re-initialized after the model that was chosen later',
    'slide to 0.5',
    're-initialize the weights … 1',
    'switch to facts',
  ],
  [
    'a branch from the last step was to be trained on',
    'go to the page “network”',
    'view the checkpoint at 0',
    'branch from the checkpoint',
    'view the checkpoint at 0.5',
    'branch from the checkpoint',
  ],
  [
    'an untrained branch was saved as a file',
    'go to the page “network”',
    'view the checkpoint at 0',
    'branch from the checkpoint',
    'view the checkpoint at 0.5',
    'branch from the checkpoint',
    'switch to league',
  ],
  [
    'heads of the former model stayed off',
    'go to the page “network”',
    'switch off head 0, 1',
    'switch to facts',
  ],
  [
    'a branch was named by a step that it is not from',
    'go to the page “network”',
    'view the checkpoint at 0.5',
    'branch from the checkpoint',
    'switch to world',
    'view the checkpoint at 0.5',
    'branch from the checkpoint',
  ],
])('a walk that has failed: %s', (_, ...acts) => inNode.walks.along(...acts), WALKS_MS);
