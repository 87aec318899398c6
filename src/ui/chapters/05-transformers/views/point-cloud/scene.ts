// Points in space, drawn with three.js: loaded only where there is something to turn.

import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  LineBasicMaterial,
  LineSegments,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  Spherical,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Seen } from './flat.ts';
import type { Size } from './labels.ts';

/** What is drawn: (N, 3) row-major, and for each point its colour as CSS writes it and whether it stands out. */
export interface Cloud {
  readonly points: ArrayLike<number>;
  readonly colours: readonly string[];
  readonly emphasised: readonly boolean[];
  /** Of the three axes through the middle. */
  readonly axisColour: string;
}

/** Where the camera begins: a little from the right and from above, so that three axes are seen. */
const HOME = new Spherical(2.35, 1.2, 0.5);
const [NEAREST, FARTHEST] = [0.6, 8];
const TURN = Math.PI / 18;

/** A cloud of points with a camera around it; draws when it is told to, and when the camera moves. */
export class CloudScene {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(40, 1, 0.05, 40);
  readonly #controls: OrbitControls;
  readonly #disc = discTexture();
  readonly #onMove: () => void;
  #positions: Vector3[] = [];
  #size: Size = { width: 1, height: 1 };

  /** Throws where the browser has no WebGL. */
  constructor(canvas: HTMLCanvasElement, onMove: () => void) {
    const context = canvas.getContext('webgl2', { antialias: true, alpha: true });
    if (!context) throw new Error('WebGL is not available here.');
    this.#renderer = new WebGLRenderer({ canvas, context });
    this.#onMove = onMove;
    // The page scrolls by the wheel; only a pinch, which browsers report with Ctrl, comes nearer.
    canvas.addEventListener('wheel', leaveToPage, { capture: true });
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.enablePan = false;
    this.#controls.minDistance = NEAREST;
    this.#controls.maxDistance = FARTHEST;
    this.home();
    this.#controls.addEventListener('change', () => this.#moved());
  }

  draw({ points, colours, emphasised, axisColour }: Cloud, size: Size, pixelRatio: number): void {
    this.#size = size;
    this.#renderer.setPixelRatio(pixelRatio);
    this.#renderer.setSize(size.width, size.height, false);
    this.#camera.aspect = size.width / size.height;
    this.#camera.updateProjectionMatrix();
    this.#positions = centred(points);
    for (const child of [...this.#scene.children] as (Points | LineSegments)[]) {
      child.geometry.dispose();
      (child.material as PointsMaterial).dispose();
    }
    this.#scene.clear();
    const ids = [...this.#positions.keys()];
    this.#scene.add(
      axes(axisColour),
      this.#points(
        ids.filter((id) => !emphasised[id]),
        colours,
        0.055,
      ),
      this.#points(
        ids.filter((id) => emphasised[id]),
        colours,
        0.1,
      ),
    );
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Every point as the camera sees it. */
  seen(): Seen[] {
    const { width, height } = this.#size;
    this.#camera.updateMatrixWorld();
    return this.#positions.map((position) => {
      const { x, y } = position.clone().project(this.#camera);
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
    place.theta -= right * TURN;
    place.phi = Math.min(Math.max(place.phi + up * TURN, 0.05), Math.PI - 0.05);
    this.#look(place);
  }

  /** Nearer by a factor. */
  zoom(factor: number): void {
    const place = new Spherical().setFromVector3(this.#camera.position);
    place.radius = Math.min(Math.max(place.radius / factor, NEAREST), FARTHEST);
    this.#look(place);
  }

  home(): void {
    this.#look(HOME);
  }

  dispose(): void {
    this.#controls.dispose();
    this.#disc.dispose();
    this.#renderer.dispose();
    // Browsers keep a few contexts only, and until the canvas is collected.
    this.#renderer.forceContextLoss();
  }

  #look(from: Spherical): void {
    this.#camera.position.setFromSpherical(from);
    this.#camera.lookAt(0, 0, 0);
    // Tells the controls, and these tell of the change.
    this.#controls.update();
  }

  #moved(): void {
    this.#renderer.render(this.#scene, this.#camera);
    this.#onMove();
  }

  #points(ids: readonly number[], colours: readonly string[], size: number): Points {
    const geometry = new BufferGeometry().setFromPoints(ids.map((id) => this.#positions[id]));
    const tints = Float32Array.from(ids.flatMap((id) => new Color(colours[id]).toArray()));
    geometry.setAttribute('color', new BufferAttribute(tints, 3));
    const material = new PointsMaterial({ size, map: this.#disc, vertexColors: true, alphaTest: 0.5 });
    return new Points(geometry, material);
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

function axes(colour: string): LineSegments {
  const ends = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].flatMap(([x, y, z]) => [new Vector3(-x, -y, -z), new Vector3(x, y, z)]);
  return new LineSegments(new BufferGeometry().setFromPoints(ends), new LineBasicMaterial({ color: colour }));
}

/** A point is round. */
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
  texture.flipY = false; // a disc has no upside, and a context that was told to flip refuses other uploads
  return texture;
}

function leaveToPage(event: WheelEvent): void {
  if (!event.ctrlKey) event.stopImmediatePropagation();
}
