// What the course's model answers, and what its senses of a word are worth, beside rules that read no network.
import { lensOutput } from './lens-lines.ts';
import { withBundled } from './open-model.ts';

export async function* measureClaims(): AsyncGenerator<string> {
  for (const lens of ['recall', 'word-senses'] as const)
    yield* await withBundled('world', async (model, info) => [
      `# world: ${lens}`,
      ...(await lensOutput(model, info, lens, {})).lines,
      '',
    ]);
}
