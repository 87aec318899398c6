// A cost of two variables as a landscape (chapter 2, 6:55 to 8:17, 10:20 and 11:37): a ball on it, and below it the gradient on the plane.

import { msg, str } from '@lit/localize';
import { formatFixed, formatSigned } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { arriving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type CostGrid, costAt } from '../../views/charts/cost-contours/cost-grid.ts';
import { contoursOf, type Ground, groundOf } from './ground.ts';

export type Place = readonly [x: number, y: number];

/** The slopes in all directions; gradient and its negative; steps down; the gradient's two components. */
export type LandscapePart = 'slopes' | 'gradient' | 'steps' | 'components';

export interface LandscapeInput {
  readonly grid: CostGrid;
  readonly shows: LandscapePart;
  /** Names of the directions of the plane. */
  readonly xName: string;
  readonly yName: string;
  /** The points of a descent; the ball rests on the first unless steps are shown. */
  readonly path: readonly Place[];
  /** At the first point. */
  readonly gradient?: Place | undefined;
  /** Of the visitor, who moves the ball; where it is undefined the path is that of a training. */
  readonly placeEvent?: ((x: number, y: number) => Event) | undefined;
}

/** Seconds: the surface rises, arrows grow, the ball rolls. */
const TIMES = { rise: 1.4, arrows: 1.8, turned: 3, roll: 2, end: 6.5 };
/** Share of the plane's side that a key moves the ball. */
const KEY_STEP = 0.04;
const DIRECTIONS = 16;
/** The longest arrow, in half sides of the plane. */
const ARROW = 0.5;

export class LandscapeScene extends MarkScene<LandscapeInput> {
  readonly name = 'landscape';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Cost of two variables'), msg('part'), msg('number')] as const;

  protected override isAnother(input: Partial<LandscapeInput>, before: Partial<LandscapeInput>): boolean {
    return input.grid !== before.grid || input.shows !== before.shows || input.path !== before.path;
  }

  override summary(input: Partial<LandscapeInput>): string {
    if (!isWhole(input)) return msg('Computing …');
    const { grid, path, shows, gradient } = input;
    const [first, last] = [path[0], path[path.length - 1]].map((place) => costAt(grid, ...place));
    if (!input.placeEvent) return msg(str`From cost ${formatFixed(first, 2)} to ${formatFixed(last, 2)}.`);
    if (shows === 'slopes') return msg('The longest arrow points where the cost changes fastest.');
    if (shows === 'steps')
      return msg(
        str`From cost ${formatFixed(first, 2)} to ${formatFixed(last, 2)} in ${path.length - 1} steps.`,
      );
    if (!gradient) return msg(str`Cost ${formatFixed(first, 2)}.`);
    const written = msg(str`The gradient is (${formatSigned(gradient[0])}, ${formatSigned(gradient[1])}).`);
    if (shows !== 'components') return written;
    const times = formatSignificant(Math.abs(gradient[0] / gradient[1]));
    return msg(
      str`${written} A change of ${input.xName} has ${times} times the effect of one of ${input.yName}.`,
    );
  }

  override layout(
    input: Partial<LandscapeInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const { grid, path, shows } = input;
    const ground = groundOf(grid, viewport, arriving(t, 0, TIMES.rise));
    const steps = path.length - 1;
    const rolled = shows === 'steps' ? steps * steady(t, TIMES.roll, TIMES.end - 0.3) : 0;
    const here = along(path, rolled);
    return [
      ...plane(ground, input),
      ...trail('shadow', path, rolled, ground.onPlane, 2),
      ...arrows(ground, input, here, t),
      ...surface(ground),
      ...trail('trail', path, rolled, ground.onSurface, 4),
      ...this.#ball(ground, input, here),
      ...words(ground, input, here, arriving(t, TIMES.arrows, TIMES.turned)),
    ];
  }

