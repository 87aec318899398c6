// Points in space and a camera that goes around them: loaded only where there is something to turn.

import { PerspectiveCamera, Spherical, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { lazyImport } from '../../../../../shared/lazy-import.ts';
import { CanvasPainter } from './canvas-painter.ts';
import type { ProjectedPoint } from './flat-projection.ts';
import { hasGraphicsCard } from './graphics-card.ts';
import type { Size } from './labels.ts';
import type { Cloud, Painter } from './painter.ts';

/** What is drawn: (N, 3) row-major, and the looks of each point. */
export interface PointsToDraw extends Omit<Cloud, 'positions'> {
  readonly points: ArrayLike<number>;
}

/** Where the camera begins: a little from the right and from above, so that three axes are seen. */
const INITIAL_CAMERA = new Spherical(2.35, 1.2, 0.5);
const [NEAREST, FARTHEST] = [0.6, 8];
const TURN_STEP = Math.PI / 18;

/** A cloud of points with a camera around it; draws when it is told to, and when the camera moves. */
export class CloudScene {
  /** Whether a graphics card draws it. */
  readonly usesGpu: boolean;
  readonly #painter: Painter;
  readonly #camera = new PerspectiveCamera(40, 1, 0.05, 40);
  readonly #controls: OrbitControls;
  readonly #onMove: () => void;
  #positions: Vector3[] = [];
  #size: Size = { width: 1, height: 1 };

  /** Throws where the browser draws on no canvas at all. */
  static async create(canvas: HTMLCanvasElement, onMove: () => void): Promise<CloudScene> {
    // Where the processor draws, a frame of WebGL takes it a fifth of a second.
    const card = hasGraphicsCard() && canvas.getContext('webgl2', { antialias: true });
    if (card) {
      const { WebglPainter } = await lazyImport(() => import('./webgl-painter.ts'));
      return new CloudScene(canvas, new WebglPainter(canvas, card), true, onMove);
    }
    const paper = canvas.getContext('2d');
    if (!paper) throw new Error('There is nothing to draw on here.');
    return new CloudScene(canvas, new CanvasPainter(canvas, paper), false, onMove);
  }

  private constructor(canvas: HTMLCanvasElement, painter: Painter, byCard: boolean, onMove: () => void) {
    this.usesGpu = byCard;
    this.#painter = painter;
    this.#onMove = onMove;
    // The page scrolls by the wheel; only a pinch, which browsers report with Ctrl, comes nearer.
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

  /** Every point as the camera sees it; nothing for one that lies behind it. */
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

  /** Turns the cloud by so many steps of ten degrees. */
  turn(right: number, up: number): void {
    const place = new Spherical().setFromVector3(this.#camera.position);
    place.theta -= right * TURN_STEP;
    place.phi = Math.min(Math.max(place.phi + up * TURN_STEP, 0.05), Math.PI - 0.05);
    this.#setCamera(place);
  }

  /** Nearer by a factor. */
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
    // Tells the controls, and these tell of the change.
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

/** Into a ball of radius 1 around the middle of all. */
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
