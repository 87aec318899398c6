// Classes of events: their fields, how far they travel, and that no two share a name.

import { describe, expect, expectTypeOf, it } from 'vitest';
import * as chapter5 from '../../../src/ui/course/05-transformers/events.ts';
import * as chapter7 from '../../../src/ui/course/07-facts/events.ts';
import * as choices from '../../../src/ui/course/chapter-stage/choice-event.ts';
import * as questions from '../../../src/ui/course/questions/events.ts';
import { defineEvent } from '../../../src/ui/events/element-event.ts';
import * as events from '../../../src/ui/events/index.ts';
import * as chapter4 from '../../../src/ui/scenes/chain/events.ts';
import * as digitMap from '../../../src/ui/scenes/digits/events.ts';
import * as networkMap from '../../../src/ui/scenes/network/events.ts';

const { CellPickEvent, KeysRequestEvent, SymbolPointerEvent } = events;

describe('defineEvent', () => {
  it('names the values that an event is constructed with', () => {
    const { type, query, key } = new CellPickEvent(3, 2);
    expect({ type, query, key }).toEqual({ type: 'lab-cell', query: 3, key: 2 });
    expectTypeOf(query).toEqualTypeOf<number>();
    expectTypeOf(type).toEqualTypeOf<'lab-cell'>();
    expect(new SymbolPointerEvent('w')).toMatchObject({ symbol: 'w', isPressed: undefined });
    expect(new KeysRequestEvent().type).toBe('lab-keys');
  });

  it('makes events that bubble, also out of shadow roots', () => {
    expect(new KeysRequestEvent()).toMatchObject({ bubbles: true, composed: true, cancelable: false });
  });

  it('types the events of listeners by name', () => {
    expectTypeOf<HTMLElementEventMap['lab-cell']>().toEqualTypeOf<events.CellPickEvent>();
    expectTypeOf<HTMLElementEventMap['lab-quantity']>().toEqualTypeOf<chapter4.QuantitySetEvent>();
    // @ts-expect-error: one value is missing
    new CellPickEvent(1);
    // @ts-expect-error: more values than fields
    void class extends defineEvent('lab-wide', 'field')<[number, number]> {};
  });

  it('gives every event a name of its own', () => {
    const modules = [events, networkMap, digitMap, chapter4, chapter5, chapter7, choices, questions];
    const classes = modules.flatMap((module) => Object.values(module)) as (new () => Event)[];
    const names = classes.map((Class) => new Class().type);
    expect(names.length).toBeGreaterThan(80);
    expect(new Set(names).size).toBe(names.length);
  });
});
