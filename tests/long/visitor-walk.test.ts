// Long walks of a visitor (`tests/ui/app/visitor-walk.test.ts` has short ones). `WALK_SEED` repeats those of one seed.
import { afterAll, beforeAll, test } from 'vitest';
import { startWalksInNode, type WalksInNode } from '../support/walk/walks-in-node.ts';

const MINUTE = 60_000;
const SEEDS = process.env.WALK_SEED ? [Number(process.env.WALK_SEED)] : [11, 12, 13];

let inNode: WalksInNode;

beforeAll(async () => {
  inNode = await startWalksInNode();
});

afterAll(() => inNode?.end());

test.each(SEEDS)(
  '500 walks of up to 40 acts, of seed %i',
  (seed) => inNode.walks.random({ seed, walks: 500, acts: 40 }),
  60 * MINUTE,
);
