import { v7 } from 'uuid';
import type { Draft } from '../../../src/client/notes.ts';
import { toVersion } from '../../../web/page/notes/outbox/answers.ts';
import { isSettled, type Version } from '../../../web/page/notes/outbox/entry.ts';
import { deleteEntry, keepMine, letGo, undoDelete, writeEntry } from '../../../web/page/notes/outbox/writing.ts';
import { type Device, simulatedDevice } from './device.ts';
import type { Line, ScriptAction } from './script.ts';
import { type Applied, createClient, type Server, simulatedServer } from './server.ts';

export interface Played {
  readonly server: Server;
  readonly device: Device;
  readonly ids: readonly string[];
  /** What the user wrote and did not give up, by note. */
  readonly mine: ReadonlyMap<string, ReadonlySet<string>>;
  /** Others' words that the user saw before choosing against them, or before deleting the note. */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** Notes that the user wants: neither deleted, unless undone, nor let go of when others had deleted them. */
  readonly wantedStill: ReadonlySet<string>;
}

/** Splits a text into its words; each word is written once, by one writer. */
export const splitWords = (text: string | undefined): readonly string[] => (text ?? '').split('\n').filter(Boolean);

/** Plays a script, and then lets every request arrive and the outbox come to rest. */
export const play = async (script: readonly Line[], send?: Parameters<typeof simulatedDevice>[2]): Promise<Played> => {
  const server = simulatedServer();
  const other = createClient(server.fetchBy('other'));
  const [mine, seen] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const wantedStill = new Set<string>();
  const ids: string[] = [];
  const editors = new Map<string, { base: Version | undefined; seen: Draft }>();
  const rest = [...script];
  let words = 0;
  const meanwhile = async () => {
    while (rest[0]?.isMeanwhile && rest[0].command.kind !== 'round') await run((rest.shift() as Line).command);
  };
  const device = simulatedDevice(server.fetchBy('device'), meanwhile, send);
  const { entries, time } = device;
  const add = (to: Map<string, Set<string>>, id: string, ...added: readonly string[]) => {
    to.set(id, new Set([...(to.get(id) ?? []), ...added]));
  };

  const open = async (tab: number, id: string) => {
    const entry = device.entry(id);
    if (entry !== undefined) {
      if (entry.isGone || entry.wanted.kind === 'Deletion') return undefined;
      const editor = { base: entry.base, seen: entry.wanted.texts };
      editors.set(`${tab} ${id}`, editor);
      return editor;
    }
    const found = await other.get(id);
    if (found.isErr()) return undefined;
    const editor = { base: toVersion(found.value), seen: { content: found.value.content } };
    editors.set(`${tab} ${id}`, editor);
    return editor;
  };
  const write = async (id: string, base: Version | undefined, before: Draft) => {
    const word = `w${words++}`;
    add(mine, id, word);
    const texts = { content: [...splitWords(before.content), word].join('\n') };
    await entries.change(id, (entry) => writeEntry(entry, { noteId: id, base, seen: before, texts }, time.now++));
    return texts;
  };

  const run = async (command: ScriptAction): Promise<void> => {
    if (command.kind === 'round') return device.round(command.faults, command.crashAfter);
    if (command.kind === 'network') return device.setOnline(command.isOn);
    if (command.kind === 'late ones arrive') return device.deliver();
    if (command.kind === 'time') {
      time.now += command.milliseconds;
      return;
    }
    if (command.kind === 'compose') {
      const id = v7();
      ids.push(id);
      wantedStill.add(id);
      await write(id, undefined, { content: '' });
      return;
    }
    const id = ids[command.note % Math.max(ids.length, 1)];
    if (id === undefined) return;
    switch (command.kind) {
      case 'open':
        await open(command.tab, id);
        return;
      case 'edit': {
        // A tab may not have noticed what another did.
        const editor = editors.get(`${command.tab} ${id}`) ?? (await open(command.tab, id));
        if (editor === undefined) return;
        // What was deleted with the note for good is given up, unless this tab still shows it.
        const entry = device.entry(id);
        if (entry === undefined ? !wantedStill.has(id) : entry.isGone)
          mine.set(id, new Set(splitWords(editor.seen.content)));
        wantedStill.add(id);
        editors.set(`${command.tab} ${id}`, { base: editor.base, seen: await write(id, editor.base, editor.seen) });
        return;
      }
      case 'remove': {
        const editor = await open(command.tab, id);
        if (editor === undefined) return;
        const problem = device.entry(id)?.problem;
        add(seen, id, ...splitWords(editor.base?.texts.content), ...splitWords(editor.seen.content));
        wantedStill.delete(id);
        if (problem?.kind === 'Gone' || problem?.kind === 'NotFound') mine.delete(id);
        await entries.change(id, (entry) => deleteEntry(entry, id, editor.base, time.now));
        return;
      }
      case 'undo': {
        const after = await entries.change(id, (entry) => undoDelete(entry, time.now));
        if (after?.wanted.kind === 'Texts' && !after.isGone) wantedStill.add(id);
        return;
      }
      case 'choose': {
        const entry = device.entry(id);
        if (entry?.problem?.kind === 'Gone' || entry?.problem?.kind === 'NotFound') {
          mine.delete(id);
          wantedStill.delete(id);
          await entries.change(id, letGo);
          return;
        }
        if (entry?.problem?.kind !== 'Conflict') return;
        const { theirs } = entry.problem;
        if (command.how === 'theirs') {
          mine.delete(id);
          wantedStill.add(id);
          await entries.change(id, letGo);
          return;
        }
        if (command.how === 'mine') add(seen, id, ...splitWords(theirs.texts.content));
        if (entry.wanted.kind === 'Deletion') {
          add(seen, id, ...splitWords(theirs.texts.content));
          await entries.change(id, (now) => keepMine(now, undefined, time.now));
          return;
        }
        const word = `w${words++}`;
        add(mine, id, word);
        const others = command.how === 'merged' ? splitWords(theirs.texts.content) : [];
        const content = [...new Set([...splitWords(entry.wanted.texts.content), ...others, word])].join('\n');
        await entries.change(id, (now) => keepMine(now, { content }, time.now));
        return;
      }
      case 'other edits': {
        const found = await other.get(id);
        if (found.isErr()) return;
        const { etag = '', content } = found.value;
        await other.update(id, { content: `${content}\no${words++}` }, { ifMatch: etag });
        return;
      }
      case 'other removes':
        await other.delete(id);
        return;
    }
  };

  while (rest.length > 0) await run((rest.shift() as Line).command);
  device.setOnline(true);
  time.now += 60_000;
  for (let turn = 0; turn < 3; turn++) {
    await device.round([]);
    await device.deliver();
  }
  return { server, device, ids, mine, seen, wantedStill };
};

export const isAtRest = ({ device, ids }: Played): boolean =>
  ids.every((id) => {
    const entry = device.entry(id);
    return entry === undefined || isSettled(entry) || entry.problem !== undefined;
  });

export const byDevice = ({ server }: Played, id: string): readonly Applied[] =>
  server.applied.filter((each) => each.id === id && each.by === 'device');
