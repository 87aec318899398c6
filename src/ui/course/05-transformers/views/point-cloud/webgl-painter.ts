// Renders the cloud with WebGL, through three.js.

import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  LineBasicMaterial,
  LineSegments,
  type PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { Size } from './labels.ts';
import { AXES, type Cloud, DIAMETER, type Painter } from './painter.ts';

export class WebglPainter implements Painter {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #disc = discTexture();

  constructor(canvas: HTMLCanvasElement, context: WebGL2RenderingContext) {
    this.#renderer = new WebGLRenderer({ canvas, context });
  }

  show(cloud: Cloud, { width, height }: Size, pixelRatio: number): void {
    this.#renderer.setPixelRatio(pixelRatio);
    this.#renderer.setSize(width, height, false);
    for (const child of [...this.#scene.children] as (Points | LineSegments)[]) {
      child.geometry.dispose();
      (child.material as PointsMaterial).dispose();
    }
    this.#scene.clear();
    this.#scene.add(
      axes(cloud.axisColour),
      this.#points(cloud, false, DIAMETER.plain),
      this.#points(cloud, true, DIAMETER.emphasised),
    );
  }

  paint(camera: PerspectiveCamera): void {
    this.#renderer.render(this.#scene, camera);
  }

  dispose(): void {
    this.#disc.dispose();
    this.#renderer.dispose();
    // Browsers limit the number of contexts and free them only with their canvas.
    this.#renderer.forceContextLoss();
  }

  #points({ positions, colours, emphasised }: Cloud, which: boolean, size: number): Points {
    const ids = [...positions.keys()].filter((id) => emphasised[id] === which);
    const geometry = new BufferGeometry().setFromPoints(ids.map((id) => positions[id]));
    const tints = Float32Array.from(ids.flatMap((id) => new Color(colours[id]).toArray()));
    geometry.setAttribute('color', new BufferAttribute(tints, 3));
    const material = new PointsMaterial({ size, map: this.#disc, vertexColors: true, alphaTest: 0.5 });
    return new Points(geometry, material);
  }
}

function axes(color: string): LineSegments {
  const ends = AXES.map((end) => new Vector3(...end));
  return new LineSegments(new BufferGeometry().setFromPoints(ends), new LineBasicMaterial({ color }));
}

/** The texture of a round point. */
function discTexture(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#fff';
    context.arc(32, 32, 31, 0, 2 * Math.PI);
    context.fill();
  }
  const texture = new CanvasTexture(canvas);
  texture.flipY = false; // a disc is symmetric, and a context with flipped uploads rejects other textures
  return texture;
}
