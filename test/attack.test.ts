import { describe, expect, test } from 'vitest';
import { attack } from '../src/exports/attack.ts';
import { type HandlerFault, handlerFaults } from './attack/faults/all.ts';
import { notesDocument } from './attack/notes-document.ts';
import { type Notes, notesInProcess } from './attack/notes-in-process.ts';

const attacked = (notes?: Notes) => attack({ ...notesInProcess(notes), api: notesDocument, sleep: async () => {} });

describe('the product', () => {
  test.each([false, true])('lets nothing through, with If-Match required: %s', async (requireIfMatch) => {
    const { outcome, findings, unproven, tries } = await attacked({ requireIfMatch });
    expect({ findings, unproven }).toEqual({ findings: [], unproven: [] });
    expect(tries.filter(({ verdict }) => verdict !== 'Held')).toEqual([]);
    expect(outcome).toBe('NothingCameThrough');
    expect(tries.length).toBeGreaterThan(200);
  });
});

describe('a fault in the handlers is found', () => {
  const names = Object.keys(handlerFaults) as HandlerFault[];
  test.each(names)('%s', async (name) => {
    const { findings } = await attacked({ fault: handlerFaults[name] });
    console.log(name, '=>', [...new Set(findings.map(({ technique }) => technique))]);
    expect(findings).not.toEqual([]);
  });
});
