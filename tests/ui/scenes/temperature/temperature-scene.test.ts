import { describe, expect, it } from 'vitest';
import { distribution } from '../../../../src/ui/course/05-transformers/distribution.ts';
import {
  type SceneContext,
  temperatureInput,
} from '../../../../src/ui/course/05-transformers/scene-inputs.ts';
import {
  type TemperatureInput,
  TemperatureScene,
} from '../../../../src/ui/scenes/temperature/temperature-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const LOGITS = Float32Array.from({ length: 400 }, (_, i) => 8 - 3 * Math.log(1 + i) - (i % 7) / 10);
const VOCABULARY = Array.from({ length: 400 }, (_, i) => ['creature', 'bird', 'grandmother', 'sea'][i % 4]);
const LATE = Number.POSITIVE_INFINITY;

const contextAt = (temperature: number, seed = 1) =>
  ({
    ...{ logits: LOGITS, sampling: { temperature, seed } },
    request: { run: { vocabulary: VOCABULARY }, prompt: 'A fluffy blue' },
  }) as unknown as SceneContext;
const marksOf = (
  temperature: number,
  { about = 'steps', viewport = WIDE, t = LATE, seed = 1 }: Partial<Settings> = {},
) => new TemperatureScene().layout(temperatureInput(contextAt(temperature, seed), about), viewport, t) ?? [];
interface Settings {
  readonly about: TemperatureInput['about'];
  readonly viewport: typeof WIDE;
  readonly t: number;
  readonly seed: number;
}
const valuesOf = (marks: ReturnType<typeof marksOf>, kind: string) =>
  marks.flatMap(({ key, value }) => (key.startsWith(`${kind}-`) && value !== undefined ? [value] : []));

describe('softmax with a temperature', () => {
  it('has the probabilities of the sampler, and those of all other tokens', () => {
    for (const T of [0, 0.5, 1, 5]) {
      const marks = marksOf(T);
      const shares = valuesOf(marks, 'bar');
      expect(shares).toHaveLength(12);
      expect(shares[0]).toBeCloseTo(Math.max(...distribution(LOGITS, T)), 6);
      const others = marks.find(({ key }) => key === 'others')?.value ?? Number.NaN;
      expect(shares.reduce((a, b) => a + b) + others).toBeCloseTo(1, 6);
    }
  });

  it('divides e^(x / T) by a sum that it names', () => {
    const { logSum, shares } = temperatureInput(contextAt(2), 'steps').softmax(2, 1);
    const [{ logit }] = temperatureInput(contextAt(2), 'steps').tokens;
    expect(Math.exp(logit / 2 - logSum)).toBeCloseTo(shares[0], 6);
  });

  it('keeps its input while nothing changes', () => {
    const [one, other] = [1, 2].map((T) => temperatureInput(contextAt(T), 'steps'));
    expect([one.tokens, one.softmax]).toEqual([other.tokens, other.softmax]);
    expect(one.softmax).toBe(other.softmax);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const T of [0, 0.2, 1, 5])
      for (const about of ['steps', 'names'] as const)
        for (const seed of [1, 5])
          expect(complaints(marksOf(T, { about, viewport, seed }), viewport), `T = ${T}`).toEqual([]);
  });

  it('gives the largest bar the height, at every temperature', () => {
    for (const T of [0, 1, 5]) {
      const isFirst = ({ key }: { key: string }) =>
        key === `bar-${temperatureInput(contextAt(1), 'steps').tokens[0].id}`;
      expect(shareOf(marksOf(T), ({ key }) => key.startsWith('bar-'), WIDE)).toBeGreaterThan(0.4);
      const [bar] = marksOf(T).filter(isFirst);
      expect(bar.shape.kind === 'box' && bar.shape.height).toBeGreaterThan(0.4 * WIDE.height);
    }
  });

  it('raises before it divides, and draws at the end', () => {
    const height = (kind: string, t: number) =>
      Math.max(
        ...marksOf(1, { t }).flatMap(({ key, shape }) =>
          key.startsWith(`${kind}-`) && shape.kind === 'box' ? [shape.height] : [],
        ),
      );
    expect([height('ghost', 0), height('bar', 0)]).toEqual([0, 0]);
    expect(height('ghost', 2.4)).toBeGreaterThan(30);
    expect(height('bar', 2.4)).toBe(0);
    const alpha = (t: number) => marksOf(1, { t }).find(({ key }) => key === 'drawn')?.shape.alpha;
    expect([alpha(4), alpha(LATE)]).toEqual([0, 1]);
  });

  it('goes through cold and hot by itself where the moment is about T, and comes back', () => {
    const T = (t: number) => marksOf(1, { about: 'temperature', t }).find(({ key }) => key === 'knob')?.value;
    expect([T(0), T(2), T(3.7), T(LATE)].map((each) => each?.toFixed(3))).toEqual([
      ...['1.000', '0.200', '5.000', '1.000'],
    ]);
  });

  it('sets T by where the knob is dragged', () => {
    const scene = new TemperatureScene();
    const chosen: number[] = [];
    const input = {
      ...temperatureInput(contextAt(1), 'steps'),
      temperatureEvent: (T: number) => new CustomEvent('T', { detail: T }),
    };
    onDispatch(scene, (event) => chosen.push((event as CustomEvent<number>).detail));
    const knob = scene.layout(input, WIDE, LATE)?.find(({ key }) => key === 'knob');
    knob?.drag?.({ x: 5000, y: 0 });
    knob?.drag?.({ x: -5000, y: 0 });
    knob?.step?.(1);
    expect(chosen).toEqual([5, 0, 1.1]);
  });
});
