/** A user of the sample data, which is believable, the same each time, and in more than one script. */
export interface SeededUser {
  readonly email: string;
  /** The user's notes in the order of creation: the last is the newest. */
  readonly notes: readonly SeededNote[];
}

export interface SeededNote {
  readonly content: string;
  readonly file?: { readonly name: string; readonly type: string; readonly text: string };
  /** Whether the note is deleted again, so that its tombstone exists for a day. */
  readonly isDeleted?: true;
}

/** The password of every seeded user. */
export const seededPassword = 'Passw0rd!';

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160" viewBox="0 0 240 160">
<rect width="240" height="160" fill="#dfe9e4"/><circle cx="176" cy="48" r="22" fill="#e8b04a"/>
<path d="M0 160 80 70l48 50 34-36 78 76z" fill="#4b7f6b"/></svg>
`;

export const seededUsers: readonly SeededUser[] = [
  {
    email: 'anna@example.com',
    notes: [
      { content: 'Milch, Brot, drei Zitronen und Tee für Oma' },
      { content: 'Der Zug nach Jena geht um 7:42 Uhr, Gleis 5. Platz 61 am Fenster.' },
      {
        content: 'Skizze für den Balkon: links die Kräuter, rechts die Bank',
        file: { name: 'Balkon.svg', type: 'image/svg+xml', text: picture },
      },
      { content: 'Ideen für Sonntag\n- Pilze suchen\n- Drachen steigen lassen\n- nichts' },
      { content: 'Geschenk für Bruno: schon gekauft', isDeleted: true },
      { content: 'Rad zur Werkstatt bringen, die Kette springt' },
    ],
  },
  {
    email: 'bruno@example.com',
    notes: [
      { content: 'Call the landlord about the leak, again' },
      {
        content: 'Readings of the meter, January to March',
        file: { name: 'meter.csv', type: 'text/csv', text: 'month,kWh\n2026-01,212\n2026-02,187\n2026-03,164\n' },
      },
      { content: 'Things that one can say in one breath: 🪁 kites, 🍄 mushrooms, 🚲 chains' },
      { content: 'Anna’s birthday: 4 May. She likes trains.', isDeleted: true },
      { content: 'Recette de maman : trois œufs, 250 g de farine, une pincée de sel, et de la patience' },
    ],
  },
  {
    email: 'chiyo@example.com',
    notes: [
      { content: '来週の会議は水曜日の午後三時から' },
      { content: 'كتاب الشعر على الرفّ الثاني' },
      { content: 'Σκέψεις για το ταξίδι: πλοίο, όχι αεροπλάνο' },
    ],
  },
];