  #ball(ground: Ground, { grid, placeEvent }: LandscapeInput, here: Place): Mark[] {
    const { onSurface, onPlane, fromSurface, width } = ground;
    const [x, y] = onSurface(...here);
    const below = onPlane(...here);
    const radius = clamp(0.02 * width, 7, 15);
    const cost = costAt(grid, ...here);
    const place = (to: Place) => placeEvent && this.dispatch(placeEvent(...rounded(to)));
    const by = (grid.xs[grid.xs.length - 1] - grid.xs[0]) * KEY_STEP;
    const act = placeEvent && {
      drag: (at: Point) => place(fromSurface({ x: at.x, y: at.y + radius }, cost)),
      step: (sign: 1 | -1) =>
        place([clamp(here[0] + sign * by, grid.xs[0], grid.xs[grid.xs.length - 1]), here[1]]),
      ...{ isAct: true, isReleased: true },
    };
    return [
      {
        key: 'drop',
        shape: {
          kind: 'line',
          points: [x, y, ...below],
          stroke: 'highlight',
          lineWidth: 1,
          isDashed: true,
          alpha: 0.7,
        },
      },
      {
        key: 'foot',
        shape: { kind: 'dot', x: below[0], y: below[1], radius: 5, stroke: 'highlight', lineWidth: 2 },
      },
      {
        ...{
          key: 'ball',
          name: msg('cost at the ball'),
          value: cost,
          format: (each: number) => formatFixed(each, 2),
        },
        ...act,
        shape: { kind: 'dot', x, y: y - 0.8 * radius, radius, fill: 'highlight', stroke: 'background' },
      },
    ];
  }
}

/** That of a network: it waits for its numbers without another landscape. */
export class NetworkLandscapeScene extends LandscapeScene {}

const isWhole = (input: Partial<LandscapeInput>): input is LandscapeInput => input.grid !== undefined;

const rounded = ([x, y]: Place): [number, number] => [Number(x.toFixed(2)), Number(y.toFixed(2))];

/** Between two points of a path the ball rolls. */
function along(path: readonly Place[], rolled: number): Place {
  const step = Math.min(path.length - 2, Math.floor(rolled));
  if (step < 0) return path[0];
  const [from, to] = [path[step], path[step + 1]];
  return [mix(from[0], to[0], rolled - step), mix(from[1], to[1], rolled - step)];
}

/** The plane below, with lines of equal cost and the names of its directions. */
function plane({ onPlane, em, size, isNarrow }: Ground, { grid, xName, yName }: LandscapeInput): Mark[] {
  const { xs, ys } = grid;
  const [left, right, low, high] = [xs[0], xs[xs.length - 1], ys[0], ys[ys.length - 1]];
  const corners = [onPlane(left, low), onPlane(right, low), onPlane(right, high), onPlane(left, high)];
  const text = { kind: 'text', size, fill: 'muted', hasHalo: true } as const;
  const [x, y] = [onPlane((left + right) / 2, low), onPlane(right, (low + high) / 2)];
  return [
    {
      key: 'plane',
      shape: { kind: 'line', points: [...corners, corners[0]].flat(), fill: 'surface', stroke: 'lineStrong' },
    },
    ...contoursOf(grid).map(([x0, y0, x1, y1], i): Mark => {
      const points = [...onPlane(x0, y0), ...onPlane(x1, y1)];
      return {
        key: `contour-${i}`,
        shape: { kind: 'line', points, stroke: 'positive', lineWidth: 1, alpha: 0.6 },
      };
    }),
    {
      key: 'x-name',
      shape: { ...text, x: x[0] - em, y: x[1] + (isNarrow ? 0.9 : 1.2) * em, text: xName, align: 'right' },
    },
    { key: 'y-name', shape: { ...text, x: y[0] + em, y: y[1] + (isNarrow ? 0.9 : 1.2) * em, text: yName } },
  ];
}

const surface = (ground: Ground): Mark[] =>
  ground.patches().map(({ points, height }, i) => ({
    key: `patch-${i}`,
    shape: {
      ...{ kind: 'line', points, shade: mix(0.16, 0.92, height), stroke: 'background', lineWidth: 0.6 },
      alpha: 0.93,
    },
  }));

