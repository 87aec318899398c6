// Reads the open panel of a stage, and the network map with it.

import type { Transformer } from '../../state/runs/lab-store.ts';
import { queryWithMap } from './map-query.ts';
import type { Panel, Reading, Reads, ResolvedRequest } from './panel.ts';

/** How often an outdated answer is asked for again: the prediction can change between two queries. */
const MAX_QUERIES = 4;

/** @param chapter what the chapter reads whichever panel is open */
export async function readPanel<TOptions, TContext>(
  lab: Pick<Transformer, 'query' | 'generate'>,
  request: ResolvedRequest<TOptions>,
  chapter: Reads<TOptions>,
  panel: Panel<TOptions, TContext> | undefined,
): Promise<Reading<TOptions>> {
  const ask = (request: ResolvedRequest<TOptions>) => {
    const generated = chapter.generated?.(request) ?? [];
    const query = {
      prompt: request.prompt,
      generated,
      activations: [...(chapter.activations?.(request) ?? []), ...(panel?.activations?.(request) ?? [])],
      lenses: { ...chapter.lenses?.(request), ...panel?.lenses?.(request) },
      variants: { ...chapter.variants?.(request), ...panel?.variants?.(request) },
    };
    return queryWithMap(lab, query, request.map, request.run.model, request.tokens.length + generated.length);
  };
  let { result, mapValues } = await ask(request);
  for (let n = 1; n < MAX_QUERIES && panel?.isOutdated?.(result); n++)
    ({ result, mapValues } = await ask({ ...request, next: result.next }));
  const texts = result.next.length > 0 ? (panel?.writes?.(request) ?? []) : [];
  const generations = await Promise.all(texts.map((text) => lab.generate(text)));
  return {
    unknown: result.unknown,
    request,
    inspection: result,
    lenses: result.lenses,
    generations,
    mapValues,
  };
}
