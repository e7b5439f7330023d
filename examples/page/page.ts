import {
  createNotesClient,
  createSession,
  createUserPool,
  listAllNotes,
  type NotesClient,
  type NotesConfig,
  parseConfig,
} from 'owned-notes/client';

const element = <T extends HTMLElement>(id: string, type: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${id}.`);
  return found;
};

const [signIn, create] = [element('sign-in', HTMLFormElement), element('create', HTMLFormElement)];
const [list, message] = [element('notes', HTMLUListElement), element('message', HTMLParagraphElement)];

/** Shows a failure in its own words. */
const show = (failure: { readonly kind: string; readonly message?: string; readonly title?: string }): void => {
  message.textContent = failure.message ?? failure.title ?? failure.kind;
};

/** Calls `run` with a reader for the form's fields. The button is disabled meanwhile. */
const onSubmit = (form: HTMLFormElement, run: (text: (name: string) => string) => Promise<void>): void =>
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    message.textContent = '';
    const data = new FormData(form);
    const button = form.querySelector('button');
    button?.toggleAttribute('disabled', true);
    await run((name) => String(data.get(name) ?? ''));
    button?.toggleAttribute('disabled', false);
  });

const showNotes = async (notes: NotesClient): Promise<void> => {
  const items: HTMLLIElement[] = [];
  for await (const note of listAllNotes(notes)) {
    if (note.isErr()) return show(note.error);
    const item = document.createElement('li');
    item.textContent = note.value.content;
    items.push(item);
  }
  list.replaceChildren(...items);
};

const start = (config: NotesConfig): void =>
  onSubmit(signIn, async (text) => {
    const tokens = await createUserPool(config).signIn(text('email'), text('password'));
    if (tokens.isErr()) return show(tokens.error);
    const notes = createNotesClient(config, createSession(config, tokens.value));
    signIn.hidden = true;
    onSubmit(create, async (draft) => {
      const created = await notes.create({ content: draft('content') });
      if (created.isErr()) return show(created.error);
      create.reset();
      await showNotes(notes);
    });
    await showNotes(notes);
    create.hidden = false;
  });

parseConfig(await (await fetch('outputs.json')).json()).match(start, ({ reason }) => {
  message.textContent = reason;
});
