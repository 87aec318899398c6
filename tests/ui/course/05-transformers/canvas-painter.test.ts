// The 2D canvas renderer: positions and sizes match three.js.

import { PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { discs } from '../../../../src/ui/course/05-transformers/views/point-cloud/canvas-painter.ts';

const size = { width: 640, height: 460 };

function cameraAt(...place: [number, number, number]): PerspectiveCamera {
  const camera = new PerspectiveCamera(40, size.width / size.height, 0.05, 40);
  camera.position.set(...place);
  camera.lookAt(0, 0, 0);
  camera.updateMatrixWorld();
  return camera;
}

const cloud = (...places: [number, number, number][]) => ({
  positions: places.map((place) => new Vector3(...place)),
  colours: places.map(() => 'rgb(0, 0, 0)'),
  emphasised: places.map((_, id) => id === 1),
  axisColour: 'rgb(0, 0, 0)',
});

it('draws each point at its projection, the farthest first', () => {
  const camera = cameraAt(1, 2, 0.7);
  const drawn = discs(cloud([0.2, -0.4, 0.6], [-0.9, 0.1, -0.3], [0.5, 0.8, 0]), camera, size);
  expect(drawn.map(({ id }) => id)).toEqual([1, 0, 2]);
  for (const { id, x, y } of drawn) {
    const seen = cloud([0.2, -0.4, 0.6], [-0.9, 0.1, -0.3], [0.5, 0.8, 0]).positions[id].project(camera);
    expect(x).toBeCloseTo(((seen.x + 1) / 2) * size.width, 9);
    expect(y).toBeCloseTo(((1 - seen.y) / 2) * size.height, 9);
  }
});

it('highlighted points are larger, and points at twice the distance half as large', () => {
  const [far, near] = discs(cloud([0, 0, -2], [9, 9, 9], [0, 0, 0]), cameraAt(0, 0, 2), size);
  // three.js: the size of the material × half the height / depth, across.
  expect(near).toMatchObject({ id: 2, radius: (0.055 * 230) / 2 / 2 });
  expect(far).toMatchObject({ id: 0, radius: (0.055 * 230) / 2 / 4 });
  const [emphasised] = discs(cloud([5, 5, 5], [0, 0, 0]), cameraAt(0, 0, 2), size);
  expect(emphasised).toMatchObject({ id: 1, radius: (0.1 * 230) / 2 / 2 });
});

it('skips points behind the camera', () => {
  expect(discs(cloud([0, 0, 0.9], [0, 0, 0.59]), cameraAt(0, 0, 0.6), size)).toEqual([]);
});
