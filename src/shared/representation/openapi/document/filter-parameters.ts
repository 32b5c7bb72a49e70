import type { Catalog } from '../../../query/catalog.js';
import { isFilterable, kindOf, leafOf, type Leaf } from '../../../query/column.js';
import { OPERATORS } from '../../../query/filter/operators.js';
import type { Resource } from '../../../query/resource.js';
import { inQuery, type Parameter } from '../parameter.js';
import { attributeSchema, identifierSchema } from '../schemas/attribute-schema.js';
import { exampleOf } from '../schemas/example.js';
import { pascal } from '../schemas/names.js';
import type { Schema } from '../schemas/schema.js';
import { CLEAN_TEXT } from '../../../values/values.js';

/** Bytes; percent-encoding comes on top. */
const MOST_FILTER = 8192;

const CONDITION: Schema = { type: 'string', pattern: CLEAN_TEXT, minLength: 1, maxLength: MOST_FILTER };

const FILTER =
  'Conditions as JSON, `[{"name": "distance", "op": "ge", "val": 5000}]`, or as text, `(distance ge 5000) AND …`; ' +
  'with `filter[…]` beside it, all must hold.';

/** `filter` as one text, and a flat parameter for each field that it knows. */
export function filterParameters(resource: Resource, catalog: Catalog): readonly Parameter[] {
  const { type, attributes, relationships } = resource;
  const names = ['id', ...Object.keys(attributes), ...Object.keys(relationships)];
  const leaves = names.map((name) => leafOf(resource, name, catalog)).filter((leaf) => leaf !== null);
  return [
    inQuery('Filter', 'filter', FILTER, CONDITION),
    ...leaves.filter(isFilterable).map((leaf) => {
      const operators = OPERATORS.filter(({ on }) => on.includes(kindOf(leaf))).map(
        ({ name }) => `\`${name}\``,
      );
      return inQuery(
        `${pascal(type)}Filter${pascal(leaf.name)}`,
        `filter[${leaf.name}]`,
        `Equal to this, or to one of several with commas between them. Also \`filter[${leaf.name}][operator]\`: ${operators.join(', ')}.`,
        { ...CONDITION, examples: [filterExample(leaf)] },
      );
    }),
  ];
}

function filterExample(leaf: Leaf): string {
  const schema =
    leaf.is === 'attribute'
      ? attributeSchema({ ...leaf.attribute, nullable: false })
      : identifierSchema(leaf.is === 'id' ? leaf.identifier : leaf.step.resource.id);
  return String(exampleOf(schema, {}));
}

/** Names that plain lists take for conditions. */
export const shorthands = ({ plainFilters = {}, type }: Resource): readonly Parameter[] =>
  Object.entries(plainFilters).map(([name, { field, op }]) =>
    inQuery(pascal(type, name), name, `Short for \`filter[${field}][${op}]\`.`, CONDITION),
  );
