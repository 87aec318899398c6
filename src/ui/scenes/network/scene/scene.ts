// Every item of the picture for one pose, in the order in which it is drawn: a pure function.

import { attentionItems, attentionZone } from './attention-scene.ts';
import { embeddingItems, predictionItems, tokenItems } from './ends-scene.ts';
import { type HeadNames, headItems, headScene } from './head-scene.ts';
import type { Item } from './items.ts';
import { mlpItems, mlpZone, neuronItems } from './mlp-scene.ts';
import { isVisible, type Projection, vectorRect } from './projection.ts';

export interface SceneRequest {
  readonly view: Projection;
  readonly tokens: number;
  /** Known next tokens after the last one. */
  readonly bars: number;
  readonly hasGuesses: boolean;
  /** The head that is drawn apart, where the pose shows one. */
  readonly head?: {
    readonly layer: number;
    readonly head: number;
    readonly names: HeadNames;
    /** How far it is drawn, in steps. */
    readonly progress: number;
  };
  /** The MLP whose neurons are shown. */
  readonly mlp?: { readonly layer: number; readonly token: number; readonly neurons: readonly number[] };
}

export function sceneItems(request: SceneRequest): Item[] {
  const { view, tokens, head, mlp } = request;
  const { shape } = view;
  const items: Item[] = embeddingItems(view, tokens);
  for (const zone of shape.zones) {
    if (zone.kind === 'attention') {
      const place = attentionZone(view, zone.layer, head?.layer);
      items.push(...attentionItems(view, place, tokens));
      if (head && head.layer === zone.layer) {
        const scene = headScene(view, place, head.head, tokens, head.progress);
        items.push(...headItems(view, scene, head.names, tokens, head.progress));
      }
    } else if (zone.kind === 'mlp') {
      const place = mlpZone(view, zone.layer);
      items.push(...mlpItems(view, place, tokens));
      if (mlp && mlp.layer === zone.layer) items.push(...neuronItems(view, place, mlp.token, mlp.neurons));
    }
  }
  for (const { name, zone } of shape.stages) {
    for (let token = 0; token < tokens; token++) {
      const subject = { kind: 'vector', name, token } as const;
      items.push({ subject, rect: vectorRect(view, token, zone), depth: zone });
    }
  }
  items.push(...predictionItems(view, tokens, request.bars, request.hasGuesses));
  const isShown = ({ rect, alpha = 1 }: Item) =>
    alpha > 0.02 && isVisible(view, rect) && rect.y + rect.height / 2 > view.frame.header;
  return [...items.filter(isShown), ...tokenItems(view, tokens).filter(({ rect }) => isVisible(view, rect))];
}
