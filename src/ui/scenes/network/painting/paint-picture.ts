// One frame of the map, from back to front.

import { overlayOf } from '../overlays/overlays.ts';
import { paintAttention, paintAttentionSums, paintPatternLabels } from './paint-attention.ts';
import { paintDigits } from './paint-digits.ts';
import { paintEmbeddingLabels, paintEmbeddingWires, paintPredictions, paintTokens } from './paint-ends.ts';
import { paintFront } from './paint-front.ts';
import { headPainting, paintHeadLines, paintUndrawn } from './paint-head.ts';
import { paintCrossings, paintPercentBar } from './paint-head-grid.ts';
import { paintHeadWords } from './paint-head-words.ts';
import { paintFlash, paintItems, paintPulse } from './paint-items.ts';
import { paintEmbeddingMatrix, paintUnembeddingTable } from './paint-matrices.ts';
import { paintMlp, paintMlpDetail, paintMlpLabels, paintMlpSums } from './paint-mlp.ts';
import { paintBands, paintSelectedLane, paintStreams, paintVeils } from './paint-stream.ts';
import type { Picture } from './picture.ts';

export function paintPicture(picture: Picture): void {
  const { brush, view, shot } = picture;
  const { frame, shape } = view;
  brush.context.fillStyle = brush.palette.background;
  brush.context.fillRect(0, 0, frame.width, frame.height);
  const scene = overlayOf(shot).scene?.(shot, picture.values);
  if (scene) {
    scene.paint(picture);
    return;
  }
  paintBands(picture);
  paintSelectedLane(picture);
  paintStreams(picture);
  paintEmbeddingWires(picture);
  paintEmbeddingMatrix(picture);
  paintUnembeddingTable(picture);
  for (let layer = 0; layer < shape.L; layer++) {
    paintAttention(picture, layer);
    if (shape.M > 0) paintMlp(picture, layer);
  }
  const head = headPainting(picture);
  if (head) paintHeadLines(head);
  paintMlpDetail(picture);
  paintItems(picture);
  paintFlash(picture);
  paintPulse(picture);
  for (let layer = 0; layer < shape.L; layer++) {
    paintAttentionSums(picture, layer);
    if (shape.M > 0) paintMlpSums(picture, layer);
  }
  paintEmbeddingLabels(picture);
  if (head) {
    paintUndrawn(head);
    paintCrossings(head);
    paintPercentBar(head);
    paintHeadWords(head);
  }
  paintMlpLabels(picture);
  paintPatternLabels(picture);
  paintPredictions(picture);
  overlayOf(shot).paint?.(picture);
  paintVeils(picture);
  paintDigits(picture);
  paintFront(picture);
  paintTokens(picture);
}
