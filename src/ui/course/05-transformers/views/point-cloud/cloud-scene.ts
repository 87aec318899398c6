// Points in space with an orbit camera; loaded only for three dimensions.

import { msg } from '@lit/localize';
import { PerspectiveCamera, Spherical, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { lazyImport } from '../../../../../shared/lazy-import.ts';
import { CanvasPainter } from './canvas-painter.ts';
import type { ProjectedPoint } from './flat-projection.ts';
import { hasGraphicsCard } from './graphics-card.ts';
import type { Size } from './labels.ts';
import type { Cloud, Painter } from './painter.ts';

/** Positions (N, 3), row-major, and the style of each point. */
export interface PointsToDraw extends Omit<Cloud, 'positions'> {
  readonly points: ArrayLike<number>;
}

/** Start of the camera: slightly from the right and from above, so that three axes are visible. */
const INITIAL_CAMERA = new Spherical(2.35, 1.2, 0.5);
const [NEAREST, FARTHEST] = [0.6, 8];
const TURN_STEP = Math.PI / 18;

/** A cloud of points with a camera; renders on request and when the camera moves. */
export class CloudScene {
  /** Whether a graphics card renders it. */
  readonly usesGpu: boolean;
  readonly #painter: Painter;
  readonly #camera = new PerspectiveCamera(40, 1, 0.05, 40);
  readonly #controls: OrbitControls;
  readonly #onMove: () => void;
  #positions: Vector3[] = [];
  #size: Size = { width: 1, height: 1 };

  /** Throws if the browser supports neither WebGL nor a 2D canvas. */
  static async create(canvas: HTMLCanvasElement, onMove: () => void): Promise<CloudScene> {
    // In software a WebGL frame takes about 200 ms.
    const card = hasGraphicsCard() && canvas.getContext('webgl2', { antialias: true });
    if (card) {
      const { WebglPainter } = await lazyImport(() => import('./webgl-painter.ts'));
      return new CloudScene(canvas, new WebglPainter(canvas, card), true, onMove);
    }
    const paper = canvas.getContext('2d');
    if (!paper) throw new Error(msg('This browser does not support canvas rendering.'));
    return new CloudScene(canvas, new CanvasPainter(canvas, paper), false, onMove);
  }

  private constructor(canvas: HTMLCanvasElement, painter: Painter, byCard: boolean, onMove: () => void) {
    this.usesGpu = byCard;
    this.#painter = painter;
    this.#onMove = onMove;
    // The wheel scrolls the page; only a pinch, which browsers report as a wheel event with Ctrl, zooms.
    canvas.addEventListener('wheel', passWheelToPage, { capture: true });
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.enablePan = false;
    this.#controls.minDistance = NEAREST;
    this.#controls.maxDistance = FARTHEST;
    this.home();
    this.#controls.addEventListener('change', () => this.#handleCameraMove());
  }

  draw({ points, ...style }: PointsToDraw, size: Size, pixelRatio: number): void {
    this.#size = size;
    this.#camera.aspect = size.width / size.height;
    this.#camera.updateProjectionMatrix();
    this.#positions = centred(points);
    this.#painter.show({ positions: this.#positions, ...style }, size, pixelRatio);
    this.#paint();
  }

  /** Each point as seen by the camera; undefined for points behind it. */
  project(): (ProjectedPoint | undefined)[] {
    const { width, height } = this.#size;
    return this.#positions.map((position) => {
      const { x, y, z } = position.clone().project(this.#camera);
      if (Math.abs(z) > 1) return undefined;
      return {
        x: ((x + 1) / 2) * width,
        y: ((1 - y) / 2) * height,
        depth: position.distanceTo(this.#camera.position),
      };
    });
  }

  /** Rotates the cloud by steps of ten degrees. */
  turn(right: number, up: number): void {
    const place = new Spherical().setFromVector3(this.#camera.position);
    place.theta -= right * TURN_STEP;
    place.phi = Math.min(Math.max(place.phi + up * TURN_STEP, 0.05), Math.PI - 0.05);
    this.#setCamera(place);
  }

  /** Zooms in by a factor. */
  zoom(factor: number): void {
    const place = new Spherical().setFromVector3(this.#camera.position);
    place.radius = Math.min(Math.max(place.radius / factor, NEAREST), FARTHEST);
    this.#setCamera(place);
  }

  home(): void {
    this.#setCamera(INITIAL_CAMERA);
  }

  dispose(): void {
    this.#controls.dispose();
    this.#painter.dispose();
  }

  #setCamera(from: Spherical): void {
    this.#camera.position.setFromSpherical(from);
    this.#camera.lookAt(0, 0, 0);
    // The controls emit a change event.
    this.#controls.update();
  }

  #handleCameraMove(): void {
    this.#paint();
    this.#onMove();
  }

  #paint(): void {
    this.#camera.updateMatrixWorld();
    this.#painter.paint(this.#camera);
  }
}

/** Scales the points into a ball of radius 1 around their centre. */
function centred(points: ArrayLike<number>): Vector3[] {
  const all = Array.from(
    { length: points.length / 3 },
    (_, i) => new Vector3(points[3 * i], points[3 * i + 1], points[3 * i + 2]),
  );
  const middle = new Vector3();
  for (const point of all) middle.addScaledVector(point, 1 / all.length);
  const radius = all.reduce((most, point) => Math.max(most, point.distanceTo(middle)), 1e-9);
  return all.map((point) => point.sub(middle).divideScalar(radius));
}

function passWheelToPage(event: WheelEvent): void {
  if (!event.ctrlKey) event.stopImmediatePropagation();
}