function trail(
  key: string,
  path: readonly Place[],
  rolled: number,
  place: Ground['onSurface'],
  lineWidth: number,
): Mark[] {
  if (rolled === 0) return [];
  const points = [...path.slice(0, Math.floor(rolled) + 1), along(path, rolled)].flatMap((each) =>
    place(...each),
  );
  return [{ key, shape: { kind: 'line', points, stroke: 'highlight', lineWidth, alpha: 0.9 } }];
}

/** On the plane, from below the ball: as long as the cost rises or falls that way. */
function arrows({ onPlane }: Ground, input: LandscapeInput, [x, y]: Place, t: number): Mark[] {
  const { grid, gradient, shows, xName, yName } = input;
  if (!gradient || shows === 'steps') return [];
  const [dx, dy] = gradient;
  const steepest = Math.hypot(dx, dy);
  const unit = (ARROW * (grid.xs[grid.xs.length - 1] - grid.xs[0])) / 2 / (steepest || 1);
  const arrow = (
    key: string,
    name: string,
    [ax, ay]: Place,
    value: number,
    from: number,
    stroke: Colour,
    lineWidth = 6,
  ): Mark => {
    const grown = unit * arriving(t, from, from + 0.8);
    return {
      ...{ key, name, value, format: formatSigned },
      shape: {
        ...{
          kind: 'line',
          points: [...onPlane(x, y), ...onPlane(x + grown * ax, y + grown * ay)],
          stroke,
          lineWidth,
        },
        ...{ hasHead: true, alpha: t < from ? 0 : 1 },
      },
    };
  };
  if (shows === 'slopes')
    return Array.from({ length: DIRECTIONS }, (_, i) => {
      const angle = (2 * Math.PI * i) / DIRECTIONS;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const slope = dx * cos + dy * sin;
      const size = Math.abs(slope);
      const name = msg(str`slope at ${formatFixed((360 * i) / DIRECTIONS, 0)}°`);
      return arrow(
        `slope-${i}`,
        name,
        [size * cos, size * sin],
        slope,
        TIMES.arrows + 0.06 * i,
        slope < 0 ? 'key' : 'gradient',
        3,
      );
    });
  const up = arrow('gradient', msg('gradient, uphill'), [dx, dy], steepest, TIMES.arrows, 'gradient');
  if (shows === 'gradient')
    return [
      up,
      arrow('downhill', msg('negative gradient, downhill'), [-dx, -dy], -steepest, TIMES.turned, 'key'),
    ];
  return [
    up,
    arrow('x-part', msg(str`along ${xName}`), [dx, 0], dx, TIMES.turned, 'highlight'),
    arrow('y-part', msg(str`along ${yName}`), [0, dy], dy, TIMES.turned + 0.5, 'value'),
  ];
}

/** In the empty corner above: the cost, or the gradient. */
function words(
  { em, size, isNarrow }: Ground,
  { grid, gradient, shows, xName, yName }: LandscapeInput,
  here: Place,
  alpha: number,
): Mark[] {
  const large = isNarrow ? 14 : size + 6;
  const line = (key: string, i: number, text: string, fill: Colour): Mark => ({
    key,
    shape: {
      kind: 'text',
      x: em,
      y: (1.3 + 1.7 * i) * em,
      text,
      size: large,
      isBold: true,
      fill,
      hasHalo: true,
      alpha,
    },
  });
  if (shows === 'steps' || !gradient)
    return [line('cost', 0, `C = ${formatFixed(costAt(grid, ...here), 2)}`, 'highlight')];
  const [x, y] = gradient.map((each) => formatSigned(each));
  if (shows === 'slopes')
    return [line('down', 0, msg('downhill'), 'key'), line('up', 1, msg('uphill'), 'gradient')];
  if (shows === 'gradient')
    return [line('up', 0, `∇C = (${x}, ${y})`, 'gradient'), line('down', 1, '−∇C', 'key')];
  return [
    line('up', 0, `∇C = (${x}, ${y})`, 'gradient'),
    line('x', 1, `${xName}: ${x}`, 'highlight'),
    line('y', 2, `${yName}: ${y}`, 'value'),
  ];
}
