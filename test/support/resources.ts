import sql from 'sql-template-tag';
import { optional, text, time } from '../../src/shared/query/attribute.js';
import { defineResource, type Row, toMany, toOneOrNone } from '../../src/shared/query/resource.js';

/** A resource with everything that the representations must print. */
export const gadgetResource = defineResource({
  type: 'gadget',
  collection: 'gadgets',
  title: 'Gadget',
  about: 'Something to print.',
  table: 'gadgets',
  id: { column: 'id', kind: 'text', about: 'Its name.', ignoreCase: true, clientField: 'name' },
  attributes: {
    name: text({ about: 'The id again.' }),
    colour: optional(text({ about: 'Its colour.' })),
    made_at: time({ about: 'When it was made.' }),
  },
  relationships: {
    part_of: toOneOrNone('gadget', { about: 'The whole.', key: () => sql`part_of` }),
    parts: toMany('gadget', { about: 'Its parts.', on: () => sql`true` }),
  },
  visibleTo: () => sql`true`,
});

export const gadget = (name: string, part_of: string | null = null): Row<typeof gadgetResource> => ({
  id: name,
  name,
  colour: 'red',
  made_at: '2020-01-24T16:58:45.838Z',
  part_of,
});

/** A resource whose records have no page of their own. */
export const tallyResource = defineResource({
  type: 'tally',
  collection: 'tallies',
  title: 'Tally',
  about: 'A sum.',
  table: 'tallies',
  id: { column: 'id', kind: 'text', about: 'A week.' },
  attributes: { sum: text({ about: 'The sum.' }) },
  visibleTo: () => sql`true`,
  addressable: false,
});
