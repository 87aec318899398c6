// The facts: counts, form, held-out fraction.

import { describe, expect, it } from 'vitest';
import { ATHLETES } from '../../../../src/model/data/facts/athletes.ts';
import { CAPITALS } from '../../../../src/model/data/facts/capitals.ts';
import { facts } from '../../../../src/model/data/facts/facts.ts';
import { splitWords } from '../../../../src/model/tokenizers/words.ts';
import { decodeSentences, heldOutProbes, recallProbes } from '../decode-batches.ts';

const dataset = facts();
const figure = (label: string) => dataset.statistics.find((each) => each.label === label)?.value;
const named = (part: 0 | 1, name: string) =>
  ATHLETES.filter(({ subject }) => subject.split(' ')[part] === name);

describe('facts', () => {
  it('has 150 athletes over 10 sports, and 60 countries', () => {
    expect(ATHLETES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(ATHLETES.map(({ answer }) => answer)).size).toBeGreaterThanOrEqual(10);
    expect(CAPITALS.length).toBeGreaterThanOrEqual(60);
    expect(dataset.tokenizer.vocabulary.length).toBeLessThanOrEqual(450);
  });

  it('has unique subjects with names of one word, and unique capitals', () => {
    expect(new Set(ATHLETES.map(({ subject }) => subject)).size).toBe(ATHLETES.length);
    for (const { subject, answer } of ATHLETES) {
      expect(splitWords(subject), subject).toHaveLength(2);
      expect(answer).toMatch(/^[a-z]+$/);
    }
    for (const key of ['subject', 'answer'] as const) {
      expect(new Set(CAPITALS.map((fact) => fact[key])).size).toBe(CAPITALS.length);
      for (const fact of CAPITALS) expect(fact[key]).toMatch(/^[A-Z][a-z]+$/);
    }
  });

  it('has overlapping names', () => {
    expect(named(0, 'Michael').length).toBeGreaterThan(3);
    expect(named(1, 'Jordan').length).toBeGreaterThan(2);
    expect(named(1, 'Williams').map(({ subject }) => subject)).toContain('Serena Williams');
    expect(CAPITALS.map(({ subject }) => subject)).toContain('Jordan');
    const sportsOf = new Set(named(0, 'Michael').map(({ answer }) => answer));
    expect(sportsOf.size).toBeGreaterThan(3);
  });

  it('reports statistics of overlapping names', () => {
    expect(figure('athletes')).toBe(ATHLETES.length);
    for (const [label, part] of [
      ['facts sharing a first name', 0],
      ['facts sharing a last name', 1],
    ] as const) {
      const shared = ATHLETES.filter((fact) => named(part, fact.subject.split(' ')[part]).length > 1);
      expect(figure(label)).toBe(shared.length);
    }
  });

  it('contains the sentence of the video', () => {
    const said = Array.from({ length: 12 }, (_, step) => decodeSentences(dataset, 'train', step)).flat();
    expect(said.some((sentence) => /^\w+ \w+ plays the sport of [a-z]+\.$/.test(sentence))).toBe(true);
    expect(dataset.relations[0].wordings[0]).toBe('{subject} plays the sport of {answer}.');
    expect(dataset.facts).toContainEqual({
      subject: 'Michael Jordan',
      relation: 'sport',
      answer: 'basketball',
    });
  });

  it('has five probes per fact', () => {
    const wordings = new Map<string, Set<number>>();
    for (const { subject, relation, wording } of recallProbes(dataset)) {
      const key = `${relation} of ${subject}`;
      wordings.set(key, (wordings.get(key) ?? new Set()).add(wording));
    }
    expect(wordings.size).toBe(dataset.facts.length);
    for (const [fact, probed] of wordings) expect([...probed], fact).toHaveLength(5);
  });

  it('holds out 15 % of the probes, at most two per fact', () => {
    const held = heldOutProbes(dataset);
    expect(held.length / recallProbes(dataset).length).toBeCloseTo(0.15, 3);
    const count = new Map<string, number>();
    for (const { subject, relation } of held) {
      count.set(subject + relation, (count.get(subject + relation) ?? 0) + 1);
    }
    expect(Math.max(...count.values())).toBe(2);
  });
});
